/* What ranks, counts or chooses from a list. The block sees every element whatever the answer is, because what it reads
 * and writes counts; the answer itself is mostly run-time data. An element that is chosen from a list of rows is one of
 * these rows, or none: rows are alike, so the first stands for it. */
#include "parser/ruby/core/core_list.h"

#include "parser/ruby/core/core.h"
#include "parser/ruby/records/relation.h"

struct value list_maybe(struct interp *in, struct value value)
{
	if (value.kind != VALUE_RECORD)
		return value;
	struct value one = {.kind = VALUE_RECORD, .relation = ARENA_NEW(in->arena, struct relation)};
	*one.relation = *value.relation;
	one.relation->record = ARENA_NEW(in->arena, struct record);
	*one.relation->record = *value.relation->record;
	one.relation->record->may_be_nil = true;
	return one;
}

struct value list_one_of_rows(struct interp *in, const struct call *call, const struct array *list)
{
	const char *table = NULL;

	for (size_t i = 0; i < list->count; i++) {
		if (list->items[i].kind != VALUE_RECORD)
			return list_not_known(in, call);
		if (i && !str_equal(list->items[i].relation->table, table))
			return list_not_known(in, call);
		table = list->items[i].relation->table;
	}
	return list->count ? list_maybe(in, list->items[0]) : list_not_known(in, call);
}

/* Runs the block for every element; the answers in their order. */
static struct value answers(struct interp *in, const struct call *call, struct value list)
{
	return call->block ? interp_each(in, call, list, true) : list;
}

/* sort_by, uniq, each_entry: the elements themselves */
static struct value elements(struct interp *in, const struct call *call)
{
	struct value list = list_elements(in, call);

	answers(in, call, list);
	return list;
}

/* take_while, delete_if: some of the elements */
static struct value some(struct interp *in, const struct call *call)
{
	struct value list = elements(in, call);

	if (list.kind != VALUE_ARRAY || !call->block)
		return list;
	struct value part = list_flatten(in, list, 0);
	part.array->open = true;
	return part;
}

/* sum, count, find_index, tally: a value made of all of them */
static struct value summary(struct interp *in, const struct call *call)
{
	answers(in, call, list_elements(in, call));
	return list_not_known(in, call);
}

/* min_by, max_by, sample: one of them */
static struct value one_of(struct interp *in, const struct call *call)
{
	struct value list = list_elements(in, call);

	answers(in, call, list);
	if (list.kind != VALUE_ARRAY)
		return list_not_known(in, call);
	if (call->positional.count) /* max_by(2) */
		return list;
	if (list.array->count == 1 && !list.array->open)
		return list.array->items[0];
	return list_one_of_rows(in, call, list.array);
}

/* sort, each_cons, chunk_while: the block gets two of them */
static struct value pairs_of(struct interp *in, const struct call *call)
{
	struct value list = list_elements(in, call);

	if (!call->block || list.kind != VALUE_ARRAY)
		return list;
	for (size_t i = 0; i < list.array->count && in->control == CONTROL_NONE; i++) {
		struct value two[] = {list.array->items[i], list.array->items[i + 1 < list.array->count ? i + 1 : i]};
		interp_yield(in, call->block, two, 2);
	}
	return list;
}

static const struct builtin rows[] = {
	{"chunk_while", pairs_of}, {"cycle", elements},     {"delete_if", some},    {"drop_while", some},
	{"each_entry", elements},  {"each_key", summary},   {"entries", elements},  {"filter!", some},
	{"find_all", some},        {"find_index", summary}, {"keep_if", some},      {"lazy", elements},
	{"max", one_of},           {"max_by", one_of},      {"min", one_of},        {"min_by", one_of},
	{"minmax", summary},       {"minmax_by", summary},  {"one?", summary},      {"reject!", some},
	{"rotate", elements},      {"sample", one_of},      {"select!", some},      {"shuffle", elements},
	{"slice_when", pairs_of},  {"sort_by", elements},   {"sort_by!", elements}, {"sum", summary},
	{"take_while", some},      {"tally", summary},      {"tally_by", summary},  {"uniq!", elements},
};

const struct builtin_table core_choose_rows = {rows, sizeof(rows) / sizeof(rows[0])};
