/* Repositories as seen from outside, without the library that reads them. */
#ifndef STOPGRAPH_GIT_FOLDER_H
#define STOPGRAPH_GIT_FOLDER_H

#include "analyzer/base/arena.h"

#include <stdbool.h>

/* Is there anything in `folder` or above it, up to one of the folders in `ceiling` (parted by colons; may be NULL), that may
 * be a repository? libgit2 is asked only then: it begins by reading all certificates of the system, which takes longer than
 * to check a small tree. */
bool git_folder_near(struct arena *arena, const char *folder, const char *ceiling);

/* A pipe or device in the place of one of git's own files, or of one that its settings include: in `data`, the folder of
 * git's data, and in the one that a further work tree shares with the first. Its name in `arena`; NULL: there is none. */
const char *git_folder_pipe(struct arena *arena, const char *data);

#endif
