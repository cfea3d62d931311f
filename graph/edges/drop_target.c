/* The table or column that the job writes is dropped: the job fails. Emptying a target is benign. What a trigger writes
 * is not named by the job, so the job does not fail. A data migration that fills the same rows is no drop. */
#include "graph/walk.h"

static bool is_named_by_job(const struct fact *fact)
{
	return !fact->through_trigger && !fact->renamed;
}

static void need_target(struct walk *walk, const struct target *target, const struct fact *fact, const char *why_benign)
{
	struct need need = {
		.job = fact->job,
		.relation = RELATION_DROP_TARGET,
		.table = target->effect.table,
		.column = target->effect.object == OBJECT_COLUMN ? fact->column : NULL,
		.fact = fact,
		.why_benign = why_benign,
	};

	if (fact->kind != FACT_READ && is_named_by_job(fact))
		walk_need(walk, &need);
}

/* Does the job make the table when it is not there? */
static bool makes_table(const struct tracked_job *job, const char *table)
{
	for (size_t r = 0; r < job->readings.count; r++) {
		vec_each(const struct effect, effect, &job->readings.items[r]->effects) {
			if (effect->verb == EFFECT_CREATE && effect->object == OBJECT_TABLE &&
			    str_equal(effect->table, table))
				return true;
		}
	}
	return false;
}

/* Rows that are gone need no work; rows that the job has still to insert need the table. */
static const char *why_drop_is_benign(const struct effect *effect, const struct fact *fact, bool no_rows)
{
	if (effect->verb == EFFECT_TRUNCATE)
		return "the table is emptied, there is nothing left to write";
	if (no_rows && (fact->kind != FACT_INSERT || makes_table(fact->job, effect->table)))
		return "it is dropped only when no row is left in it";
	return NULL;
}

static void drop_table(struct walk *walk, const struct target *target, bool no_rows)
{
	for (size_t t = 0; t < target->tables.count; t++) {
		const struct fact_list *facts = facts_of_table(&walk->facts, target->tables.items[t]);
		bool is_parent = str_equal(target->tables.items[t], schema_parent(walk->schema, target->effect.table));
		for (size_t i = 0; i < facts->count && !is_parent; i++)
			need_target(walk, target, facts->items[i],
				    why_drop_is_benign(&target->effect, facts->items[i], no_rows));
	}
}

static void drop_target_effect(struct walk *walk, const struct target *target)
{
	const struct effect *effect = &target->effect;

	bool was_empty = effect->only_when_empty && str_equal(effect->only_when_empty, effect->table);

	if (effect->verb == EFFECT_DROP && (effect->object == OBJECT_TABLE || effect->object == OBJECT_VIEW))
		drop_table(walk, target, was_empty);
	else if (effect->verb == EFFECT_TRUNCATE)
		drop_table(walk, target, true);
	for (size_t c = 0; effect->verb == EFFECT_DROP_COLUMN && c < effect->columns.count; c++) {
		const struct fact_list *facts = facts_of_column(&walk->facts, effect->table, effect->columns.items[c]);
		for (size_t i = 0; i < facts->count; i++)
			need_target(walk, target, facts->items[i], NULL);
	}
}

const struct edge_kind edge_kind_drop_target = {
	.relation = RELATION_DROP_TARGET,
	.text = "the job fails: what it writes is gone",
	.on_effect = drop_target_effect,
};
