/* Whose ways a tree follows (project_is_gitlab() says what hangs on it). */
#ifndef STOPGRAPH_PROFILE_H
#define STOPGRAPH_PROFILE_H

#include "analyzer/scan/scan.h"

/* The names of the profiles, separated by blanks. */
#define PROFILE_NAMES "gitlab rails sql"

/* Are the migrations SQL files? As configured; else when there are such files, and none in Ruby. */
bool profile_is_sql(const struct scan *scan, const char *configured);

/* Is there a file that may hold migrations or jobs? */
bool profile_has_migrations(const struct scan *scan);

/* The profile that is configured; else the one that the files of the tree tell: GitLab's when anything in it is found in its
 * products only, SQL files' when there is no Ruby, Rails' otherwise. Call it when the migrations were read. A constant text. */
const char *profile_of(const struct scan *scan, const char *configured);

#endif
