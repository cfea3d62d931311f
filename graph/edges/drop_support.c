/* An index, trigger or constraint that exists for the job is dropped: the job becomes slow, not wrong.
 *
 * An index exists for the job when all its columns are ones that the job looks at, or one of a temporary index is; a
 * trigger when it writes what the job writes. An index on nothing but the key serves everybody and no job in
 * particular. */
#include "graph/walk.h"

static const char *const why_benign = "without it the job is slow, not wrong";

static bool looks_at(const struct tracked_job *job, const char *table, const char *column)
{
	return job_has_fact(job, FACT_READ, table, column) || job_has_fact(job, FACT_WRITE, table, column);
}

/* Key columns and columns of the predicate. */
static struct names index_columns(struct walk *walk, const struct effect *effect)
{
	struct names columns = {0};

	for (size_t i = 0; i < effect->columns.count; i++)
		names_add(walk->arena, &columns, effect->columns.items[i]);
	vec_each(const struct column_ref, ref, &effect->predicate_columns)
		names_add(walk->arena, &columns, ref->column);
	return columns;
}

/* Does the index serve the job: all its columns, or any column of a temporary one, except the key that all share? */
static bool serves(const struct tracked_job *job, const char *table, const struct names *columns, bool temporary)
{
	bool any = false;
	bool all = true;

	for (size_t i = 0; i < columns->count; i++) {
		bool looks = looks_at(job, table, columns->items[i]);
		any |= looks && !str_equal(columns->items[i], "id");
		all &= looks;
	}
	return any && (all || temporary);
}

/* An index says by its name that it is to exist only for some time. */
static bool is_temporary(const struct effect *effect)
{
	return effect && (str_starts_with(effect->name, "tmp_") || str_starts_with(effect->name, "temp_"));
}

static void need_support(struct walk *walk, const struct target *target, const struct fact *fact)
{
	struct need need = {
		.job = fact->job,
		.relation = RELATION_DROP_SUPPORT,
		.table = target->effect.table,
		.fact = fact,
		.column = fact->column,
		.definition = target->definition,
		.why_benign = why_benign,
	};

	walk_need(walk, &need);
}

static void drop_index(struct walk *walk, const struct target *target)
{
	const char *table = target->effect.table;
	bool temporary = is_temporary(&target->effect) || is_temporary(target->definition);
	struct names columns = index_columns(walk, &target->effect);

	for (size_t c = 0; c < columns.count; c++) {
		const struct fact_list *facts = facts_of_column(&walk->facts, table, columns.items[c]);
		for (size_t i = 0; i < facts->count; i++) {
			const struct fact *fact = facts->items[i];
			if ((fact->kind == FACT_READ || fact->kind == FACT_WRITE) &&
			    serves(fact->job, table, &columns, temporary))
				need_support(walk, target, fact);
		}
	}
}

static void drop_trigger(struct walk *walk, const struct target *target)
{
	const struct fact_list *facts = facts_of_table(&walk->facts, target->effect.table);

	for (size_t i = 0; target->definition && i < facts->count; i++) {
		if (facts->items[i]->through_trigger && facts->items[i]->triggered_on_purpose &&
		    facts->items[i]->kind == FACT_WRITE)
			need_support(walk, target, facts->items[i]);
	}
}

static void drop_support_effect(struct walk *walk, const struct target *target)
{
	if (target->effect.verb == EFFECT_DROP_INDEX)
		drop_index(walk, target);
	else if (target->effect.verb == EFFECT_DROP_TRIGGER)
		drop_trigger(walk, target);
}

const struct edge_kind edge_kind_drop_support = {
	.relation = RELATION_DROP_SUPPORT,
	.text = "the job becomes slow",
	.on_effect = drop_support_effect,
};
