/* An index, trigger or constraint that exists for the job is dropped: the job becomes slow, not wrong.
 *
 * An index exists for the job when it is temporary or when all its columns are ones that the job looks at; a trigger when
 * it writes what the job writes. An index on nothing but the key serves everybody and no job in particular. */
#include "graph/walk.h"

static const char *const why_benign = "without it the job is slow, not wrong";

static bool looks_at(const struct tracked_job *job, const char *table, const char *column)
{
	return job_has_fact(job, FACT_READ, table, column) || job_has_fact(job, FACT_WRITE, table, column);
}

static bool looks_at_all(const struct tracked_job *job, const struct effect *effect)
{
	bool any = false;

	for (size_t i = 0; i < effect->columns.count; i++) {
		const char *column = effect->columns.items[i];
		if (!looks_at(job, effect->table, column))
			return false;
		any |= !str_equal(column, "id");
	}
	vec_each(const struct column_ref, ref, &effect->predicate_columns) {
		if (!looks_at(job, effect->table, ref->column))
			return false;
		any = true;
	}
	return any;
}

static bool is_temporary(const struct effect *effect, const struct effect *definition)
{
	return effect->concurrent_with || (definition && definition->concurrent_with) ||
	       str_starts_with(effect->name, "tmp_") || str_starts_with(effect->name, "temp_");
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
	const struct effect *effect = &target->effect;
	bool temporary = is_temporary(effect, target->definition);

	for (size_t c = 0; c < effect->columns.count; c++) {
		const struct fact_list *facts = facts_of_column(&walk->facts, effect->table, effect->columns.items[c]);
		for (size_t i = 0; i < facts->count; i++) {
			const struct fact *fact = facts->items[i];
			if (fact->kind == FACT_READ && (temporary || looks_at_all(fact->job, effect)))
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
