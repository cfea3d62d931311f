/* Built-in methods of the evaluator, as tables: name -> function, one table per kind of receiver.
 *
 * Each table is sorted by name and has no duplicates (a test walks them); row_find() looks a method up. */
#ifndef STOPGRAPH_PARSER_RUBY_BUILTINS_H
#define STOPGRAPH_PARSER_RUBY_BUILTINS_H

#include "parser/ruby/eval/interp.h"
#include "parser/ruby/eval/row.h"

/* Rows of methods that give the receiver back. */
struct value builtin_self(struct interp *in, const struct call *call);

/* core.c: strings, symbols, numbers, arrays, hashes, ranges, procs, nil, and what every object has. */
bool core_call(struct interp *in, const struct call *call, struct value *result);
/* Of a call without receiver: Kernel's calls and what every object has; asked before any helper. */
bool core_own_call(struct interp *in, const struct call *call, struct value *result);

/* external.c: methods of constants that are not in the tree, by constant path and name
 * (`Gitlab::BackgroundMigration.steal`, `Gitlab.com?`, `BackgroundMigrationWorker.perform_in`). */
bool external_call(struct interp *in, const struct call *call, struct value *result);

/* helper.c: the migration DSL: receiver-less calls of a migration (helpers.def). */
bool helper_call(struct interp *in, const struct call *call, struct value *result);

/* model.c, relation.c, record.c: classes with a table, relations, rows, Arel. */
bool model_call(struct interp *in, const struct call *call, struct value *result);

/* job.c: receiver-less calls of a background job (batch_table, each_sub_batch, connection ...). */
bool job_call(struct interp *in, const struct call *call, struct value *result);

/* The connection object (`connection`, `ApplicationRecord.connection`): execute, quote, select_value ... */
bool connection_call(struct interp *in, const struct call *call, struct value *result);
struct value connection_value(struct interp *in);

#endif
