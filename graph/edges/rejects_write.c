/* Constraints that the job's own writes violate: PostgreSQL enforces even a NOT VALID one on every new row.
 *
 * Proven are two things: the job sets to NULL what must not be NULL any more, or it inserts rows without a column that
 * has neither a default nor a trigger to fill it. Whatever else it writes there might violate the constraint, and is
 * listed as benign. */
#include "graph/walk.h"

static bool is_not_null(const struct effect *effect)
{
	return effect->verb == EFFECT_ALTER_COLUMN || effect->kind == CONSTRAINT_NOT_NULL;
}

static bool constrains_new_rows(const struct effect *effect)
{
	switch (effect->verb) {
	case EFFECT_ADD_FOREIGN_KEY:
		return true;
	case EFFECT_ALTER_COLUMN:
		return effect->nullable == TRI_NO;
	case EFFECT_ADD_CONSTRAINT:
		return effect->kind == CONSTRAINT_CHECK || effect->kind == CONSTRAINT_NOT_NULL ||
		       effect->kind == CONSTRAINT_MULTI_NOT_NULL || effect->kind == CONSTRAINT_TEXT_LIMIT ||
		       effect->kind == CONSTRAINT_FOREIGN_KEY;
	default:
		return false;
	}
}

static void need_written(struct walk *walk, const struct target *target, const struct fact *fact)
{
	struct need need = {
		.job = fact->job,
		.relation = RELATION_REJECTS_WRITE,
		.table = target->effect.table,
		.column = fact->column,
		.fact = fact,
	};
	bool nulls = is_not_null(&target->effect) && fact->writes_null;

	if ((fact->kind != FACT_WRITE && fact->kind != FACT_INSERT) || !fact_is_own_work(fact))
		return;
	if (!nulls)
		need.why_benign = "nothing shows that what the job still writes violates it";
	walk_need(walk, &need);
}

static void need_inserted(struct walk *walk, const struct target *target, const struct fact *fact, const char *column)
{
	struct need need = {
		.job = fact->job,
		.relation = RELATION_REJECTS_WRITE,
		.table = target->effect.table,
		.column = column,
		.fact = fact,
	};

	if (fact->kind == FACT_INSERT && !fact->column && !fact->through_trigger &&
	    fact_inserts_without(walk->schema, fact, column))
		walk_need(walk, &need);
}

static void rejects_write_effect(struct walk *walk, const struct target *target)
{
	const struct effect *effect = &target->effect;

	if (!constrains_new_rows(effect))
		return;
	for (size_t t = 0; t < target->tables.count; t++) {
		const char *table = target->tables.items[t];
		for (size_t c = 0; c < effect->columns.count; c++) {
			const struct fact_list *facts = facts_of_column(&walk->facts, table, effect->columns.items[c]);
			for (size_t i = 0; i < facts->count; i++)
				need_written(walk, target, facts->items[i]);
		}
		const struct fact_list *facts = facts_of_table(&walk->facts, table);
		for (size_t i = 0; is_not_null(effect) && effect->columns.count == 1 && i < facts->count; i++)
			need_inserted(walk, target, facts->items[i], effect->columns.items[0]);
	}
}

const struct edge_kind edge_kind_rejects_write = {
	.relation = RELATION_REJECTS_WRITE,
	.text = "the job fails on rows which it still writes",
	.on_effect = rejects_write_effect,
};
