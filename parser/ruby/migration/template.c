/* The template language of helper rows (helper.h): a row's text and a call's arguments -> effects.
 *
 * A text is split at `;` outside of quotes, a template at spaces outside of quotes. Every key of an effect has one
 * setter; most store a name or a list of names, so the table below says where. What an expression cannot give (a
 * parameter that was not given) is left as it is: NULL, empty, or TRI_UNKNOWN. */
#include "parser/ruby/eval/names.h"
#include "parser/ruby/migration/helper.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* --- expressions --- */

/* The text with every {parameter} replaced. */
static struct value interpolate(struct helper *h, const char *text, size_t length)
{
	struct strbuf out = strbuf_new(h->in->arena);
	bool partial = false;
	for (const char *c = text; c < text + length; c++) {
		const char *close = *c == '{' ? memchr(c, '}', length - (size_t)(c - text)) : NULL;
		if (!close) {
			strbuf_putc(&out, *c);
			continue;
		}
		const char *parameter = str_copy_n(h->in->arena, c + 1, (size_t)(close - c - 1));
		if (str_equal(parameter, "table") && helper_raw_table(h)) {
			strbuf_puts(&out, helper_raw_table(h));
		} else {
			struct text part = value_to_text(h->in, helper_value(h, parameter));
			strbuf_add(&out, part.bytes, part.length);
			partial = partial || part.partial;
		}
		c = close;
	}
	struct text *result = ARENA_NEW(h->in->arena, struct text);
	*result = (struct text){.bytes = strbuf_finish(&out), .length = out.length, .partial = partial};
	return value_text(VALUE_STRING, result);
}

/* check(type), multi_check(type), fk(prefix), index(): NULL when table or columns are not known. */
static const char *generated(struct helper *h, const char *function, const char *argument)
{
	const char *table = helper_raw_table(h);
	const char *parameter = helper_value(h, "column").kind == VALUE_NIL ? "columns" : "column";
	struct names columns = helper_names(h, parameter);
	if (!table || !columns.count)
		return NULL;
	if (str_equal(function, "check"))
		return name_check(h->arena, table, columns.items[0], argument);
	if (str_equal(function, "multi_check"))
		return name_multi_check(h->arena, table, &columns, argument);
	if (str_equal(function, "fk"))
		return name_foreign_key(h->arena, argument, table, &columns);
	return helper_index_name(h, table, &columns);
}

static struct value evaluate_one(struct helper *h, const char *text, size_t length)
{
	if (length >= 2 && *text == '\'')
		return interpolate(h, text + 1, length - 2);
	const char *open = memchr(text, '(', length);
	if (open) {
		const char *function = str_copy_n(h->in->arena, text, (size_t)(open - text));
		const char *argument = str_copy_n(h->in->arena, open + 1, length - (size_t)(open + 2 - text));
		const char *name = generated(h, function, argument);
		return name ? value_string(h->in, name) : value_nil();
	}
	const char *parameter = str_copy_n(h->in->arena, text, length);
	if (str_equal(parameter, "table") && helper_raw_table(h))
		return value_string(h->in, helper_raw_table(h));
	return helper_value(h, parameter);
}

/* The length up to `stop` outside of quotes. */
static size_t span_to(const char *text, size_t length, char stop)
{
	bool quoted = false;
	size_t i = 0;
	for (; i < length && (quoted || text[i] != stop); i++)
		quoted ^= text[i] == '\'';
	return i;
}

static struct value evaluate(struct helper *h, const char *text, size_t length)
{
	struct value value = value_nil();
	for (size_t at = 0; at < length && value.kind == VALUE_NIL;) {
		size_t part = span_to(text + at, length - at, '|');
		value = evaluate_one(h, text + at, part);
		at += part + 1;
	}
	return value;
}

/* --- setters --- */

enum slot_kind { SLOT_NAME, SLOT_PLAIN_NAME, SLOT_TEXT, SLOT_NAMES, SLOT_TRUTH, SLOT_CONSTRAINT };

struct slot {
	const char *key;
	enum slot_kind kind;
	size_t offset;
};

static const struct slot slots[] = {
	{"columns", SLOT_NAMES, offsetof(struct effect, columns)},
	{"default", SLOT_TEXT, offsetof(struct effect, default_value)},
	{"expression", SLOT_TEXT, offsetof(struct effect, expression)},
	{"kind", SLOT_CONSTRAINT, offsetof(struct effect, kind)},
	{"name", SLOT_PLAIN_NAME, offsetof(struct effect, name)},
	{"nullable", SLOT_TRUTH, offsetof(struct effect, nullable)},
	{"references", SLOT_PLAIN_NAME, offsetof(struct effect, references)},
	{"references_columns", SLOT_NAMES, offsetof(struct effect, references_columns)},
	{"table", SLOT_PLAIN_NAME, offsetof(struct effect, table)},
	{"to", SLOT_PLAIN_NAME, offsetof(struct effect, to)},
	{"to_columns", SLOT_NAMES, offsetof(struct effect, to_columns)},
	{"type", SLOT_TEXT, offsetof(struct effect, type)},
	{"unique", SLOT_TRUTH, offsetof(struct effect, unique)},
	{"validated", SLOT_TRUTH, offsetof(struct effect, validated)},
};

static const struct slot *find_slot(const char *key, size_t length)
{
	for (size_t i = 0; i < sizeof(slots) / sizeof(slots[0]); i++) {
		if (strlen(slots[i].key) == length && !memcmp(slots[i].key, key, length))
			return &slots[i];
	}
	return NULL;
}

static enum constraint_kind constraint_kind_of(const char *name)
{
	for (int kind = CONSTRAINT_NONE; kind <= CONSTRAINT_EXCLUSION; kind++) {
		if (str_equal(name, constraint_kind_name((enum constraint_kind)kind)))
			return (enum constraint_kind)kind;
	}
	return CONSTRAINT_NONE;
}

static enum tristate truth_of(const char *text, size_t length, struct value value)
{
	if (length == 5 && !memcmp(text, "'yes'", 5))
		return TRI_YES;
	if (length == 4 && !memcmp(text, "'no'", 4))
		return TRI_NO;
	return value.kind == VALUE_NIL ? TRI_UNKNOWN : value_truth(value);
}

static struct names evaluate_names(struct helper *h, const char *text, size_t length)
{
	struct names all = {0};
	for (size_t at = 0; at < length;) {
		size_t part = span_to(text + at, length - at, ',');
		struct value value = evaluate(h, text + at, part);
		if (value.kind != VALUE_NIL) {
			struct names some = helper_value_names(h, value, "column");
			for (size_t i = 0; i < some.count; i++)
				names_push(h->arena, &all, helper_plain(h->arena, some.items[i]));
		}
		at += part + 1;
	}
	return all;
}

static const char *evaluate_name(struct helper *h, struct value value, const char *key)
{
	return value.kind == VALUE_NIL || value.kind == VALUE_BOOL ? NULL : helper_value_name(h, value, key);
}

static void set(struct helper *h, struct effect *effect, const struct slot *slot, const char *text, size_t length)
{
	void *place = (char *)effect + slot->offset;
	if (slot->kind == SLOT_NAMES) {
		*(struct names *)place = evaluate_names(h, text, length);
		return;
	}
	struct value value = evaluate(h, text, length);
	switch (slot->kind) {
	case SLOT_NAME:
		*(const char **)place = evaluate_name(h, value, slot->key);
		break;
	case SLOT_PLAIN_NAME:
		*(const char **)place = helper_plain(h->arena, evaluate_name(h, value, slot->key));
		break;
	case SLOT_TEXT:
		*(const char **)place = helper_text(h, value);
		break;
	case SLOT_TRUTH:
		*(enum tristate *)place = truth_of(text, length, value);
		break;
	case SLOT_CONSTRAINT:
		*(enum constraint_kind *)place = constraint_kind_of(value_name(value));
		break;
	case SLOT_NAMES:
		break;
	}
}

/* --- templates --- */

static bool same_word(const char *name, const char *word, size_t length)
{
	return strlen(name) == length && !memcmp(name, word, length);
}

static struct effect *begin_effect(struct helper *h, const char *verb, size_t verb_length, const char *object,
				   size_t object_length)
{
	int v = 0, o = 0;
	while (v < EFFECT_VERB_COUNT && !same_word(effect_verb_name((enum effect_verb)v), verb, verb_length))
		v++;
	while (o < EFFECT_OBJECT_COUNT && !same_word(effect_object_name((enum effect_object)o), object, object_length))
		o++;
	if (v == EFFECT_VERB_COUNT || o == EFFECT_OBJECT_COUNT) {
		helper_unresolved(h, "its row is not well-formed");
		return NULL;
	}
	return helper_effect(h, (enum effect_verb)v, (enum effect_object)o);
}

static void apply_effect(struct helper *h, const char *text, size_t length)
{
	const char *end = text + length;
	size_t verb = span_to(text, length, ' ');
	const char *object = verb < length ? text + verb + 1 : end;
	size_t object_length = span_to(object, (size_t)(end - object), ' ');
	struct effect *effect = begin_effect(h, text, verb, object, object_length);
	if (!effect)
		return;
	for (const char *word = object + object_length; word < end;) {
		word++;
		size_t word_length = span_to(word, (size_t)(end - word), ' ');
		size_t key = span_to(word, word_length, '=');
		const struct slot *slot = find_slot(word, key);
		if (slot && key < word_length)
			set(h, effect, slot, word + key + 1, word_length - key - 1);
		else
			helper_unresolved(h, "its row is not well-formed");
		word += word_length;
	}
}

static void apply_one(struct helper *h, const char *text, size_t length)
{
	if (length == 4 && !memcmp(text, "none", 4)) {
		helper_statement(h);
	} else if (length == 5 && !memcmp(text, "block", 5)) {
		helper_yield(h, NULL, 0);
	} else if (length > 4 && !memcmp(text, "sql ", 4)) {
		struct value sql = interpolate(h, text + 4, length - 4);
		helper_sql(h, str_copy(h->arena, sql.text->bytes));
	} else {
		apply_effect(h, text, length);
	}
}

void helper_apply(struct helper *h, const char *templates)
{
	size_t length = strlen(templates);
	for (size_t at = 0; at < length;) {
		while (templates[at] == ' ')
			at++;
		size_t part = span_to(templates + at, length - at, ';');
		apply_one(h, templates + at, part);
		at += part + 1;
	}
}
