/* The table of a job that no queue and no gate names: told from the code.
 *
 * The job is first evaluated on a table that does not exist: the columns that it uses there are what its table must
 * have. Candidates are the tables whose names stand in the files of the job (its class, overlay, ancestors). A
 * candidate fits when the evaluation on it leaves nothing unresolved and the table has those columns. If several fit,
 * the one that the job itself changes is meant: the rows of the batch are usually those that are written; then the one
 * that SQL text names only to qualify a column (`links.group_id`), for the statement around it is about the batch. When
 * no name in the code fits, the only table of the schema with those columns is meant. One that remains alone is taken,
 * and all effects become likely. */
#include "parser/ruby/jobs/read_job.h"

#include <ctype.h>
#include <string.h>

#define MAX_ANCESTORS 8
#define MAX_CANDIDATES 24
#define MAX_DEPTH 200

static const char probe_table[] = "rows_of_the_job";
static const char probe_column[] = "column_of_the_job";

struct search {
	struct ruby *ruby;
	struct arena *arena;
	struct klass *klass;
	const struct job_question *question;
	struct names wanted;     /* columns that the table must have */
	struct names candidates; /* tables named in the code */
	struct names qualifiers; /* words of SQL text that stand before a dot ... */
	struct names others;     /* ... and those that stand elsewhere */
};

static bool knows_table(const struct ruby *ruby, const char *name)
{
	return catalog_has_table(ruby->catalog, name) == TRI_YES;
}

/* --- words of the code --- */

static void add_words(struct search *search, const struct source *source)
{
	struct names *out = &search->candidates;

	for (size_t i = 0; source && i < source->length;) {
		size_t start = i;
		while (i < source->length && str_is_word_byte(source->bytes[i]))
			i++;
		if (i - start > 2 && islower((unsigned char)source->bytes[start]) && out->count < MAX_CANDIDATES) {
			const char *word = str_copy_n(search->arena, source->bytes + start, i - start);
			if (!names_has(out, word) && knows_table(search->ruby, word))
				names_push(search->arena, out, word);
		}
		i += i == start;
	}
}

static void add_text_words(struct search *search, const char *text)
{
	for (const char *c = text; *c;) {
		const char *start = c;
		while (str_is_word_byte(*c))
			c++;
		if (c - start > 2 && islower((unsigned char)*start)) {
			bool is_qualifier = (c[0] == '.' && str_is_word_byte(c[1])) || (c[0] == '"' && c[1] == '.');
			names_add(search->arena, is_qualifier ? &search->qualifiers : &search->others,
				  str_copy_n(search->arena, start, (size_t)(c - start)));
		}
		c += c == start;
	}
}

static void add_texts(struct search *search, const struct node *node, unsigned depth)
{
	for (; node && depth < MAX_DEPTH; node = node->next) {
		if (node->kind == NODE_TEXT && node->name)
			add_text_words(search, node->name);
		if (node->kind == NODE_SYMBOL && node->name)
			names_add(search->arena, &search->others, node->name);
		add_texts(search, node->a, depth + 1);
		add_texts(search, node->b, depth + 1);
		add_texts(search, node->c, depth + 1);
		add_texts(search, node->children, depth + 1);
	}
}

static void add_class(struct search *search, const struct klass *klass)
{
	add_words(search, klass->source);
	if (klass->node) {
		add_texts(search, klass->node->a, 0);
		add_texts(search, klass->node->b, 0);
		add_texts(search, klass->node->children, 0);
	}
}

static void find_candidates(struct search *search)
{
	struct klass *klass = search->klass;

	for (unsigned i = 0; klass && i < MAX_ANCESTORS; i++) {
		add_class(search, klass);
		if (klass->overlay)
			add_class(search, klass->overlay);
		klass = klass->superclass;
	}
}

/* --- columns --- */

static void want_columns(struct search *search, const struct column_refs *refs)
{
	vec_each(struct column_ref, ref, refs) {
		if (str_equal(ref->table, probe_table) && strcmp(ref->column, "*") != 0 &&
		    !str_equal(ref->column, probe_column))
			names_add(search->arena, &search->wanted, str_copy(search->arena, ref->column));
	}
}

static const struct job_reading *evaluate_on(struct search *search, struct ruby *probe, const char *table,
					     const char *column)
{
	struct job_question asked = *search->question;

	*probe = *search->ruby;
	probe->arena = arena_new();
	asked.table = table;
	asked.column = column;
	return job_evaluate(probe, search->klass, &asked);
}

static void find_wanted(struct search *search)
{
	struct ruby probe;
	const struct job_reading *reading = evaluate_on(search, &probe, probe_table, probe_column);

	vec_each(struct effect, effect, &reading->effects) {
		want_columns(search, &effect->filters);
		want_columns(search, &effect->sources);
		for (size_t i = 0; i < effect->columns.count && str_equal(effect->table, probe_table); i++) {
			if (!str_equal(effect->columns.items[i], probe_column))
				names_add(search->arena, &search->wanted,
					  str_copy(search->arena, effect->columns.items[i]));
		}
	}
	arena_free(probe.arena);
}

static bool has_wanted(const struct search *search, const char *table)
{
	const struct catalog *catalog = search->ruby->catalog;

	for (size_t i = 0; i < search->wanted.count; i++) {
		if (catalog_has_column(catalog, table, search->wanted.items[i]) == TRI_NO)
			return false;
	}
	return true;
}

/* The slicing column may have been used on another table that lacks it. */
static bool slices_exist(const struct catalog *catalog, const struct column_refs *refs, const char *column)
{
	vec_each(struct column_ref, ref, refs) {
		if (str_equal(ref->column, column) && catalog_has_column(catalog, ref->table, column) == TRI_NO)
			return false;
	}
	return true;
}

static bool fits(const struct search *search, const char *column, const struct job_reading *reading)
{
	const struct catalog *catalog = search->ruby->catalog;

	if (!reading->exact)
		return false;
	vec_each(struct effect, effect, &reading->effects) {
		if (!slices_exist(catalog, &effect->filters, column) ||
		    !slices_exist(catalog, &effect->sources, column))
			return false;
	}
	return true;
}

static bool changes(const struct job_reading *reading, const char *table)
{
	vec_each(struct effect, effect, &reading->effects) {
		if (effect->verb != EFFECT_READ && effect->verb != EFFECT_INSERT && str_equal(effect->table, table))
			return true;
	}
	return false;
}

/* --- choosing --- */

struct choice {
	const char *table; /* the last that fits */
	size_t count;
	const char *changed; /* the last that fits and is changed */
	size_t changed_count;
	const char *qualifying; /* the last that fits and only qualifies columns */
	size_t qualifying_count;
};

static const char *slicing_column(const struct ruby *ruby, const char *table)
{
	const struct names *key = catalog_primary_key(ruby->catalog, table);

	return key && key->count ? key->items[0] : "id";
}

static void try_table(struct search *search, const char *table, struct choice *choice)
{
	struct ruby probe;
	const char *column = slicing_column(search->ruby, table);

	if (!has_wanted(search, table))
		return;
	const struct job_reading *reading = evaluate_on(search, &probe, table, column);
	if (fits(search, column, reading)) {
		choice->table = table;
		choice->count++;
		if (changes(reading, table)) {
			choice->changed = table;
			choice->changed_count++;
		}
		if (names_has(&search->qualifiers, table) && !names_has(&search->others, table)) {
			choice->qualifying = table;
			choice->qualifying_count++;
		}
	}
	arena_free(probe.arena);
}

static const char *chosen(const struct choice *choice)
{
	if (choice->count == 1)
		return choice->table;
	if (choice->changed_count == 1)
		return choice->changed;
	return choice->qualifying_count == 1 ? choice->qualifying : NULL;
}

/* Text that qualifies columns by a table which the schema does not have (any more). */
static const char *lost_table(struct search *search)
{
	struct choice choice = {0};

	for (size_t i = 0; i < search->qualifiers.count; i++) {
		const char *word = search->qualifiers.items[i];
		if (!knows_table(search->ruby, word) && !names_has(&search->others, word))
			try_table(search, word, &choice);
	}
	return choice.changed_count == 1 ? choice.changed : NULL;
}

/* The only table of the schema that surely has every column; none when every table has them. */
static const char *table_with_columns(struct search *search)
{
	const struct catalog *catalog = search->ruby->catalog;
	const struct names *tables = catalog_tables(catalog);
	const char *found = NULL;

	for (size_t i = 0; tables && search->wanted.count && i < tables->count; i++) {
		bool has_all = true;
		for (size_t c = 0; has_all && c < search->wanted.count; c++)
			has_all = catalog_has_column(catalog, tables->items[i], search->wanted.items[c]) == TRI_YES;
		if (has_all && found)
			return NULL;
		if (has_all)
			found = tables->items[i];
	}
	struct choice choice = {0};
	if (found)
		try_table(search, found, &choice);
	return choice.table;
}

static const char *find_table(struct search *search)
{
	struct choice choice = {0};

	find_candidates(search);
	find_wanted(search);
	for (size_t i = 0; i < search->candidates.count; i++)
		try_table(search, search->candidates.items[i], &choice);
	const char *table = chosen(&choice);
	if (!table && !choice.count)
		table = lost_table(search);
	if (!table && !choice.count)
		table = table_with_columns(search);
	return table;
}

struct job_reading *job_read_by_code(struct ruby *ruby, struct klass *klass, const struct job_question *question)
{
	struct search search = {.ruby = ruby, .arena = arena_new(), .klass = klass, .question = question};
	const char *table = ruby->catalog ? find_table(&search) : NULL;
	struct job_question asked = *question;

	asked.table = table ? str_copy(ruby->arena, table) : NULL;
	asked.column = table ? slicing_column(ruby, table) : NULL;
	arena_free(search.arena);
	if (!asked.table)
		return NULL;
	struct job_reading *reading = job_evaluate(ruby, klass, &asked);
	vec_each(struct effect, effect, &reading->effects) {
		if (effect->certainty > CERTAINTY_LIKELY)
			effect->certainty = CERTAINTY_LIKELY;
	}
	return reading;
}
