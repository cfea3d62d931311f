/* The entry: splits a text into statements, parses each alone, and hands its tree to the file that knows its kind.
 *
 * One statement is one `struct statement`; the effects point to it. The READ effects of a statement come last, one for
 * each table. A statement is resolved unless something noted a reason; the first reason is kept and also becomes an
 * item of the list of unresolved things. Limits (size, depth) make a statement unresolved, too. */
#include "parser/sql/sql.h"
#include "parser/sql/memo.h"

#include "parser/sql/query.h"
#include "parser/sql/retry.h"

#include <stdint.h>
#include <string.h>

void reader_unresolved(struct reader *reader, const char *why)
{
	if (!reader->why)
		reader->why = why;
}

/* Functions and sequences have no table, and dropping or renaming an index does not name it. */
static bool needs_table(enum effect_verb verb, enum effect_object object)
{
	if (object == OBJECT_INDEX)
		return verb == EFFECT_ADD_INDEX;
	return object != OBJECT_FUNCTION && object != OBJECT_SEQUENCE;
}

struct effect *reader_emit(struct reader *reader, enum effect_verb verb, enum effect_object object, const char *table)
{
	struct effect effect = effect_make(verb, object, reader->location);

	effect.table = table;
	effect.statement = reader->statement;
	effect.guard = reader->in->guard;
	effect.certainty = reader->in->certainty;
	if (reader->hides_names && verb == EFFECT_READ && effect.certainty > CERTAINTY_LIKELY)
		effect.certainty = CERTAINTY_LIKELY;
	if (!table && needs_table(verb, object))
		effect.certainty = CERTAINTY_UNKNOWN;
	vec_push(reader->arena, reader->effects, effect);
	return vec_last(reader->effects);
}

/* The columns of one table among what was read. */
static void fill_read(struct reader *reader, const char *table, struct effect *effect)
{
	vec_each(struct column_ref, ref, &reader->reads) {
		struct column_refs *refs = ref->role == READ_VALUE ? &effect->sources : &effect->filters;

		if (!str_equal(ref->table, table))
			continue;
		names_add(reader->arena, &effect->columns, ref->column);
		column_refs_add_ref(reader->arena, refs, *ref);
	}
}

void reader_emit_reads(struct reader *reader)
{
	vec_each(struct column_ref, ref, &reader->reads)
		names_add(reader->arena, &reader->read_tables, ref->table);
	for (size_t i = 0; i < reader->read_tables.count; i++) {
		const char *table = reader->read_tables.items[i];
		struct effect *effect = reader_emit(reader, EFFECT_READ, OBJECT_ROWS, table);

		if (names_has(&reader->guessed_tables, table) && effect->certainty == CERTAINTY_PROVEN)
			effect->certainty = CERTAINTY_LIKELY;
		fill_read(reader, table, effect);
	}
	reader->reads = (struct column_refs){0};
	reader->read_tables = (struct names){0};
	reader->guessed_tables = (struct names){0};
}

void reader_statement(struct reader *reader, const node_t *node)
{
	if (!node)
		return;
	if (reader->depth >= SQL_MAX_DEPTH) {
		reader_unresolved(reader, "the statement is nested too deeply");
		return;
	}
	reader->depth++;
	reader->root = node;
	if (!table_read(reader, node) && !dml_read(reader, node) && !ddl_read(reader, node))
		function_read(reader, node); /* what is none of these has no effect */
	reader_emit_reads(reader);
	reader->depth--;
}

/* "UPDATE", "CREATE INDEX": the words that name a statement. */
static const char *statement_kind(struct arena *arena, const char *text)
{
	struct scanner scanner = {text, strlen(text), 0};
	struct token token = scan_token(&scanner);
	struct strbuf kind = strbuf_new(arena);
	bool has_object = token_in(&scanner, token, "CREATE ALTER DROP COMMENT");
	char *name;

	if (token.kind != TOKEN_WORD || token.end - token.start > 32)
		return "SQL";
	strbuf_add(&kind, text + token.start, token.end - token.start);
	while (has_object && token.kind != TOKEN_END) {
		token = scan_token(&scanner);
		if (token_in(&scanner, token, "OR REPLACE UNIQUE TEMP TEMPORARY UNLOGGED MATERIALIZED ON CONSTRAINT"))
			continue;
		if (token.kind != TOKEN_WORD || token.end - token.start > 32)
			break;
		strbuf_putc(&kind, ' ');
		strbuf_add(&kind, text + token.start, token.end - token.start);
		break;
	}
	name = strbuf_finish(&kind);
	for (char *c = name; *c; c++)
		*c = *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c;
	return name;
}

bool reader_accepts(struct reader *reader, const char *text, size_t length)
{
	const char *why = NULL;

	/* neither depth nor words can be more than the bytes */
	if (length > SQL_MAX_STATEMENT || (length > SQL_MAX_WORDS && scan_words(text, length) > SQL_MAX_WORDS))
		why = "the statement is too long";
	else if (memchr(text, '\0', length))
		why = "the statement holds a NUL byte";
	else if (length > SQL_MAX_DEPTH && scan_depth(text, length) > SQL_MAX_DEPTH)
		why = "the statement is nested too deeply";
	if (why)
		reader_unresolved(reader, why);
	return !why;
}

/* Reads one statement; false when it does not parse. */
static bool read_one(struct reader *reader, const char *text, size_t length)
{
	struct reading reading;

	if (!reader_accepts(reader, text, length))
		return false;
	if (!retry_parse(reader->scratch, reader->text, &reading)) {
		reader_unresolved(reader, str_printf(reader->arena, "SQL does not parse: %s", reading.tree.error));
		return false;
	}
	if (reading.loss)
		reader_unresolved(reader, reading.loss);
	reader->hides_names = reading.hides_names;
	reader->is_altered = reading.is_altered;
	reader->text = reading.text;
	for (size_t i = 0; i < reading.tree.count; i++)
		reader_statement(reader, reading.tree.statements[i]);
	return true;
}

static struct location statement_location(const struct sql_input *in, size_t start, size_t end)
{
	struct location location = in->location;

	if (in->text_is_source) {
		location.offset += (uint32_t)start;
		location.length = (uint32_t)(end - start);
	}
	return location;
}

static void record(struct reader *reader, const struct sql_output *out)
{
	if (!out->statements && !reader->why)
		return;
	const char *what = statement_kind(reader->arena, reader->text);

	if (out->statements)
		vec_push(reader->arena, out->statements,
			 (struct statement){reader->location, what, !reader->why, reader->why});
	if (out->unresolved && reader->why)
		vec_push(reader->arena, out->unresolved, (struct unresolved){reader->location, what, reader->why});
}

/* What is left of a text with more effects than anybody writes is not read. */
static bool reject_rest(const struct reader *reader, const struct sql_input *in, size_t start,
			const struct sql_output *out)
{
	struct location location = statement_location(in, start, in->length);

	if (out->unresolved)
		vec_push(reader->arena, out->unresolved,
			 (struct unresolved){location, "SQL",
					     "the text has more effects than the limit; the rest was not read"});
	return false;
}

/* The names of the columns that a statement gives, when all of them are known. */
static void keep_results(struct reader *reader, struct names *out)
{
	const struct query *query = reader->result;

	*out = (struct names){0};
	if (!query || query->star_tables.count || reader->why || reader->is_altered)
		return;
	for (size_t i = 0; i < query->outputs.count; i++) {
		const char *name = query->outputs.items[i].name;
		if (!name || sql_has_placeholder(name)) {
			*out = (struct names){0};
			return;
		}
		names_push(reader->arena, out, str_copy(reader->arena, name));
	}
}

static bool read_text(struct reader *reader, const struct sql_input *in, const struct sql_output *out)
{
	struct scanner scanner = {in->text, in->length, 0};
	bool is_complete = true;
	size_t before = out->effects->count;
	size_t start, end;

	while (scan_statement(&scanner, &start, &end)) {
		if (out->effects->count - before >= SQL_MAX_EFFECTS)
			return reject_rest(reader, in, start, out);
		struct reader fresh = {.arena = reader->arena,
				       .scratch = reader->scratch,
				       .in = in,
				       .effects = out->effects,
				       .statement = out->statements ? out->statements->count : 0};

		fresh.location = statement_location(in, start, end);
		if (in->memo &&
		    memo_recall(in->memo, in->text + start, end - start, fresh.location, reader->arena, out->effects))
			continue;
		size_t first = out->effects->count;
		arena_clear(reader->scratch);
		fresh.text = str_copy_n(fresh.scratch, in->text + start, end - start);
		if (!read_one(&fresh, in->text + start, end - start))
			is_complete = false;
		record(&fresh, out);
		if (out->results)
			keep_results(&fresh, out->results);
		if (in->memo && !fresh.why)
			memo_keep(in->memo, in->text + start, end - start, out->effects, first);
	}
	return is_complete;
}

bool sql_read(struct arena *arena, const struct sql_input *in, const struct sql_output *out)
{
	struct reader reader = {.arena = arena, .in = in};
	bool is_complete;

	if (in->length > SQL_MAX_TEXT) {
		if (out->unresolved)
			vec_push(arena, out->unresolved,
				 (struct unresolved){in->location, "SQL", "the text is too long"});
		return false;
	}
	reader.scratch = arena_new();
	is_complete = read_text(&reader, in, out);
	arena_free(reader.scratch);
	return is_complete;
}

bool sql_read_columns(struct arena *arena, const struct sql_input *in, struct column_refs *out)
{
	struct effects effects = {0};
	struct sql_output output = {.effects = &effects};
	bool is_complete = sql_read(arena, in, &output);

	vec_each(struct effect, effect, &effects) {
		vec_each(struct column_ref, ref, &effect->filters)
			column_refs_add_ref(arena, out, *ref);
		vec_each(struct column_ref, ref, &effect->sources)
			column_refs_add_ref(arena, out, *ref);
	}
	return is_complete;
}
