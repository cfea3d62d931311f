/* What arrays, hashes and ranges share: iterating, mapping, choosing, counting. A list that is filled at run time stays
 * "open", so that whoever uses it knows that more may come. */
#include "parser/ruby/core/core_list.h"

#include "parser/ruby/core/core.h"

#include <stdlib.h>
#include <string.h>

#define RANGE_LIMIT 1000

struct value list_not_known(struct interp *in, const struct call *call)
{
	return value_data(in, call->node, "a part of a list known only at run time");
}

static struct array *range_elements(struct interp *in, const struct range *range)
{
	struct array *list = ARENA_NEW(in->arena, struct array);

	if (range->first.kind != VALUE_INTEGER || range->last.kind != VALUE_INTEGER)
		return NULL;
	int64_t count;
	if (__builtin_sub_overflow(range->last.integer, range->first.integer, &count) || count > RANGE_LIMIT)
		return NULL;
	count += range->exclusive ? 0 : 1;
	for (int64_t i = 0; i < count; i++)
		array_push(in, list, value_integer(range->first.integer + i));
	return list;
}

static struct array *pairs(struct interp *in, const struct hash *hash)
{
	struct array *list = ARENA_NEW(in->arena, struct array);

	vec_each(struct hash_entry, entry, hash) {
		struct value pair = value_new_array(in);
		array_push(in, pair.array, entry->key);
		array_push(in, pair.array, entry->value);
		array_push(in, list, pair);
	}
	list->open = hash->open;
	return list;
}

struct array *core_elements(struct interp *in, struct value value)
{
	switch (value.kind) {
	case VALUE_ARRAY:
		return value.array;
	case VALUE_HASH:
		return pairs(in, value.hash);
	case VALUE_RANGE:
		return range_elements(in, value.range);
	default:
		return NULL;
	}
}

struct value list_elements(struct interp *in, const struct call *call)
{
	struct array *list = core_elements(in, call->receiver);

	return list ? (struct value){.kind = VALUE_ARRAY, .array = list} : list_not_known(in, call);
}

struct value list_flatten(struct interp *in, struct value list, unsigned depth)
{
	struct value flat = value_new_array(in);

	flat.array->open = list.array->open;
	for (size_t i = 0; i < list.array->count; i++) {
		struct value item = list.array->items[i];
		if (item.kind != VALUE_ARRAY || depth == 0) {
			array_push(in, flat.array, item);
			continue;
		}
		struct value inner = list_flatten(in, item, depth - 1);
		for (size_t k = 0; k < inner.array->count; k++)
			array_push(in, flat.array, inner.array->items[k]);
		flat.array->open |= inner.array->open;
	}
	return flat;
}

bool list_has(const struct array *list, struct value value)
{
	for (size_t i = 0; i < list->count; i++) {
		if (value_equal(list->items[i], value))
			return true;
	}
	return false;
}

struct value list_pick(struct interp *in, const struct call *call, const struct array *list, int64_t index)
{
	if (index < 0 && !list->open)
		index += (int64_t)list->count;
	if (index >= 0 && (size_t)index < list->count)
		return list->items[index];
	if (list->open && list->count == 1 && list->items[0].kind == VALUE_RECORD) /* rows are alike */
		return list->items[0];
	return list->open || index < 0 ? list_not_known(in, call) : value_nil();
}

struct value list_part(struct interp *in, const struct array *list, int64_t start, int64_t count)
{
	struct value result = value_new_array(in);

	for (int64_t i = 0; start >= 0 && i < count && (size_t)(start + i) < list->count; i++)
		array_push(in, result.array, list->items[start + i]);
	result.array->open = list->open;
	return result;
}

static struct value each(struct interp *in, const struct call *call)
{
	interp_each(in, call, list_elements(in, call), false);
	return call->receiver;
}

static struct value map(struct interp *in, const struct call *call)
{
	return interp_each(in, call, list_elements(in, call), true);
}

static struct value flatten(struct interp *in, const struct call *call)
{
	struct value depth = call_arg(call, 0);

	return list_flatten(in, list_elements(in, call), depth.kind == VALUE_INTEGER ? (unsigned)depth.integer : 16);
}

static struct value flat_map(struct interp *in, const struct call *call)
{
	return list_flatten(in, map(in, call), 1);
}

static struct value filter_map(struct interp *in, const struct call *call)
{
	struct value mapped = map(in, call);
	struct value list = value_new_array(in);

	if (mapped.kind != VALUE_ARRAY)
		return mapped;
	list.array->open = mapped.array->open;
	for (size_t i = 0; i < mapped.array->count; i++) {
		if (value_truth(mapped.array->items[i]) != TRI_NO)
			array_push(in, list.array, mapped.array->items[i]);
	}
	return list;
}

/* Keeps what the block says yes to; an answer that is not known keeps the element. */
static struct value keep_where(struct interp *in, const struct call *call, bool wanted)
{
	struct value source = list_elements(in, call);
	struct value list = value_new_array(in);

	if (source.kind != VALUE_ARRAY || !call->block) {
		if (call->block)
			interp_each(in, call, source, false);
		return source;
	}
	list.array->open = source.array->open;
	for (size_t i = 0; i < source.array->count; i++) {
		struct value truth = interp_yield(in, call->block, &source.array->items[i], 1);
		enum tristate answer = value_truth(truth);
		if (in->control != CONTROL_NONE)
			break;
		if (answer == TRI_UNKNOWN || (answer == TRI_YES) == wanted)
			array_push(in, list.array, source.array->items[i]);
	}
	return list;
}

static struct value select_where(struct interp *in, const struct call *call)
{
	return keep_where(in, call, true);
}

static struct value reject_where(struct interp *in, const struct call *call)
{
	return keep_where(in, call, false);
}

/* The elements for which the block is true, and the others. */
static struct value partition(struct interp *in, const struct call *call)
{
	struct value pair = value_new_array(in);

	array_push(in, pair.array, select_where(in, call));
	array_push(in, pair.array, reject_where(in, call));
	return pair;
}

static struct value find(struct interp *in, const struct call *call)
{
	struct value kept = keep_where(in, call, true);

	if (kept.kind != VALUE_ARRAY)
		return list_not_known(in, call);
	if (kept.array->count == 1 && !kept.array->open)
		return kept.array->items[0];
	return list_one_of_rows(in, call, kept.array);
}

static struct value each_with_object(struct interp *in, const struct call *call)
{
	struct value memo = call_arg(call, 0);
	struct value source = list_elements(in, call);
	size_t count = source.kind == VALUE_ARRAY ? source.array->count : 1;
	bool open = source.kind != VALUE_ARRAY || source.array->open;

	for (size_t i = 0; call->block && i < count; i++) {
		struct value item = source.kind == VALUE_ARRAY ? source.array->items[i] : source;
		interp_yield(in, call->block, (struct value[]){item, memo}, 2);
		if (in->control != CONTROL_NONE)
			break;
	}
	if (open && memo.kind == VALUE_ARRAY)
		memo.array->open = true;
	if (open && memo.kind == VALUE_HASH)
		memo.hash->open = true;
	return memo;
}

static struct value with_index(struct interp *in, const struct call *call, bool collect)
{
	struct value source = list_elements(in, call);
	struct value offset = call_arg(call, 0);
	struct value result = value_new_array(in);
	int64_t index = offset.kind == VALUE_INTEGER ? offset.integer : 0;
	size_t count = source.kind == VALUE_ARRAY ? source.array->count : 1;

	if (!call->block)
		return source;
	for (size_t i = 0; i < count; i++) {
		struct value item = source.kind == VALUE_ARRAY ? source.array->items[i] : source;
		struct value number = source.kind == VALUE_ARRAY ? value_integer(index + (int64_t)i) : source;
		struct value value = interp_yield(in, call->block, (struct value[]){item, number}, 2);
		if (in->control != CONTROL_NONE)
			break;
		array_push(in, result.array, value);
	}
	result.array->open = source.kind != VALUE_ARRAY || source.array->open;
	return collect ? result : source;
}

static struct value each_with_index(struct interp *in, const struct call *call)
{
	return with_index(in, call, false);
}

static struct value map_with_index(struct interp *in, const struct call *call)
{
	return with_index(in, call, true);
}

/* each_slice(n), in_groups_of(n): lists of n elements. */
static struct value each_slice(struct interp *in, const struct call *call)
{
	struct value source = list_elements(in, call);
	struct value size = call_arg(call, 0);
	struct value slices = value_new_array(in);

	if (source.kind != VALUE_ARRAY || size.kind != VALUE_INTEGER || size.integer <= 0)
		return interp_each(in, call, source, false);
	for (size_t i = 0; i < source.array->count; i++) {
		if (i % (size_t)size.integer == 0)
			array_push(in, slices.array, value_new_array(in));
		array_push(in, slices.array->items[slices.array->count - 1].array, source.array->items[i]);
	}
	for (size_t i = 0; i < slices.array->count; i++)
		slices.array->items[i].array->open = source.array->open;
	if (source.array->open && slices.array->count == 0)
		array_push(in, slices.array, source);
	return call->block ? interp_each(in, call, slices, false) : slices;
}

static struct value zip(struct interp *in, const struct call *call)
{
	struct value source = list_elements(in, call);
	struct value list = value_new_array(in);

	if (source.kind != VALUE_ARRAY)
		return source;
	list.array->open = source.array->open;
	for (size_t i = 0; i < source.array->count; i++) {
		struct value tuple = value_new_array(in);
		array_push(in, tuple.array, source.array->items[i]);
		for (size_t k = 0; k < call->positional.count; k++) {
			struct array *other = core_elements(in, call->positional.items[k]);
			if (other && i < other->count)
				array_push(in, tuple.array, other->items[i]);
			else
				array_push(in, tuple.array,
					   other && !other->open ? value_nil() : list_not_known(in, call));
		}
		array_push(in, list.array, tuple);
	}
	return call->block ? interp_each(in, call, list, false) : list;
}

static struct value join(struct interp *in, const struct call *call)
{
	struct text separator = value_to_text(in, call_arg(call, 0));
	struct strbuf out = strbuf_new(in->arena);
	struct text *text = ARENA_NEW(in->arena, struct text);
	struct value flat = list_flatten(in, list_elements(in, call), 16);

	text->partial = separator.partial;
	for (size_t i = 0; i < flat.array->count; i++) {
		struct text piece = value_to_text(in, flat.array->items[i]);
		if (i)
			strbuf_add(&out, separator.bytes, separator.length);
		strbuf_add(&out, piece.bytes, piece.length);
		text->partial |= piece.partial;
		text->likely |= piece.likely;
		if (out.length > TEXT_LIMIT)
			return value_data(in, call->node, text_limit_reason);
	}
	if (flat.array->open && flat.array->count == 0) {
		struct text piece = value_to_text(in, list_not_known(in, call));
		strbuf_add(&out, piece.bytes, piece.length);
		text->partial = true;
	}
	text->bytes = strbuf_finish(&out);
	text->length = out.length;
	return value_text(VALUE_STRING, text);
}

static int compare_values(const void *a, const void *b)
{
	const struct value *left = a;
	const struct value *right = b;

	if (left->kind == VALUE_INTEGER && right->kind == VALUE_INTEGER)
		return (left->integer > right->integer) - (left->integer < right->integer);
	return str_compare(value_name(*left), value_name(*right));
}

static struct value sort(struct interp *in, const struct call *call)
{
	struct value list = list_flatten(in, list_elements(in, call), 0);

	for (size_t i = 0; call->block && i + 1 < list.array->count + list.array->open; i++)
		interp_yield(in, call->block,
			     (struct value[]){list.array->items[i],
					      list.array->items[i + 1 < list.array->count ? i + 1 : i]},
			     2);
	if (list.array->count > 1 && !call->block)
		qsort(list.array->items, list.array->count, sizeof(struct value), compare_values);
	return list;
}

static struct value count(struct interp *in, const struct call *call)
{
	struct value list = list_elements(in, call);

	if (call->block)
		interp_each(in, call, list, true);
	if (list.kind != VALUE_ARRAY || list.array->open || call->block)
		return list_not_known(in, call);
	return value_integer((int64_t)list.array->count);
}

static struct value is_empty(struct interp *in, const struct call *call)
{
	struct value list = list_elements(in, call);

	if (list.kind == VALUE_ARRAY && list.array->count)
		return value_bool(false);
	if (list.kind != VALUE_ARRAY || list.array->open)
		return list_not_known(in, call);
	return value_bool(true);
}

static struct value is_present(struct interp *in, const struct call *call)
{
	struct value empty = is_empty(in, call);

	return empty.kind == VALUE_BOOL ? value_bool(!empty.boolean) : empty;
}

static struct value presence(struct interp *in, const struct call *call)
{
	struct value empty = is_empty(in, call);

	return empty.kind == VALUE_BOOL && empty.boolean ? value_nil() : call->receiver;
}

/* any?, all?, none? with a block: decided only when every answer agrees. */
static struct value quantify(struct interp *in, const struct call *call, bool any)
{
	struct value list = list_elements(in, call);

	if (!call->block)
		return any ? is_present(in, call) : list_not_known(in, call);
	if (list.kind != VALUE_ARRAY || list.array->open)
		return interp_each(in, call, list, true), list_not_known(in, call);
	for (size_t i = 0; i < list.array->count; i++) {
		enum tristate truth = value_truth(interp_yield(in, call->block, &list.array->items[i], 1));
		if (in->control != CONTROL_NONE || truth == TRI_UNKNOWN)
			return list_not_known(in, call);
		if ((truth == TRI_YES) == any)
			return value_bool(any);
	}
	return value_bool(!any);
}

static struct value any(struct interp *in, const struct call *call)
{
	return quantify(in, call, true);
}

static struct value all(struct interp *in, const struct call *call)
{
	return quantify(in, call, false);
}

static struct value to_h(struct interp *in, const struct call *call)
{
	struct value list = call->block ? map(in, call) : list_elements(in, call);
	struct value hash = value_new_hash(in);

	if (list.kind != VALUE_ARRAY) {
		hash.hash->open = true;
		return hash;
	}
	hash.hash->open = list.array->open;
	for (size_t i = 0; i < list.array->count; i++) {
		struct value pair = list.array->items[i];
		if (pair.kind == VALUE_ARRAY && pair.array->count == 2)
			hash_set(in, hash.hash, pair.array->items[0], pair.array->items[1]);
		else
			hash.hash->open = true;
	}
	return hash;
}

static struct value index_with(struct interp *in, const struct call *call)
{
	struct value keys = list_elements(in, call);
	struct value hash = value_new_hash(in);

	for (size_t i = 0; keys.kind == VALUE_ARRAY && i < keys.array->count; i++) {
		struct value value =
			call->block ? interp_yield(in, call->block, &keys.array->items[i], 1) : call_arg(call, 0);
		hash_set(in, hash.hash, keys.array->items[i], value);
	}
	hash.hash->open = keys.kind != VALUE_ARRAY || keys.array->open;
	return hash;
}

static struct value reduce(struct interp *in, const struct call *call)
{
	struct value list = list_elements(in, call);
	struct value memo = call_arg(call, 0);
	size_t start = 0;

	if (list.kind != VALUE_ARRAY || list.array->count == 0 || !call->block)
		return interp_each(in, call, list, false), list_not_known(in, call);
	if (!call->positional.count)
		memo = list.array->items[start++];
	for (size_t i = start; i < list.array->count && in->control == CONTROL_NONE; i++)
		memo = interp_yield(in, call->block, (struct value[]){memo, list.array->items[i]}, 2);
	return memo;
}

static struct value evaluate_block(struct interp *in, const struct call *call)
{
	interp_each(in, call, list_elements(in, call), true);
	return list_not_known(in, call);
}

static struct value first(struct interp *in, const struct call *call)
{
	struct value count = call_arg(call, 0);
	struct value source = list_elements(in, call);

	if (source.kind != VALUE_ARRAY)
		return source;
	if (count.kind == VALUE_INTEGER)
		return list_part(in, source.array, 0, count.integer);
	return list_pick(in, call, source.array, 0);
}

static const struct builtin rows[] = {
	{"all?", all},
	{"any?", any},
	{"blank?", is_empty},
	{"collect", map},
	{"count", count},
	{"detect", find},
	{"each", each},
	{"each_index", evaluate_block},
	{"each_pair", each},
	{"each_slice", each_slice},
	{"each_with_index", each_with_index},
	{"each_with_object", each_with_object},
	{"empty?", is_empty},
	{"exclude?", evaluate_block},
	{"filter", select_where},
	{"filter_map", filter_map},
	{"find", find},
	{"first", first},
	{"flat_map", flat_map},
	{"flatten", flatten},
	{"freeze", builtin_self},
	{"in_groups_of", each_slice},
	{"index_with", index_with},
	{"inject", reduce},
	{"itself", builtin_self},
	{"join", join},
	{"length", count},
	{"many?", evaluate_block},
	{"map", map},
	{"map!", map},
	{"none?", evaluate_block},
	{"partition", partition},
	{"presence", presence},
	{"present?", is_present},
	{"reduce", reduce},
	{"reject", reject_where},
	{"reverse_each", each},
	{"select", select_where},
	{"size", count},
	{"sort", sort},
	{"step", evaluate_block},
	{"to_a", list_elements},
	{"to_ary", list_elements},
	{"to_h", to_h},
	{"to_set", list_elements},
	{"with_index", map_with_index},
	{"zip", zip},
};

const struct builtin_table core_enumerable_rows = {rows, sizeof(rows) / sizeof(rows[0])};
