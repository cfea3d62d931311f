/* How a text that does not parse is read all the same.
 *
 * First the marks that Ruby or MySQL leave in SQL: `x` becomes "x", a lone ? and :name become NULL. Where no value may
 * stand, :name is a variable of psql, as :"name" and ${name} (of Flyway) always are: a word that is known only at run time.
 * A sub-select in FROM without a name is PostgreSQL 16's; the grammar is older, and is given one. Then the
 * placeholders. Where the grammar stops tells which of them stands in the wrong place: the last one at or before that
 * byte is given its next reading from the table below, until the text parses, or all readings are used up. Every
 * reading is tried only where its neighbours allow it, so that a text does not come to mean something else. What a
 * reading leaves out is told to the caller. */
#include "parser/sql/retry.h"

#include "analyzer/base/vec.h"
#include "parser/sql/read.h"

#include <string.h>

#define MAX_PLACEHOLDERS 64u
#define MAX_ATTEMPTS 100u
#define LONG_TEXT 65536u /* from here on only a few attempts */

/* Where a placeholder stands. */
struct context {
	struct token previous;
	struct token next;
	const char *clause; /* the last word that opens a clause, upper case; "" before any */
};

struct placeholder {
	struct token token;
	struct context context;
	size_t choice; /* index into readings[] + 1; 0: as it is */
	size_t start;  /* in the text built last */
	bool is_used_up;
};

struct trial {
	struct arena *arena;
	struct scanner scanner; /* over the text with its placeholders */
	VEC(struct placeholder) placeholders;
};

static const char unknown_select[] = "a sub-select is computed at run time";
static const char unknown_part[] = "a part of the statement is computed at run time";

static bool after_values(const struct trial *trial, const struct context *context)
{
	return token_in(&trial->scanner, context->previous, "VALUES") ||
	       token_is(&trial->scanner, context->previous, ",");
}

static bool at_select(const struct trial *trial, const struct context *context)
{
	if (context->next.kind == TOKEN_END ||
	    token_in(&trial->scanner, context->next, "ON RETURNING UNION FOR ORDER LIMIT"))
		return str_in(context->clause, "INTO AS UNION ALL");
	return token_is(&trial->scanner, context->previous, "(") && token_is(&trial->scanner, context->next, ")");
}

static bool at_assignment(const struct trial *trial, const struct context *context)
{
	return str_equal(context->clause, "SET") && (token_in(&trial->scanner, context->previous, "SET") ||
						     token_is(&trial->scanner, context->previous, ","));
}

static bool at_cte(const struct trial *trial, const struct context *context)
{
	return token_in(&trial->scanner, context->previous, "WITH RECURSIVE") ||
	       token_is(&trial->scanner, context->previous, ",");
}

static bool at_column(const struct trial *trial, const struct context *context)
{
	return str_equal(context->clause, "TABLE") &&
	       (token_is(&trial->scanner, context->previous, "(") || token_is(&trial->scanner, context->previous, ","));
}

static bool after_join(const struct trial *trial, const struct context *context)
{
	return token_in(&trial->scanner, context->previous, "JOIN");
}

static bool is_operand(const struct trial *trial, struct token token, const char *bracket)
{
	return token.kind == TOKEN_WORD || token.kind == TOKEN_NUMBER || token.kind == TOKEN_STRING ||
	       token.kind == TOKEN_QUOTED || token_is(&trial->scanner, token, bracket);
}

static bool at_operator(const struct trial *trial, const struct context *context)
{
	return str_in(context->clause, "WHERE ON HAVING SELECT") && is_operand(trial, context->previous, ")") &&
	       is_operand(trial, context->next, "(");
}

static bool at_action(const struct trial *trial, const struct context *context)
{
	return token_in(&trial->scanner, context->previous, "DELETE UPDATE") && context->clause[0];
}

static bool after_type(const struct trial *trial, const struct context *context)
{
	return token_in(&trial->scanner, context->previous, "INTERVAL DATE TIME TIMESTAMP TIMESTAMPTZ");
}

static bool after_case(const struct trial *trial, const struct context *context)
{
	return token_in(&trial->scanner, context->previous, "CASE") || token_in(&trial->scanner, context->next, "END");
}

static bool after_partition(const struct trial *trial, const struct context *context)
{
	return token_in(&trial->scanner, context->previous, "PARTITION") &&
	       token_is(&trial->scanner, context->next, "(");
}

/* CREATE OR REPLACE, UNIQUE, TEMPORARY; WITH x AS MATERIALIZED (...) */
static bool at_option(const struct trial *trial, const struct context *context)
{
	if (token_in(&trial->scanner, context->previous, "AS"))
		return token_is(&trial->scanner, context->next, "(");
	return token_in(&trial->scanner, context->previous, "CREATE");
}

static bool anywhere(const struct trial *trial, const struct context *context)
{
	(void)trial;
	(void)context;
	return true;
}

/* A condition, an order or an option of DDL may go; anything else may be a table or a statement. */
static bool at_harmless_end(const struct trial *trial, const struct context *context)
{
	(void)trial;
	return str_in(context->clause, "WHERE HAVING ORDER LIMIT OFFSET GROUP CONFLICT TABLE INDEX CONSTRAINT TRIGGER "
				       "VIEW SEQUENCE");
}

/* In the order in which they are tried; %s is the placeholder. */
static const struct {
	bool (*fits)(const struct trial *trial, const struct context *context);
	const char *before;
	bool has_word;
	const char *after;
	const char *loss;
	bool hides_names; /* the part left out may have named CTEs */
} readings[] = {
	{after_values, "(NULL)", false, "", NULL, false},
	{at_assignment, "", true, " = 1", NULL, false}, /* its column is a placeholder: reported there */
	{at_select, "SELECT ", true, "", unknown_select, false},
	{at_cte, "", true, " AS (SELECT 1)", unknown_select, true},
	{at_column, "", true, " integer", NULL, false},  /* likewise */
	{after_join, "", true, " ON true", NULL, false}, /* its table, likewise */
	{at_action, "NO ACTION", false, "", NULL, false},
	{at_operator, "=", false, "", NULL, false},
	{after_case, "WHEN NULL THEN NULL", false, "", NULL, false},
	{after_partition, "BY RANGE", false, "", NULL, false},
	{at_option, "", false, "", NULL, false},
	{anywhere, "1", false, "", NULL, false},
	{after_type, "'1'", false, "", NULL, false},
	{anywhere, "NULL", false, "", NULL, false},
	{at_harmless_end, "", false, "", NULL, false},
	{anywhere, "", false, "", unknown_part, true},
};

#define READING_COUNT (sizeof(readings) / sizeof(readings[0]))

static const char clause_words[] = "SELECT FROM WHERE SET VALUES HAVING ORDER GROUP LIMIT OFFSET ON JOIN USING WITH "
				   "INTO RETURNING CONFLICT TABLE INDEX CONSTRAINT TRIGGER VIEW SEQUENCE AS UNION ALL";

static char *upper_word(struct arena *arena, const char *text, struct token token)
{
	char *word = str_copy_n(arena, text + token.start, token.end - token.start);

	for (char *c = word; *c; c++)
		*c = *c >= 'a' && *c <= 'z' ? (char)(*c - 'a' + 'A') : *c;
	return word;
}

static void find_placeholders(struct trial *trial)
{
	struct scanner *scanner = &trial->scanner;
	struct token previous = {0};
	const char *clause = "";

	scanner->offset = 0;
	for (struct token token; (token = scan_token(scanner)).kind != TOKEN_END; previous = token) {
		char *word = token.kind == TOKEN_WORD ? upper_word(trial->arena, scanner->text, token) : NULL;
		struct placeholder found = {.token = token, .context = {previous, {0}, clause}};
		struct scanner ahead = *scanner;

		if (str_in(word, clause_words))
			clause = word;
		if (!word || !sql_has_placeholder(
				     str_copy_n(trial->arena, scanner->text + token.start, token.end - token.start)))
			continue;
		found.context.next = scan_token(&ahead);
		vec_push(trial->arena, &trial->placeholders, found);
	}
}

/* The text with every placeholder in its present reading. */
static char *build(struct trial *trial)
{
	struct strbuf text = strbuf_new(trial->arena);
	size_t copied = 0;

	vec_each(struct placeholder, placeholder, &trial->placeholders) {
		struct token token = placeholder->token;
		bool is_word = !placeholder->choice || readings[placeholder->choice - 1].has_word;

		strbuf_add(&text, trial->scanner.text + copied, token.start - copied);
		placeholder->start = text.length;
		if (placeholder->choice)
			strbuf_puts(&text, readings[placeholder->choice - 1].before);
		if (is_word)
			strbuf_add(&text, trial->scanner.text + token.start, token.end - token.start);
		if (placeholder->choice)
			strbuf_puts(&text, readings[placeholder->choice - 1].after);
		copied = token.end;
	}
	strbuf_add(&text, trial->scanner.text + copied, trial->scanner.length - copied);
	return strbuf_finish(&text);
}

/* The placeholder to blame for an error at `offset`; NULL when all readings are used up. */
static struct placeholder *culprit(struct trial *trial, size_t offset)
{
	struct placeholder *before = NULL;
	struct placeholder *any = NULL;

	vec_each(struct placeholder, placeholder, &trial->placeholders) {
		if (placeholder->is_used_up)
			continue;
		any = placeholder;
		if (placeholder->start <= offset)
			before = placeholder;
	}
	return before ? before : any;
}

static void next_reading(struct trial *trial, struct placeholder *placeholder)
{
	while (placeholder->choice < READING_COUNT) {
		placeholder->choice++;
		if (readings[placeholder->choice - 1].fits(trial, &placeholder->context))
			return;
	}
	placeholder->choice = 0;
	placeholder->is_used_up = true;
}

static void note_losses(const struct trial *trial, struct reading *out)
{
	vec_each(struct placeholder, placeholder, &trial->placeholders) {
		if (!placeholder->choice)
			continue;
		out->is_altered = out->is_altered || !readings[placeholder->choice - 1].has_word;
		out->hides_names = out->hides_names || readings[placeholder->choice - 1].hides_names;
		if (!out->loss)
			out->loss = readings[placeholder->choice - 1].loss;
	}
}

static bool repair(struct arena *arena, const char *text, struct reading *out)
{
	struct trial trial = {.arena = arena, .scanner = {text, strlen(text), 0}};
	struct sql_tree tree = out->tree;

	find_placeholders(&trial);
	if (trial.placeholders.count > MAX_PLACEHOLDERS)
		return false;
	for (unsigned attempt = 0; attempt < (trial.scanner.length < LONG_TEXT ? MAX_ATTEMPTS : 4); attempt++) {
		struct placeholder *blamed = culprit(&trial, tree.error_offset);

		if (!blamed)
			return false;
		next_reading(&trial, blamed);
		out->text = build(&trial);
		if (tree_parse(arena, out->text, &tree)) {
			out->tree = tree;
			note_losses(&trial, out);
			return true;
		}
	}
	return false;
}

/* Can a value stand after this token, so that ? is no operator? */
static bool expects_value(const struct scanner *scanner, struct token previous)
{
	return previous.kind == TOKEN_OPERATOR || token_is(scanner, previous, "(") ||
	       token_is(scanner, previous, ",") ||
	       token_in(scanner, previous,
			"AND OR NOT LIMIT OFFSET BETWEEN IN LIKE ILIKE THEN ELSE WHEN SELECT WHERE IS "
			"VALUES INTERVAL");
}

/* What the marks of a text are read as. */
struct marks {
	struct arena *arena;
	bool are_names;    /* :name is a word, not a value */
	unsigned variable; /* how many words of that kind there were */
};

/* A word that is known only at run time. */
static const char *variable(struct marks *marks)
{
	return str_printf(marks->arena, " %s%u", SQL_PLACEHOLDER_PREFIX, marks->variable++);
}

/* :name, :'name' and :"name"; 0 when the colon before `next` is something else. */
static size_t colon_end(struct marks *marks, const struct scanner *scanner, struct token previous, struct token colon,
			const char **meaning_out)
{
	struct scanner ahead = *scanner;
	struct token next = scan_token(&ahead);

	if (next.start != colon.end)
		return 0;
	if (next.kind == TOKEN_STRING && scanner->text[next.start] == '\'')
		*meaning_out = "''";
	else if (next.kind == TOKEN_QUOTED)
		*meaning_out = variable(marks);
	else if (next.kind != TOKEN_WORD || (previous.end >= colon.start && !expects_value(scanner, previous)))
		return 0;
	else
		*meaning_out = marks->are_names ? variable(marks) : "NULL";
	return next.end;
}

/* The end of the mark that starts with `token`, and what stands for it; 0 when it is none. */
static size_t mark_end(struct marks *marks, const struct scanner *scanner, struct token previous, struct token token,
		       const char **meaning_out)
{
	struct arena *arena = marks->arena;
	const char *text = scanner->text;

	if (token.kind == TOKEN_BACKTICK) {
		*meaning_out =
			str_printf(arena, "\"%.*s\"", (int)(token.end - token.start - 2), text + token.start + 1);
		return token.end;
	}
	if (token.kind == TOKEN_QUESTION && expects_value(scanner, previous)) {
		*meaning_out = " NULL";
		return token.end;
	}
	if (token_is(scanner, token, ":"))
		return colon_end(marks, scanner, previous, token, meaning_out);
	if (token.kind == TOKEN_OPERATOR && text[token.end - 1] == '%' && text[token.end] == '{') {
		/* %{name} of Ruby's format() */
		const char *close = strchr(text + token.end, '}');

		*meaning_out = str_printf(arena, "%.*s %s0 ", (int)(token.end - token.start - 1), text + token.start,
					  SQL_PLACEHOLDER_PREFIX);
		return close ? (size_t)(close - text) + 1 : 0;
	}
	if (text[token.start] == '$' && text[token.start + 1] == '{') {
		const char *close = strchr(text + token.start, '}');

		*meaning_out = previous.end == token.start ? variable(marks) + 1 : variable(marks);
		return close ? (size_t)(close - text) + 1 : 0;
	}
	return 0;
}

/* `x` -> "x", ? and :name -> NULL, %{name} and the like -> a placeholder; NULL when there is nothing of that kind. */
static char *translate_marks(struct arena *arena, const char *text, bool are_names)
{
	struct marks marks = {.arena = arena, .are_names = are_names};
	struct scanner scanner = {text, strlen(text), 0};
	struct strbuf translated = strbuf_new(arena);
	struct token previous = {0};
	size_t copied = 0;

	for (struct token token; (token = scan_token(&scanner)).kind != TOKEN_END; previous = token) {
		const char *meaning = NULL;
		size_t end = mark_end(&marks, &scanner, previous, token, &meaning);

		if (!end)
			continue;
		strbuf_add(&translated, text + copied, token.start - copied);
		strbuf_puts(&translated, meaning);
		copied = scanner.offset = end;
	}
	if (!copied || (are_names && !marks.variable))
		return NULL;
	strbuf_puts(&translated, text + copied);
	return strbuf_finish(&translated);
}

/* The offset behind the bracket that closes the one at `start`; 0 when none does. */
static size_t bracket_end(const char *text, size_t start)
{
	struct scanner scanner = {text, strlen(text), start};
	int depth = 0;

	for (struct token token; (token = scan_token(&scanner)).kind != TOKEN_END;) {
		if (token_is(&scanner, token, "("))
			depth++;
		if (token_is(&scanner, token, ")") && --depth == 0)
			return token.end;
	}
	return 0;
}

/* Gives a name to each sub-select that has none, as long as that is what the grammar wants. */
static bool name_subqueries(struct arena *arena, const char *text, struct sql_tree *tree, struct reading *out)
{
	for (unsigned number = 0; number < MAX_PLACEHOLDERS && tree->error; number++) {
		if (!str_ends_with(tree->error, " in FROM must have an alias") || text[tree->error_offset] != '(')
			return false;
		size_t end = bracket_end(text, tree->error_offset);
		if (!end)
			return false;
		text = str_printf(arena, "%.*s AS sg_subquery_%u%s", (int)end, text, number, text + end);
		if (tree_parse(arena, text, tree)) {
			out->text = text;
			out->tree = *tree;
			return true;
		}
	}
	return false;
}

/* Parses another reading of the text, if there is one; else out->tree is its error. */
static bool parse_other(struct arena *arena, const char *text, struct reading *out)
{
	struct sql_tree tree;

	if (!text)
		return false;
	out->text = text;
	if (tree_parse(arena, text, &out->tree))
		return true;
	tree = out->tree;
	return name_subqueries(arena, text, &tree, out);
}

bool retry_parse(struct arena *arena, const char *text, struct reading *out)
{
	struct sql_tree first;
	struct reading as_names = {0};
	const char *names;

	*out = (struct reading){.text = text};
	if (parse_other(arena, text, out))
		return true;
	first = out->tree;
	if (parse_other(arena, translate_marks(arena, text, false), out) ||
	    (sql_has_placeholder(out->text) && repair(arena, out->text, out)))
		return true;
	names = translate_marks(arena, text, true);
	if (names && (parse_other(arena, names, &as_names) || repair(arena, names, &as_names))) {
		*out = as_names;
		return true;
	}
	out->tree = first;
	return false;
}
