/* What the relations over existing rows have in common. A job matters in two ways: by what it fills, and by what it
 * chooses the rows by that it deletes. Rows that it has still to insert are checked when they come, and a trigger that
 * it happens to fire does no work that anything waits for. */
#include "graph/row_check.h"

const char *row_check_why_benign(const struct fact *fact)
{
	if (fact->kind == FACT_INSERT)
		return "the job inserts rows, it does not correct any that exist";
	if (!fact_is_own_work(fact))
		return "the column is only filled by a trigger that the job happens to fire";
	return NULL;
}

static void need_fact(struct walk *walk, const struct target *target, const struct fact *fact,
		      const struct row_check *check)
{
	struct need need = {
		.job = fact->job,
		.relation = check->relation,
		.table = target->effect.table,
		.column = fact->column,
		.fact = fact,
		.definition = target->definition,
		.why_benign = check->why_benign,
	};

	if (fact->kind == FACT_READ) {
		if ((check->read_counts && !check->read_counts(target, fact)) ||
		    !job_deletes_by(fact, &need.why_likely))
			return;
	} else if (fact->kind != FACT_WRITE && fact->kind != FACT_INSERT) {
		return;
	} else if (!need.why_benign) {
		need.why_benign = check->why_fact_is_benign(walk, target, fact, &need.why_likely);
	}
	walk_need(walk, &need);
}

void row_check_column(struct walk *walk, const struct target *target, const char *column, const struct row_check *check)
{
	for (size_t t = 0; t < target->tables.count; t++) {
		const struct fact_list *facts = facts_of_column(&walk->facts, target->tables.items[t], column);
		for (size_t i = 0; i < facts->count; i++)
			need_fact(walk, target, facts->items[i], check);
	}
}
