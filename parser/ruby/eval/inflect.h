/* English plurals as Rails' inflector makes them, as far as table and association names need.
 *
 *     inflect_table(arena, "Ci::Build")   -> "ci_builds"
 *     inflect_plural(arena, "policy")     -> "policies"
 *
 * Results live in the arena. Names made here are conventions, not facts: who uses one marks it as likely. */
#ifndef STOPGRAPH_PARSER_RUBY_INFLECT_H
#define STOPGRAPH_PARSER_RUBY_INFLECT_H

#include "analyzer/base/str.h"

char *inflect_plural(struct arena *arena, const char *word);
char *inflect_singular(struct arena *arena, const char *word);
/* Table of a class by Rails' rules with a prefix per module ("Ci::" -> "ci_"). */
char *inflect_table(struct arena *arena, const char *class_path);
/* The last part of a constant path. */
const char *inflect_demodulize(const char *class_path);

#endif
