/* Making, comparing and printing values. Printing never fails: what is not known becomes a numbered placeholder word
 * whose number leads back to the reason. */
#include "parser/ruby/eval/value.h"

#include "analyzer/base/vec.h"
#include "parser/ruby/records/arel.h"
#include "parser/ruby/records/relation.h"
#include "parser/sql/sql.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define MAX_PRINT_DEPTH 32

struct value value_nil(void)
{
	return (struct value){.kind = VALUE_NIL};
}

struct value value_bool(bool boolean)
{
	return (struct value){.kind = VALUE_BOOL, .boolean = boolean};
}

struct value value_integer(int64_t integer)
{
	return (struct value){.kind = VALUE_INTEGER, .integer = integer};
}

static const struct text *text_new(struct interp *in, const char *bytes, size_t length)
{
	struct text *text = ARENA_NEW(in->arena, struct text);

	text->bytes = str_copy_n(in->arena, bytes, length);
	text->length = length;
	return text;
}

struct value value_string_n(struct interp *in, const char *bytes, size_t length)
{
	return (struct value){.kind = VALUE_STRING, .text = text_new(in, bytes, length)};
}

struct value value_string(struct interp *in, const char *string)
{
	return value_string_n(in, string, strlen(string));
}

struct value value_symbol(struct interp *in, const char *string)
{
	return (struct value){.kind = VALUE_SYMBOL, .text = text_new(in, string, strlen(string))};
}

struct value value_text(enum value_kind kind, const struct text *text)
{
	return (struct value){.kind = kind, .text = text};
}

struct value value_external(const char *path)
{
	return (struct value){.kind = VALUE_EXTERNAL, .path = path};
}

struct value value_class(struct klass *klass)
{
	return (struct value){.kind = VALUE_CLASS, .klass = klass};
}

struct value value_condition(enum guard when_true, enum guard when_false)
{
	struct value value = {.kind = VALUE_CONDITION};

	value.guards.when_true = (uint8_t)when_true;
	value.guards.when_false = (uint8_t)when_false;
	return value;
}

struct value value_new_array(struct interp *in)
{
	struct value value = {.kind = VALUE_ARRAY, .array = ARENA_NEW(in->arena, struct array)};

	value.array->owner = in->arena;
	return value;
}

struct value value_new_hash(struct interp *in)
{
	struct hash *hash = ARENA_NEW(in->arena, struct hash);

	hash->owner = in->arena;
	return value_hash(hash);
}

struct value value_hash(struct hash *hash)
{
	return (struct value){.kind = VALUE_HASH, .hash = hash};
}

static struct value make_unknown(struct interp *in, const struct node *node, const char *why, bool data)
{
	struct unknown *unknown = ARENA_NEW(in->arena, struct unknown);

	unknown->why = why;
	unknown->data = data;
	if (node && in->frame)
		unknown->location = node_location(in->frame->source, node);
	return (struct value){.kind = VALUE_UNKNOWN, .unknown = unknown};
}

struct value value_unknown(struct interp *in, const struct node *node, const char *why)
{
	return make_unknown(in, node, why, false);
}

struct value value_data(struct interp *in, const struct node *node, const char *why)
{
	return make_unknown(in, node, why, true);
}

/* A constant of a class that outlives the evaluation: changing it would leave values of this evaluation in it. */
static bool outlives(const struct interp *in, const struct arena *owner)
{
	return owner && owner != in->arena && owner != in->options.scratch;
}

void array_push(struct interp *in, struct array *array, struct value value)
{
	if (outlives(in, array->owner))
		return;
	vec_push(in->arena, array, value);
}

struct value *hash_get(const struct hash *hash, struct value key)
{
	vec_each(struct hash_entry, entry, hash) {
		if (value_equal(entry->key, key))
			return &entry->value;
	}
	return NULL;
}

struct value *hash_get_name(const struct hash *hash, const char *name)
{
	if (!hash)
		return NULL;
	vec_each(struct hash_entry, entry, hash) {
		if (value_is_text(entry->key) && str_equal(entry->key.text->bytes, name))
			return &entry->value;
	}
	return NULL;
}

void hash_set(struct interp *in, struct hash *hash, struct value key, struct value value)
{
	struct value *found = hash_get(hash, key);

	if (outlives(in, hash->owner))
		return;
	if (found) {
		*found = value;
		return;
	}
	vec_push(in->arena, hash, (struct hash_entry){key, value});
}

bool value_is_text(struct value value)
{
	return value.kind == VALUE_STRING || value.kind == VALUE_SYMBOL;
}

const char *value_name(struct value value)
{
	if (value_is_text(value))
		return value.text->partial ? NULL : value.text->bytes;
	if (value.kind == VALUE_CLASS)
		return value.klass->path;
	if (value.kind == VALUE_EXTERNAL)
		return value.path;
	return NULL;
}

enum tristate value_truth(struct value value)
{
	switch (value.kind) {
	case VALUE_NIL:
		return TRI_NO;
	case VALUE_BOOL:
		return value.boolean ? TRI_YES : TRI_NO;
	case VALUE_UNKNOWN:
	case VALUE_CONDITION:
	case VALUE_AREL:
		return TRI_UNKNOWN;
	case VALUE_RECORD: /* find_by gives nil when there is no such row */
		return value.relation->record->may_be_nil ? TRI_UNKNOWN : TRI_YES;
	default:
		return TRI_YES;
	}
}

static bool arrays_equal(const struct array *a, const struct array *b)
{
	if (a->count != b->count || a->open || b->open)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		if (!value_equal(a->items[i], b->items[i]))
			return false;
	}
	return true;
}

bool value_equal(struct value a, struct value b)
{
	if (a.kind != b.kind)
		return false;
	switch (a.kind) {
	case VALUE_NIL:
		return true;
	case VALUE_BOOL:
		return a.boolean == b.boolean;
	case VALUE_INTEGER:
		return a.integer == b.integer;
	case VALUE_FLOAT:
		return a.real == b.real;
	case VALUE_STRING:
	case VALUE_SYMBOL:
		/* the same placeholder stands for the same value */
		return a.text->length == b.text->length && memcmp(a.text->bytes, b.text->bytes, a.text->length) == 0;
	case VALUE_ARRAY:
		return a.array == b.array || arrays_equal(a.array, b.array);
	case VALUE_CLASS:
		return a.klass == b.klass;
	case VALUE_EXTERNAL:
		return str_equal(a.path, b.path);
	case VALUE_OBJECT:
		return a.object == b.object;
	case VALUE_HASH:
		return a.hash == b.hash;
	case VALUE_PROC:
		return a.proc == b.proc;
	case VALUE_RANGE:
		return a.range == b.range;
	case VALUE_UNKNOWN:
		return a.unknown == b.unknown;
	case VALUE_CONDITION:
		return a.guards.when_true == b.guards.when_true && a.guards.when_false == b.guards.when_false;
	case VALUE_RELATION:
	case VALUE_RECORD:
		return a.relation == b.relation;
	case VALUE_AREL:
		return a.arel == b.arel;
	}
	return false;
}

static const char *why_array(const struct array *array, unsigned depth);

static const char *why_value(struct value value, unsigned depth)
{
	if (depth > MAX_PRINT_DEPTH)
		return "a structure nested too deeply";
	switch (value.kind) {
	case VALUE_UNKNOWN:
		return value.unknown->why;
	case VALUE_STRING:
	case VALUE_SYMBOL:
		return value.text->partial ? "a text with parts that are known only at run time" : NULL;
	case VALUE_ARRAY:
		return why_array(value.array, depth);
	case VALUE_HASH:
		if (value.hash->open)
			return "a hash that is filled at run time";
		vec_each(struct hash_entry, entry, value.hash) {
			const char *why = why_value(entry->value, depth + 1);
			if (why)
				return why;
		}
		return NULL;
	case VALUE_CONDITION:
		return "a condition about the installation";
	case VALUE_OBJECT:
	case VALUE_RELATION:
	case VALUE_RECORD:
		return "an object that exists only at run time";
	default:
		return NULL;
	}
}

static const char *why_array(const struct array *array, unsigned depth)
{
	if (array->open)
		return "a list that is filled at run time";
	for (size_t i = 0; i < array->count; i++) {
		const char *why = why_value(array->items[i], depth + 1);
		if (why)
			return why;
	}
	return NULL;
}

const char *value_why_unknown(struct value value)
{
	return why_value(value, 0);
}

/* The placeholder word of an unknown; the same unknown always has the same word. */
static void put_placeholder(struct interp *in, struct strbuf *out, struct value value)
{
	struct unknown *unknown = value.kind == VALUE_UNKNOWN ? value.unknown : NULL;

	if (!unknown) {
		const char *why = value_why_unknown(value);
		unknown = value_data(in, NULL, why ? why : "a value known only at run time").unknown;
	}
	bool numbered = unknown->placeholder && unknown->placeholder <= in->placeholders.count &&
			in->placeholders.items[unknown->placeholder - 1] == unknown;
	if (!numbered) {
		vec_push(in->arena, &in->placeholders, unknown);
		unknown->placeholder = (unsigned)in->placeholders.count;
	}
	strbuf_printf(out, SQL_PLACEHOLDER_PREFIX "%u", unknown->placeholder);
}

/* Model::LIMIT of a class that was not read is a value, not the name of a class. */
static bool is_plain_constant(const char *path)
{
	const char *last = strrchr(path, ':');

	return last && last[1] && strspn(last + 1, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") == strlen(last + 1);
}

/* Of two ways to write a part of a statement the longer one has more conditions: it stands for both. Names are not
 * chosen. In a job both ways are read: a placeholder stands for them until the whole statement is known
 * (interp_sql). */
static const struct text *longest_fragment(const struct interp *in, struct value value)
{
	const struct array *list = value.kind == VALUE_UNKNOWN ? value.unknown->alternatives : NULL;
	const struct text *longest = NULL;

	if (in->options.in_job)
		return NULL;
	for (size_t i = 0; list && i < list->count; i++) {
		const struct text *text = list->items[i].text;
		if (!strpbrk(text->bytes, " \n"))
			return NULL;
		if (!longest || text->length > longest->length)
			longest = text;
	}
	return longest;
}

const char text_limit_reason[] = "a text that grows beyond the limit of the evaluator";

static void put_text(struct interp *in, struct strbuf *out, struct value value, bool *partial, bool *likely)
{
	const struct text *fragment = longest_fragment(in, value);

	if (fragment)
		value = value_text(VALUE_STRING, fragment);
	switch (value.kind) {
	case VALUE_NIL:
		break;
	case VALUE_BOOL:
		strbuf_puts(out, value.boolean ? "true" : "false");
		break;
	case VALUE_INTEGER:
		strbuf_printf(out, "%" PRId64, value.integer);
		break;
	case VALUE_FLOAT:
		strbuf_printf(out, "%g", value.real);
		break;
	case VALUE_STRING:
	case VALUE_SYMBOL:
		if (value.text->length > TEXT_LIMIT) {
			put_placeholder(in, out, value_data(in, NULL, text_limit_reason));
			*partial = true;
			break;
		}
		strbuf_add(out, value.text->bytes, value.text->length);
		*partial |= value.text->partial;
		*likely |= value.text->likely;
		break;
	case VALUE_CLASS:
		strbuf_puts(out, value.klass->path);
		break;
	case VALUE_EXTERNAL:
		if (is_plain_constant(value.path)) {
			put_placeholder(in, out, value);
			*partial = true;
		} else {
			strbuf_puts(out, value.path);
		}
		break;
	case VALUE_AREL: {
		const struct text *sql = arel_text(in, value);
		strbuf_add(out, sql->bytes, sql->length);
		*partial |= sql->partial;
		*likely |= sql->likely;
		break;
	}
	default:
		put_placeholder(in, out, value);
		*partial = true;
	}
}

struct text value_to_text(struct interp *in, struct value value)
{
	struct strbuf out = strbuf_new(in->arena);
	struct text text = {0};

	put_text(in, &out, value, &text.partial, &text.likely);
	text.bytes = strbuf_finish(&out);
	text.length = out.length;
	return text;
}

static void put_json_string(struct strbuf *out, const struct text *text)
{
	strbuf_putc(out, '"');
	for (size_t i = 0; i < text->length; i++) {
		unsigned char c = (unsigned char)text->bytes[i];
		if (c == '"' || c == '\\')
			strbuf_printf(out, "\\%c", c);
		else if (c == '\n')
			strbuf_puts(out, "\\n");
		else if (c < 0x20)
			strbuf_printf(out, "\\u%04x", c);
		else
			strbuf_putc(out, (char)c);
	}
	strbuf_putc(out, '"');
}

static bool put_json(struct interp *in, struct strbuf *out, struct value value, unsigned depth)
{
	if (depth > MAX_PRINT_DEPTH)
		return false;
	switch (value.kind) {
	case VALUE_NIL:
		strbuf_puts(out, "null");
		return true;
	case VALUE_STRING:
	case VALUE_SYMBOL:
		put_json_string(out, value.text);
		return !value.text->partial;
	case VALUE_ARRAY:
		strbuf_putc(out, '[');
		for (size_t i = 0; i < value.array->count; i++) {
			if (i)
				strbuf_putc(out, ',');
			if (!put_json(in, out, value.array->items[i], depth + 1))
				return false;
		}
		strbuf_putc(out, ']');
		return !value.array->open;
	case VALUE_HASH:
		strbuf_putc(out, '{');
		for (size_t i = 0; i < value.hash->count; i++) {
			struct text key = value_to_text(in, value.hash->items[i].key);
			if (i)
				strbuf_putc(out, ',');
			put_json_string(out, &key);
			strbuf_putc(out, ':');
			if (key.partial || !put_json(in, out, value.hash->items[i].value, depth + 1))
				return false;
		}
		strbuf_putc(out, '}');
		return !value.hash->open;
	case VALUE_BOOL:
	case VALUE_INTEGER:
	case VALUE_FLOAT: {
		struct text text = value_to_text(in, value);
		strbuf_puts(out, text.bytes);
		return true;
	}
	case VALUE_CLASS:
	case VALUE_EXTERNAL: {
		struct text text = value_to_text(in, value);
		put_json_string(out, &text);
		return !text.partial;
	}
	default:
		return false;
	}
}

char *value_to_json(struct interp *in, struct value value)
{
	struct strbuf out = strbuf_new(in->arena);

	return put_json(in, &out, value, 0) ? strbuf_finish(&out) : NULL;
}
