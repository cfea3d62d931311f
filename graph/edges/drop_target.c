/* The table or column that the job writes is dropped: the job fails. Emptying a target is benign. What a trigger writes is
 * not named by the job, so the job does not fail. A data migration that fills the same rows is no drop. */
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

static void drop_table(struct walk *walk, const struct target *target, const char *why_benign)
{
	for (size_t t = 0; t < target->tables.count; t++) {
		const struct fact_list *facts = facts_of_table(&walk->facts, target->tables.items[t]);
		bool is_parent = str_equal(target->tables.items[t], schema_parent(walk->schema, target->effect.table));
		for (size_t i = 0; i < facts->count && !is_parent; i++)
			need_target(walk, target, facts->items[i], why_benign);
	}
}

static void drop_target_effect(struct walk *walk, const struct target *target)
{
	const struct effect *effect = &target->effect;

	if (effect->verb == EFFECT_DROP && (effect->object == OBJECT_TABLE || effect->object == OBJECT_VIEW))
		drop_table(walk, target, NULL);
	else if (effect->verb == EFFECT_TRUNCATE)
		drop_table(walk, target, "the table is emptied, there is nothing left to write");
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
