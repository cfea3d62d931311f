/* Lists that are put into groups, looked up by a key, or cut: asked after core_enumerable.c.
 *
 * Of rows one stands for all. A key that is a column of a row is known only at run time, so that all of them fall into
 * one group under an unknown key; the hash stays open, and whatever is looked up in it is that group. Cutting a list
 * that is not fully known leaves it as it is: the rest may be any of its elements. */
#include "parser/ruby/core/core_list.h"

#include "parser/ruby/core/core.h"

/* What the block looks at is what duplicates have in common. */
static struct value key_of(struct interp *in, const struct call *call, struct value *item)
{
	if (!call->block)
		return list_not_known(in, call);
	in->grouping++;
	struct value key = interp_yield(in, call->block, item, 1);
	in->grouping--;
	return key;
}

/* The entry of a key; all keys that are not known share one. */
static struct value *entry_for(struct interp *in, struct hash *hash, struct value key, struct value fresh)
{
	bool is_known = !value_why_unknown(key);

	for (size_t i = 0; i < hash->count; i++) {
		struct value other = hash->items[i].key;
		if (is_known ? value_equal(other, key) : value_why_unknown(other) != NULL)
			return &hash->items[i].value;
	}
	hash->open |= !is_known;
	vec_push(in->arena, hash, (struct hash_entry){key, fresh});
	return &hash->items[hash->count - 1].value;
}

static struct value group(struct interp *in, const struct call *call, bool collect)
{
	struct value source = list_elements(in, call);
	struct value result = value_new_hash(in);

	result.hash->open = source.kind != VALUE_ARRAY || source.array->open;
	for (size_t i = 0; source.kind == VALUE_ARRAY && i < source.array->count; i++) {
		struct value item = source.array->items[i];
		struct value key = key_of(in, call, &item);
		if (in->control != CONTROL_NONE)
			break;
		struct value *entry = entry_for(in, result.hash, key, collect ? value_new_array(in) : item);
		if (!collect) {
			*entry = item;
			continue;
		}
		array_push(in, entry->array, item);
		entry->array->open |= source.array->open;
	}
	return result;
}

static struct value group_by(struct interp *in, const struct call *call)
{
	return group(in, call, true);
}

static struct value index_by(struct interp *in, const struct call *call)
{
	return group(in, call, false);
}

/* One of each: of elements that differ in what is not known, all may stay. */
static struct value uniq(struct interp *in, const struct call *call)
{
	struct value source = list_elements(in, call);
	struct value list = value_new_array(in), keys = value_new_array(in);

	list.array->open = source.kind != VALUE_ARRAY || source.array->open;
	for (size_t i = 0; source.kind == VALUE_ARRAY && i < source.array->count && in->control == CONTROL_NONE; i++) {
		struct value item = source.array->items[i];
		struct value key = call->block ? key_of(in, call, &item) : item;
		if (list_has(keys.array, key))
			continue;
		array_push(in, keys.array, key);
		array_push(in, list.array, item);
	}
	return list;
}

/* drop(n), drop_while { }: of a known list and number what is left */
static struct value drop(struct interp *in, const struct call *call)
{
	struct value source = list_elements(in, call);
	struct value count = call_arg(call, 0);

	if (call->block)
		interp_each(in, call, source, true);
	if (source.kind != VALUE_ARRAY || source.array->open || count.kind != VALUE_INTEGER)
		return source;
	return list_part(in, source.array, count.integer, (int64_t)source.array->count);
}

static struct value take(struct interp *in, const struct call *call)
{
	struct value source = list_elements(in, call);
	struct value count = call_arg(call, 0);

	if (call->block)
		interp_each(in, call, source, true);
	if (source.kind != VALUE_ARRAY || count.kind != VALUE_INTEGER)
		return source;
	return list_part(in, source.array, 0, count.integer);
}

static struct value each_cons(struct interp *in, const struct call *call)
{
	struct value source = list_elements(in, call);
	struct value size = call_arg(call, 0);
	struct value windows = value_new_array(in);

	if (source.kind != VALUE_ARRAY || size.kind != VALUE_INTEGER || size.integer <= 0)
		return interp_each(in, call, source, false);
	size_t width = (size_t)size.integer, count = source.array->count;
	if (source.array->open && count && count < width) {
		struct value window = value_new_array(in); /* rows are alike */
		for (size_t i = 0; i < width && i < 8; i++)
			array_push(in, window.array, source.array->items[0]);
		array_push(in, windows.array, window);
	}
	for (size_t i = 0; i + width <= count; i++)
		array_push(in, windows.array, list_part(in, source.array, (int64_t)i, (int64_t)width));
	windows.array->open = source.array->open;
	return call->block ? interp_each(in, call, windows, false) : windows;
}

static const struct builtin rows[] = {
	{"drop", drop},         {"each_cons", each_cons}, {"group_by", group_by},
	{"index_by", index_by}, {"take", take},           {"uniq", uniq},
};

const struct builtin_table core_group_rows = {rows, sizeof(rows) / sizeof(rows[0])};
