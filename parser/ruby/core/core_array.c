/* What only arrays answer; the rest is in core_enumerable.c. */
#include "parser/ruby/core/core_list.h"

#include "parser/ruby/core/core.h"

#include <stdlib.h>
#include <string.h>

static struct value compact(struct interp *in, const struct call *call)
{
	struct value list = value_new_array(in);

	list.array->open = call->receiver.array->open;
	for (size_t i = 0; i < call->receiver.array->count; i++) {
		if (call->receiver.array->items[i].kind != VALUE_NIL)
			array_push(in, list.array, call->receiver.array->items[i]);
	}
	return list;
}

static struct value array_index(struct interp *in, const struct call *call)
{
	struct value at = call_arg(call, 0);
	struct value count = call_arg(call, 1);
	const struct array *list = call->receiver.array;

	if (at.kind == VALUE_RANGE && at.range->first.kind == VALUE_INTEGER) {
		int64_t last = at.range->last.kind == VALUE_INTEGER ? at.range->last.integer : -1;
		int64_t first = at.range->first.integer, length = (int64_t)list->count;
		if (last < 0)
			last += length;
		/* what lies behind the end does not count, and so no sum is too large */
		last = last < length ? last : length;
		return first < 0 ? list_part(in, list, first, 0)
				 : list_part(in, list, first, last - first + !at.range->exclusive);
	}
	if (at.kind != VALUE_INTEGER)
		return list_not_known(in, call);
	if (count.kind == VALUE_INTEGER)
		return list_part(in, list, at.integer, count.integer);
	return list_pick(in, call, list, at.integer);
}

/* second to fifth */
static struct value by_ordinal(struct interp *in, const struct call *call)
{
	static const char *const ordinals[] = {"second", "third", "fourth", "fifth"};
	int64_t index = 1;

	while (index < 4 && !str_equal(ordinals[index - 1], call->name))
		index++;
	return list_pick(in, call, call->receiver.array, index);
}

static struct value last(struct interp *in, const struct call *call)
{
	const struct array *list = call->receiver.array;

	if (call->positional.count)
		return call->receiver;
	if (list->open)
		return list_one_of_rows(in, call, list);
	return list->count ? list->items[list->count - 1] : value_nil();
}

static struct value push(struct interp *in, const struct call *call)
{
	for (size_t i = 0; i < call->positional.count; i++)
		array_push(in, call->receiver.array, call->positional.items[i]);
	return call->receiver;
}

static struct value concat(struct interp *in, const struct call *call)
{
	for (size_t i = 0; i < call->positional.count; i++) {
		struct array *other = core_elements(in, call->positional.items[i]);
		for (size_t k = 0; other && k < other->count; k++)
			array_push(in, call->receiver.array, other->items[k]);
		call->receiver.array->open |= !other || other->open;
	}
	return call->receiver;
}

static struct value copy(struct interp *in, const struct call *call)
{
	return list_flatten(in, call->receiver, 0);
}

static struct value without(struct interp *in, const struct call *call)
{
	struct value list = value_new_array(in);

	list.array->open = call->receiver.array->open;
	for (size_t i = 0; i < call->receiver.array->count; i++) {
		if (!list_has(&call->positional, call->receiver.array->items[i]))
			array_push(in, list.array, call->receiver.array->items[i]);
	}
	return list;
}

static struct value reverse(struct interp *in, const struct call *call)
{
	struct value list = value_new_array(in);

	list.array->open = call->receiver.array->open;
	for (size_t i = call->receiver.array->count; i-- > 0;)
		array_push(in, list.array, call->receiver.array->items[i]);
	return list;
}

static struct value include(struct interp *in, const struct call *call)
{
	struct value wanted = call_arg(call, 0);

	if (list_has(call->receiver.array, wanted))
		return value_bool(true);
	if (call->receiver.array->open || value_why_unknown(wanted) || value_why_unknown(call->receiver))
		return list_not_known(in, call);
	return value_bool(false);
}

static struct value take_from(struct interp *in, const struct call *call, bool last)
{
	struct array *list = call->receiver.array;

	if (call->positional.count)
		return list_part(in, list, 0, (int64_t)list->count);
	struct value taken = list_pick(in, call, list, last && !list->open ? -1 : 0);
	if (list->open || !list->count || (list->owner && list->owner != in->arena))
		return taken;
	list->count--;
	if (!last)
		memmove(list->items, list->items + 1, list->count * sizeof(*list->items));
	return taken;
}

/* Of a list that is not fully known nothing goes away. */
static struct value shift(struct interp *in, const struct call *call)
{
	return take_from(in, call, false);
}

static struct value pop(struct interp *in, const struct call *call)
{
	return take_from(in, call, true);
}

static const struct builtin rows[] = {
	{"<<", push},           {"[]", array_index},   {"append", push},
	{"at", array_index},    {"compact", compact},  {"compact_blank", compact},
	{"concat", concat},     {"dup", copy},         {"excluding", without},
	{"fetch", array_index}, {"fifth", by_ordinal}, {"fourth", by_ordinal},
	{"include?", include},  {"last", last},        {"pop", pop},
	{"push", push},         {"reverse", reverse},  {"second", by_ordinal},
	{"shift", shift},       {"third", by_ordinal}, {"without", without},
};

const struct builtin_table core_array_rows = {rows, sizeof(rows) / sizeof(rows[0])};
