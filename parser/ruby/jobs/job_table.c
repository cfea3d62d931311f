/* The table of a job that no queue and no gate names: told from the code.
 *
 * Candidates are the tables whose names stand in the files of the job (its class, overlay, ancestors). The job is
 * evaluated for each; a candidate fits when nothing stays unresolved and every column that the job uses on it exists.
 * If several fit, the one that the job itself changes is meant: the rows of the batch are usually those that are written.
 * One that remains alone is taken, and all effects become likely. */
#include "parser/ruby/jobs/read_job.h"

#include <ctype.h>
#include <string.h>

#define MAX_ANCESTORS 8
#define MAX_CANDIDATES 24

static bool knows_table(const struct ruby *ruby, const char *name)
{
	const struct catalog *catalog = ruby->catalog;

	return catalog && catalog->has_table(catalog->payload, name) == TRI_YES;
}

static bool is_word(char c)
{
	return c == '_' || isalnum((unsigned char)c);
}

static void add_words(struct ruby *ruby, struct arena *arena, const struct source *source, struct names *out)
{
	for (size_t i = 0; source && i < source->length;) {
		size_t start = i;
		while (i < source->length && is_word(source->bytes[i]))
			i++;
		if (i - start > 2 && islower((unsigned char)source->bytes[start]) && out->count < MAX_CANDIDATES) {
			const char *word = str_copy_n(arena, source->bytes + start, i - start);
			if (!names_has(out, word) && knows_table(ruby, word))
				names_push(arena, out, word);
		}
		i += i == start;
	}
}

static void find_candidates(struct ruby *ruby, struct arena *arena, struct klass *klass, struct names *out)
{
	for (unsigned i = 0; klass && i < MAX_ANCESTORS; i++) {
		add_words(ruby, arena, klass->source, out);
		if (klass->overlay)
			add_words(ruby, arena, klass->overlay->source, out);
		klass = klass->superclass;
	}
}

static bool columns_exist(const struct ruby *ruby, const char *table, const struct column_refs *refs)
{
	vec_each(struct column_ref, ref, refs) {
		if (str_equal(ref->table, table) && strcmp(ref->column, "*") != 0 &&
		    ruby->catalog->has_column(ruby->catalog->payload, table, ref->column) == TRI_NO)
			return false;
	}
	return true;
}

static bool fits(const struct ruby *ruby, const char *table, const struct job_reading *reading)
{
	if (!reading->exact)
		return false;
	vec_each(struct effect, effect, &reading->effects) {
		if (!columns_exist(ruby, table, &effect->filters) || !columns_exist(ruby, table, &effect->sources))
			return false;
		for (size_t i = 0; i < effect->columns.count && str_equal(effect->table, table); i++) {
			if (ruby->catalog->has_column(ruby->catalog->payload, table, effect->columns.items[i]) ==
			    TRI_NO)
				return false;
		}
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

struct choice {
	const char *table; /* the last that fits */
	size_t count;
	const char *changed; /* the last that fits and is changed */
	size_t changed_count;
};

static const char *slicing_column(const struct ruby *ruby, const char *table)
{
	const struct catalog *catalog = ruby->catalog;
	const struct names *key = catalog->primary_key ? catalog->primary_key(catalog->payload, table) : NULL;

	return key && key->count ? key->items[0] : "id";
}

static void try_table(const struct ruby *ruby, struct klass *klass, const struct job_question *question,
		      const char *table, struct choice *choice)
{
	struct ruby probe = *ruby;
	struct job_question asked = *question;

	probe.arena = arena_new();
	asked.table = table;
	asked.column = slicing_column(ruby, table);
	const struct job_reading *reading = job_evaluate(&probe, klass, &asked);
	if (fits(ruby, table, reading)) {
		choice->table = table;
		choice->count++;
		if (changes(reading, table)) {
			choice->changed = table;
			choice->changed_count++;
		}
	}
	arena_free(probe.arena);
}

struct job_reading *job_read_by_code(struct ruby *ruby, struct klass *klass, const struct job_question *question)
{
	struct arena *arena = arena_new();
	struct names candidates = {0};
	struct choice choice = {0};
	struct job_question asked = *question;

	find_candidates(ruby, arena, klass, &candidates);
	for (size_t i = 0; i < candidates.count; i++)
		try_table(ruby, klass, question, candidates.items[i], &choice);
	const char *table = choice.count == 1 ? choice.table : choice.changed_count == 1 ? choice.changed : NULL;
	asked.table = table ? str_copy(ruby->arena, table) : NULL;
	asked.column = table ? slicing_column(ruby, table) : NULL;
	arena_free(arena);
	if (!asked.table)
		return NULL;
	struct job_reading *reading = job_evaluate(ruby, klass, &asked);
	vec_each(struct effect, effect, &reading->effects) {
		if (effect->certainty > CERTAINTY_LIKELY)
			effect->certainty = CERTAINTY_LIKELY;
	}
	return reading;
}
