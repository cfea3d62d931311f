/* What core_enumerable.c, core_group.c, core_array.c and core_hash.c share. */
#ifndef STOPGRAPH_PARSER_RUBY_CORE_LIST_H
#define STOPGRAPH_PARSER_RUBY_CORE_LIST_H

#include "parser/ruby/eval/interp.h"

/* A run-time value: "a part of a list known only at run time". */
struct value list_not_known(struct interp *in, const struct call *call);
/* The receiver as an array (pairs of a hash, numbers of a range); an unknown value when it is not known. */
struct value list_elements(struct interp *in, const struct call *call);
/* A copy of an array with arrays inside it opened, `depth` levels deep. */
struct value list_flatten(struct interp *in, struct value list, unsigned depth);
bool list_has(const struct array *list, struct value value);
/* The element at `index` (negative: from the end); unknown when the list is open there, nil past the end. */
struct value list_pick(struct interp *in, const struct call *call, const struct array *list, int64_t index);
/* `count` elements from `start`, as far as there are any. */
struct value list_part(struct interp *in, const struct array *list, int64_t start, int64_t count);
/* A row becomes one that may not be there; anything else stays as it is. */
struct value list_maybe(struct interp *in, struct value value);
/* One of the rows of a list that holds rows of one table only, or none; an unknown value for any other list. */
struct value list_one_of_rows(struct interp *in, const struct call *call, const struct array *list);

#endif
