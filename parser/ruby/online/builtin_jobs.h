/* The background data migrations that the gem online_migrations brings along. */
#ifndef STOPGRAPH_PARSER_RUBY_BUILTIN_JOBS_H
#define STOPGRAPH_PARSER_RUBY_BUILTIN_JOBS_H

#include "parser/ruby/eval/state.h"

/* Makes the class known as one of the tree's; false when the gem has none of that name. */
bool builtin_job_add(struct ruby *ruby, const char *name);

#endif
