/* Background data migrations of the gem online_migrations: a class with a collection and what is done with an item of
 * it. */
#ifndef STOPGRAPH_PARSER_RUBY_ONLINE_JOB_H
#define STOPGRAPH_PARSER_RUBY_ONLINE_JOB_H

#include "parser/ruby/eval/interp.h"

/* `collection` and `process(item)`, or `relation` and `process_batch(relation)` of the gem's first releases. */
bool online_job_is(struct interp *in, struct klass *klass);

/* Makes an object of the class with `arguments` (an array, or unknown) and does the work of one item. */
void online_job_run(struct interp *in, struct klass *klass, struct value arguments);

#endif
