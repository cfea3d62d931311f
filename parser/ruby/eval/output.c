/* What an evaluation leaves behind: statements, effects, reasons. One place in the source is one statement, however
 * often a loop or a method runs over it. */
#include "parser/ruby/eval/interp.h"
#include "parser/sql/sql.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define ALTERNATIVE_DEPTH_LIMIT 3u

static size_t slot_of(const struct place_index *index, struct location location)
{
	uint64_t hash = (uint64_t)(uintptr_t)location.source + ((uint64_t)location.offset << 20) + location.length;

	return (size_t)((hash * 0x9E3779B97F4A7C15u) >> 32) & (index->capacity - 1);
}

static bool is_at(const struct statement *statement, struct location location)
{
	return statement->location.source == location.source && statement->location.offset == location.offset &&
	       statement->location.length == location.length;
}

/* The slot of a place: one with its statement, or a free one. */
static uint32_t *place_slot(const struct place_index *index, const struct statements *statements,
			    struct location location)
{
	size_t at = slot_of(index, location);

	while (index->slots[at] && !is_at(&statements->items[index->slots[at] - 1], location))
		at = (at + 1) & (index->capacity - 1);
	return &index->slots[at];
}

/* Brings the index up to the list, to which parser/sql adds, too. Of two statements at one place the later one
 * counts. */
static void index_statements(struct interp *in, const struct statements *statements)
{
	struct place_index *index = &in->statement_index;

	if (index->of != statements || (statements->count + 1) * 2 > index->capacity) {
		index->capacity = 64;
		while (index->capacity < (statements->count + 1) * 4)
			index->capacity *= 2;
		index->slots = ARENA_ARRAY(in->arena, uint32_t, index->capacity);
		index->count = 0;
		index->of = statements;
	}
	for (; index->count < statements->count; index->count++)
		*place_slot(index, statements, statements->items[index->count].location) = (uint32_t)index->count + 1;
}

size_t interp_statement(struct interp *in, const struct call *call, const char *what)
{
	struct statements *statements = in->options.out.statements;
	struct location location = call_location(call);

	index_statements(in, statements);
	uint32_t known = location.source ? *place_slot(&in->statement_index, statements, location) : 0;
	if (known)
		return known - 1;
	vec_push(in->options.out.arena, statements,
		 (struct statement){.location = location, .what = interp_keep(in, what), .resolved = true});
	return statements->count - 1;
}

void interp_unresolved(struct interp *in, size_t statement, const char *why)
{
	struct statement *item = &in->options.out.statements->items[statement];

	if (!item->resolved)
		return;
	item->resolved = false;
	item->why = interp_keep(in, why);
	vec_push(in->options.out.arena, in->options.out.unresolved,
		 (struct unresolved){item->location, item->what, item->why});
}

struct effect *interp_effect(struct interp *in, const struct call *call, size_t statement, enum effect_verb verb,
			     enum effect_object object)
{
	struct effects *effects = in->options.out.effects;
	struct effect effect = effect_make(verb, object, call_location(call));

	if (!effect.location.source)
		effect.location = in->options.out.statements->items[statement].location;
	effect.guard = in->guard;
	effect.certainty = in->certainty;
	effect.only_when_empty = in->empty_table ? interp_keep(in, in->empty_table) : NULL;
	effect.statement = statement;
	vec_push(in->options.out.arena, effects, effect);
	return vec_last(effects);
}

char *interp_keep(struct interp *in, const char *string)
{
	return str_copy(in->options.out.arena, string);
}

const char *interp_name(struct interp *in, size_t statement, struct value value, const char *role)
{
	if (value.kind == VALUE_NIL)
		return NULL;
	const char *name = value_name(value);
	if (name)
		return sql_name(in->options.out.arena, name);
	const char *why = value_why_unknown(value);
	interp_unresolved(in, statement,
			  str_printf(in->arena, "the %s is not known: %s", role, why ? why : "it is not a name"));
	return NULL;
}

/* The reason behind the first placeholder in a text; NULL when there is none. */
static const char *placeholder_reason(struct interp *in, const char *text)
{
	const char *at = strstr(text, SQL_PLACEHOLDER_PREFIX);

	if (!at)
		return NULL;
	unsigned long number = strtoul(at + strlen(SQL_PLACEHOLDER_PREFIX), NULL, 10);
	return number > 0 && number <= in->placeholders.count ? in->placeholders.items[number - 1]->why : NULL;
}

/* Loops run over the same place again and again. */
static bool is_listed(const struct unresolved_list *list, const struct unresolved *item)
{
	vec_each(struct unresolved, known, list) {
		if (location_compare(known->location, item->location) == 0 && str_equal(known->what, item->what))
			return true;
	}
	return false;
}

static void mark_unparsed(struct interp *in, const struct call *call, const struct unresolved_list *failed,
			  const char *text, size_t first)
{
	struct statements *statements = in->options.out.statements;

	for (size_t i = first; i < statements->count; i++) {
		struct statement *item = &statements->items[i];
		if (item->why)
			item->why = interp_keep(in, item->why);
	}
	vec_each(struct unresolved, item, failed) {
		const char *reason = placeholder_reason(in, text);
		struct unresolved kept = *item;
		if (reason)
			kept.why = str_printf(in->options.out.arena, "%s (%s)", item->why, reason);
		if (!kept.location.source)
			kept.location = call_location(call);
		if (!is_listed(in->options.out.unresolved, &kept))
			vec_push(in->options.out.arena, in->options.out.unresolved, kept);
	}
}

/* A statement that was read before at the same place (a loop, a second call of a method) is not listed again. */
static void merge_repeated(struct interp *in, size_t first, size_t first_effect, struct location location)
{
	struct statements *statements = in->options.out.statements;
	struct effects *effects = in->options.out.effects;
	size_t count = statements->count - first;
	size_t same = first;

	for (size_t i = 0; count && i + count <= first; i++) {
		if (statements->items[i].location.source == location.source && location.source &&
		    statements->items[i].location.offset == location.offset) {
			same = i;
			break;
		}
	}
	if (same == first)
		return;
	for (size_t i = first_effect; i < effects->count; i++)
		effects->items[i].statement =
			same + (effects->items[i].statement - first < count ? effects->items[i].statement - first : 0);
	for (size_t i = 0; i < count; i++) {
		if (!statements->items[first + i].resolved)
			statements->items[same + i].resolved = false;
	}
	statements->count = first;
	in->statement_index.of = NULL; /* it knows those that are gone */
}

/* The unknown behind the placeholder at `word`, which is `*length` characters long. */
static const struct unknown *placeholder_at(const struct interp *in, const char *word, size_t *length)
{
	const char *digits = word + strlen(SQL_PLACEHOLDER_PREFIX);
	char *end;
	unsigned long number = strtoul(digits, &end, 10);

	*length = (size_t)(end - word);
	return number > 0 && number <= in->placeholders.count ? in->placeholders.items[number - 1] : NULL;
}

/* The texts that a part of the statement may be: of the first placeholder that has alternatives. NULL when none has. */
static const struct array *alternatives_in(const struct interp *in, const char *text, const char **word, size_t *length)
{
	for (*word = strstr(text, SQL_PLACEHOLDER_PREFIX); *word; *word = strstr(*word + 1, SQL_PLACEHOLDER_PREFIX)) {
		const struct unknown *unknown = placeholder_at(in, *word, length);
		if (unknown && unknown->alternatives)
			return unknown->alternatives;
	}
	return NULL;
}

static struct value with_alternative(struct interp *in, const struct text *text, const char *word, size_t length,
				     const struct text *alternative)
{
	struct text *out = ARENA_NEW(in->arena, struct text);
	struct strbuf bytes = strbuf_new(in->arena);
	const char *from = text->bytes;

	for (const char *at = strstr(from, SQL_PLACEHOLDER_PREFIX); at; at = strstr(at + 1, SQL_PLACEHOLDER_PREFIX)) {
		if (strncmp(at, word, length) != 0 || isdigit((unsigned char)at[length]))
			continue;
		strbuf_add(&bytes, from, (size_t)(at - from));
		strbuf_add(&bytes, alternative->bytes, alternative->length);
		from = at + length;
	}
	strbuf_puts(&bytes, from);
	out->bytes = strbuf_finish(&bytes);
	out->length = bytes.length;
	out->partial = sql_has_placeholder(out->bytes);
	out->likely = text->likely || alternative->likely;
	return value_text(VALUE_STRING, out);
}

/* A text of which a part may be one thing or another: read with each. False when there is nothing to choose. */
static bool run_alternatives(struct interp *in, const struct call *call, struct value sql, const char *what)
{
	const struct array *whole = sql.kind == VALUE_UNKNOWN ? sql.unknown->alternatives : NULL;
	const char *word = NULL;
	size_t length = 0;
	const struct array *parts =
		sql.kind == VALUE_STRING ? alternatives_in(in, sql.text->bytes, &word, &length) : NULL;

	if ((!whole && !parts) || in->alternative_depth >= ALTERNATIVE_DEPTH_LIMIT)
		return false;
	in->alternative_depth++;
	for (size_t i = 0; whole && i < whole->count; i++)
		interp_sql(in, call, whole->items[i], what);
	for (size_t i = 0; parts && i < parts->count; i++)
		interp_sql(in, call, with_alternative(in, sql.text, word, length, parts->items[i].text), what);
	in->alternative_depth--;
	return true;
}

void interp_sql(struct interp *in, const struct call *call, struct value sql, const char *what)
{
	if (run_alternatives(in, call, sql, what))
		return;
	struct text text = value_to_text(in, sql);
	struct unresolved_list failed = {0};
	size_t first = in->options.out.statements->count;
	size_t first_effect = in->options.out.effects->count;

	if (sql.kind == VALUE_UNKNOWN || (text.partial && !strchr(text.bytes, ' '))) {
		size_t statement = interp_statement(in, call, what);
		const char *why = value_why_unknown(sql);
		interp_unresolved(in, statement,
				  str_printf(in->arena, "the SQL is not known: %s", why ? why : "it is computed"));
		return;
	}
	struct sql_input input = {.text = str_copy(in->options.out.arena, text.bytes),
				  .length = text.length,
				  .location = call_location(call),
				  .guard = in->guard,
				  .certainty = text.likely && in->certainty == CERTAINTY_PROVEN ? CERTAINTY_LIKELY
												: in->certainty,
				  .catalog = in->options.catalog};
	struct sql_output output = {.statements = in->options.out.statements,
				    .effects = in->options.out.effects,
				    .unresolved = &failed,
				    .results = &in->results};
	sql_read(in->options.out.arena, &input, &output);
	mark_unparsed(in, call, &failed, text.bytes, first);
	merge_repeated(in, first, first_effect, call_location(call));
}

struct value interp_sql_row(struct interp *in, const struct call *call, struct value sql, const char *what)
{
	struct value row = value_new_hash(in);

	in->results = (struct names){0};
	interp_sql(in, call, sql, what);
	if (!in->results.count)
		return value_data(in, call->node, "a row from the database");
	for (size_t i = 0; i < in->results.count; i++)
		hash_set(in, row.hash, value_string(in, in->results.items[i]),
			 value_data(in, call->node, "a value from the database"));
	return row;
}
