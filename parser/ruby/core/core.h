/* Tables of the built-in methods of Ruby's own classes, and of what ActiveSupport adds to them. Sorted by name. */
#ifndef STOPGRAPH_PARSER_RUBY_CORE_H
#define STOPGRAPH_PARSER_RUBY_CORE_H

#include "parser/ruby/core/builtins.h"

struct builtin_table {
	const struct builtin *rows;
	size_t count;
};

extern const struct builtin_table core_string_rows;     /* strings and symbols */
extern const struct builtin_table core_enumerable_rows; /* arrays, hashes, ranges: asked after their own table */
extern const struct builtin_table core_choose_rows;     /* the same, what ranks, chooses or counts */
extern const struct builtin_table core_group_rows;      /* the same, what groups or cuts */
extern const struct builtin_table core_array_rows;
extern const struct builtin_table core_hash_rows;
extern const struct builtin_table core_number_rows; /* integers, floats */
extern const struct builtin_table core_range_rows;
extern const struct builtin_table core_proc_rows;
extern const struct builtin_table core_class_rows;  /* classes and external constants */
extern const struct builtin_table core_object_rows; /* every value */
extern const struct builtin_table core_kernel_rows; /* calls without a receiver */

/* Every table above, for tests: NULL past the last. */
const struct builtin_table *core_table(size_t index);

/* A list of everything a value iterates over: arrays as they are, hashes as pairs, ranges of known integers. NULL when
 * it is not known. */
struct array *core_elements(struct interp *in, struct value value);
#endif
