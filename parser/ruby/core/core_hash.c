/* What only hashes answer, and the ends of ranges; the rest is in core_enumerable.c. */
#include "parser/ruby/core/core_list.h"

#include "parser/ruby/core/core.h"
#include "parser/ruby/records/record.h"

#include <stdlib.h>
#include <string.h>

/* Whichever list stands under the key: what is done with the answer may add to any of them. */
static void open_lists(struct interp *in, const struct hash *hash)
{
	vec_each(struct hash_entry, entry, hash) {
		if (entry->value.kind == VALUE_ARRAY &&
		    (!entry->value.array->owner || entry->value.array->owner == in->arena))
			entry->value.array->open = true;
	}
}

/* Under a key that is not known: the rows that the hash holds are alike, one of them is meant, or none. */
static struct value some_row(struct interp *in, const struct call *call)
{
	struct array rows = {0};

	vec_each(struct hash_entry, entry, call->receiver.hash) {
		bool is_group = entry->value.kind == VALUE_ARRAY && entry->value.array->open &&
				entry->value.array->count && entry->value.array->items[0].kind == VALUE_RECORD;
		if (is_group && call->receiver.hash->count == 1)
			return entry->value;
		array_push(in, &rows, entry->value);
	}
	return list_one_of_rows(in, call, &rows);
}

static struct value hash_index(struct interp *in, const struct call *call)
{
	struct value key = call_arg(call, 0);
	struct value *found = hash_get(call->receiver.hash, key);

	if (!found && value_name(key)) /* with_indifferent_access */
		found = hash_get_name(call->receiver.hash, value_name(key));
	if (found)
		return *found;
	for (size_t i = 0; call->receiver.hash->open && i < call->receiver.hash->count; i++) {
		if (value_why_unknown(call->receiver.hash->items[i].key)) /* rows are alike */
			return record_or_nil(in, call->receiver.hash->items[i].value);
	}
	if (value_why_unknown(key))
		open_lists(in, call->receiver.hash);
	if (call->receiver.hash->open || value_why_unknown(key))
		return some_row(in, call);
	if (call->positional.count > 1)
		return call->positional.items[1];
	return call->block ? interp_yield(in, call->block, &key, 1) : value_nil();
}

static struct value dig(struct interp *in, const struct call *call)
{
	struct value value = call->receiver;

	for (size_t i = 0; i < call->positional.count; i++)
		value = interp_send(in, value, "[]", &call->positional.items[i], 1);
	return value;
}

static struct value keys(struct interp *in, const struct call *call)
{
	struct value list = value_new_array(in);

	list.array->open = call->receiver.hash->open;
	vec_each(struct hash_entry, entry, call->receiver.hash) {
		array_push(in, list.array, entry->key);
	}
	return list;
}

static struct value values(struct interp *in, const struct call *call)
{
	struct value list = value_new_array(in);

	list.array->open = call->receiver.hash->open;
	vec_each(struct hash_entry, entry, call->receiver.hash) {
		array_push(in, list.array, entry->value);
	}
	return list;
}

static struct value each_key(struct interp *in, const struct call *call)
{
	interp_each(in, call, keys(in, call), false);
	return call->receiver;
}

static struct value each_value(struct interp *in, const struct call *call)
{
	interp_each(in, call, values(in, call), false);
	return call->receiver;
}

static struct hash *copy_hash(struct interp *in, const struct hash *hash)
{
	struct hash *copied = value_new_hash(in).hash;

	vec_each(struct hash_entry, entry, hash) {
		hash_set(in, copied, entry->key, entry->value);
	}
	copied->open = hash->open;
	return copied;
}

static void merge_into(struct interp *in, struct hash *target, const struct call *call)
{
	for (size_t i = 0; i < call->positional.count; i++) {
		struct value other = call->positional.items[i];
		if (other.kind != VALUE_HASH) {
			target->open = true;
			continue;
		}
		vec_each(struct hash_entry, entry, other.hash) {
			hash_set(in, target, entry->key, entry->value);
		}
		target->open |= other.hash->open;
	}
	if (call->keywords) {
		vec_each(struct hash_entry, entry, call->keywords) {
			hash_set(in, target, entry->key, entry->value);
		}
		target->open |= call->keywords->open;
	}
}

static struct value merge(struct interp *in, const struct call *call)
{
	struct hash *result = copy_hash(in, call->receiver.hash);

	merge_into(in, result, call);
	return value_hash(result);
}

static struct value merge_here(struct interp *in, const struct call *call)
{
	merge_into(in, call->receiver.hash, call);
	return call->receiver;
}

static struct value store(struct interp *in, const struct call *call)
{
	bool is_unknown = value_why_unknown(call_arg(call, 0)) != NULL;

	call->receiver.hash->open |= is_unknown;
	if (!is_unknown || call_arg(call, 1).kind == VALUE_RECORD)
		hash_set(in, call->receiver.hash, call_arg(call, 0), call_arg(call, 1));
	return call_arg(call, 1);
}

static struct value keep_keys(struct interp *in, const struct call *call, bool wanted)
{
	struct value result = value_new_hash(in);
	struct value flat =
		list_flatten(in, (struct value){.kind = VALUE_ARRAY, .array = (struct array *)&call->positional}, 1);

	vec_each(struct hash_entry, entry, call->receiver.hash) {
		if (list_has(flat.array, entry->key) == wanted)
			hash_set(in, result.hash, entry->key, entry->value);
	}
	result.hash->open = call->receiver.hash->open;
	return result;
}

static struct value slice(struct interp *in, const struct call *call)
{
	return keep_keys(in, call, true);
}

static struct value except(struct interp *in, const struct call *call)
{
	return keep_keys(in, call, false);
}

static struct value transform(struct interp *in, const struct call *call, bool of_keys)
{
	struct value result = value_new_hash(in);

	vec_each(struct hash_entry, entry, call->receiver.hash) {
		struct value part_value = of_keys ? entry->key : entry->value;
		struct value changed = call->block ? interp_yield(in, call->block, &part_value, 1) : part_value;
		hash_set(in, result.hash, of_keys ? changed : entry->key, of_keys ? entry->value : changed);
	}
	result.hash->open = call->receiver.hash->open;
	return result;
}

static struct value transform_values(struct interp *in, const struct call *call)
{
	return transform(in, call, false);
}

static struct value transform_keys(struct interp *in, const struct call *call)
{
	return transform(in, call, true);
}

static struct value convert_keys(struct interp *in, const struct call *call, enum value_kind kind)
{
	struct value result = value_new_hash(in);

	vec_each(struct hash_entry, entry, call->receiver.hash) {
		struct value key = value_is_text(entry->key) ? value_text(kind, entry->key.text) : entry->key;
		hash_set(in, result.hash, key, entry->value);
	}
	result.hash->open = call->receiver.hash->open;
	return result;
}

static struct value symbolize_keys(struct interp *in, const struct call *call)
{
	return convert_keys(in, call, VALUE_SYMBOL);
}

static struct value stringify_keys(struct interp *in, const struct call *call)
{
	return convert_keys(in, call, VALUE_STRING);
}

static struct value hash_select(struct interp *in, const struct call *call, bool wanted)
{
	struct value result = value_new_hash(in);

	result.hash->open = call->receiver.hash->open;
	vec_each(struct hash_entry, entry, call->receiver.hash) {
		struct value truth =
			call->block ? interp_yield(in, call->block, (struct value[]){entry->key, entry->value}, 2)
				    : value_bool(wanted);
		enum tristate answer = value_truth(truth);
		if (answer == TRI_UNKNOWN || (answer == TRI_YES) == wanted)
			hash_set(in, result.hash, entry->key, entry->value);
	}
	return result;
}

static struct value hash_filter(struct interp *in, const struct call *call)
{
	return hash_select(in, call, true);
}

static struct value hash_reject(struct interp *in, const struct call *call)
{
	return hash_select(in, call, false);
}

static struct value hash_compact(struct interp *in, const struct call *call)
{
	struct value result = value_new_hash(in);

	vec_each(struct hash_entry, entry, call->receiver.hash) {
		if (entry->value.kind != VALUE_NIL)
			hash_set(in, result.hash, entry->key, entry->value);
	}
	result.hash->open = call->receiver.hash->open;
	return result;
}

static struct value has_key(struct interp *in, const struct call *call)
{
	if (hash_get(call->receiver.hash, call_arg(call, 0)))
		return value_bool(true);
	return call->receiver.hash->open ? list_not_known(in, call) : value_bool(false);
}

static struct value values_at(struct interp *in, const struct call *call)
{
	struct value list = value_new_array(in);

	for (size_t i = 0; i < call->positional.count; i++) {
		struct value *found = hash_get(call->receiver.hash, call->positional.items[i]);
		array_push(in, list.array, found ? *found : list_not_known(in, call));
	}
	return list;
}

static struct value hash_dup(struct interp *in, const struct call *call)
{
	return value_hash(copy_hash(in, call->receiver.hash));
}

static struct value invert(struct interp *in, const struct call *call)
{
	struct value result = value_new_hash(in);

	vec_each(struct hash_entry, entry, call->receiver.hash) {
		hash_set(in, result.hash, entry->value, entry->key);
	}
	result.hash->open = call->receiver.hash->open;
	return result;
}

static const struct builtin hash_rows[] = {
	{"[]", hash_index},
	{"[]=", store},
	{"compact", hash_compact},
	{"deep_merge", merge},
	{"deep_stringify_keys", stringify_keys},
	{"deep_symbolize_keys", symbolize_keys},
	{"dig", dig},
	{"dup", hash_dup},
	{"each_key", each_key},
	{"each_value", each_value},
	{"except", except},
	{"fetch", hash_index},
	{"filter", hash_filter},
	{"has_key?", has_key},
	{"include?", has_key},
	{"invert", invert},
	{"key?", has_key},
	{"keys", keys},
	{"merge", merge},
	{"merge!", merge_here},
	{"reject", hash_reject},
	{"reverse_merge", hash_dup},
	{"select", hash_filter},
	{"slice", slice},
	{"store", store},
	{"stringify_keys", stringify_keys},
	{"symbolize_keys", symbolize_keys},
	{"to_h", builtin_self},
	{"transform_keys", transform_keys},
	{"transform_values", transform_values},
	{"update", merge_here},
	{"values", values},
	{"values_at", values_at},
	{"with_indifferent_access", builtin_self},
};

const struct builtin_table core_hash_rows = {hash_rows, sizeof(hash_rows) / sizeof(hash_rows[0])};

static struct value range_first(struct interp *in, const struct call *call)
{
	(void)in;
	return call->receiver.range->first;
}

static struct value range_last(struct interp *in, const struct call *call)
{
	(void)in;
	return call->receiver.range->last;
}

static const struct builtin range_rows[] = {
	{"begin", range_first}, {"end", range_last}, {"first", range_first}, {"include?", list_not_known},
	{"last", range_last},   {"max", range_last}, {"min", range_first},
};

const struct builtin_table core_range_rows = {range_rows, sizeof(range_rows) / sizeof(range_rows[0])};
