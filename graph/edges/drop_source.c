/* What the job reads is dropped, renamed away, emptied or deleted: the job fails, or finds nothing and data is lost.
 *
 * A filter is a read like any other, except a column which the job itself fills and therefore asks for (IS NULL):
 * dropping that drops its target. Rows deleted from the table that the job works on are rows it need not work on; rows
 * deleted from a table that it moves or copies elsewhere are lost. A name that a migration takes away and gives back at
 * once (a replaced table) is not gone. */
#include "graph/rows.h"
#include "graph/walk.h"

static void need_source(struct walk *walk, const struct target *target, const struct fact *fact, const char *why_benign,
			const char *why_likely)
{
	struct need need = {
		.job = fact->job,
		.relation = RELATION_DROP_SOURCE,
		.table = target->effect.table,
		.column = target->effect.object == OBJECT_COLUMN || target->effect.verb == EFFECT_WRITE ? fact->column
													: NULL,
		.fact = fact,
		.why_benign = why_benign,
		.why_likely = why_likely,
	};

	if (fact->kind == FACT_READ && !fact->through_trigger && !fact->renamed)
		walk_need(walk, &need);
}

/* Is the column only asked for because the job fills it? */
static bool only_asks_for_target(const struct fact *fact)
{
	return job_has_fact(fact->job, FACT_WRITE, fact->table, fact->column) &&
	       !job_reads_as(fact->job, fact->table, fact->column, READ_VALUE);
}

static void drop_column(struct walk *walk, const struct target *target, const char *column)
{
	const struct fact_list *facts = facts_of_column(&walk->facts, target->effect.table, column);

	for (size_t i = 0; i < facts->count; i++) {
		if (!only_asks_for_target(facts->items[i]))
			need_source(walk, target, facts->items[i], NULL, NULL);
	}
	facts = facts_of_column(&walk->facts, target->effect.table, "*");
	for (size_t i = 0; i < facts->count; i++)
		need_source(walk, target, facts->items[i], "the job reads whatever columns there are", NULL);
}

/* A table that the job works on and from which nothing goes elsewhere is its target, not a source. */
static bool is_only_target(const struct tracked_job *job, const char *table)
{
	return job_writes_table(job, table) && !job_writes_other_table(job, table);
}

static void drop_table(struct walk *walk, const struct target *target)
{
	const struct effect *effect = &target->effect;
	bool was_empty = str_equal(effect->only_when_empty, effect->table);
	const char *why_benign = was_empty ? "it is dropped only when no row is left in it" : NULL;

	for (size_t t = 0; t < target->tables.count; t++) {
		const char *table = target->tables.items[t];
		const struct fact_list *facts = facts_of_table(&walk->facts, table);
		if (str_equal(table, schema_parent(walk->schema, target->effect.table)))
			continue;
		for (size_t i = 0; i < facts->count; i++) {
			if (!is_only_target(facts->items[i]->job, table))
				need_source(walk, target, facts->items[i], why_benign, NULL);
		}
	}
}

/* Does the same migration give the name back? */
static bool comes_back(const struct walk *walk, const struct effect *effect)
{
	const struct effects *effects = &walk->placed->migration->effects;

	vec_each(const struct effect, other, effects) {
		bool names_it = other->object == OBJECT_TABLE || other->object == OBJECT_VIEW;
		if (effect->object == OBJECT_COLUMN) {
			if (other->verb == EFFECT_RENAME && other->object == OBJECT_COLUMN &&
			    str_equal(other->table, effect->table) &&
			    (names_has(&other->to_columns, effect->columns.count ? effect->columns.items[0] : NULL) ||
			     (effect->columns.count && str_equal(other->to, effect->columns.items[0]))))
				return true;
			continue;
		}
		if (names_it && other->verb == EFFECT_RENAME && str_equal(other->to, effect->table))
			return true;
		if (names_it && other->verb == EFFECT_CREATE && other > effect &&
		    str_equal(other->table, effect->table))
			return true;
	}
	return false;
}

static void rename_away(struct walk *walk, const struct target *target)
{
	const struct effect *effect = &target->effect;
	const char *back = comes_back(walk, target->original) ? "the same migration gives the name back" : NULL;

	if (effect->object == OBJECT_TABLE) {
		const struct fact_list *facts = facts_of_table(&walk->facts, effect->table);
		for (size_t i = 0; i < facts->count; i++) {
			if (!job_writes_table(facts->items[i]->job, effect->table))
				need_source(walk, target, facts->items[i], back, NULL);
		}
	}
	for (size_t c = 0; effect->object == OBJECT_COLUMN && c < effect->columns.count; c++) {
		const struct fact_list *facts = facts_of_column(&walk->facts, effect->table, effect->columns.items[c]);
		for (size_t i = 0; i < facts->count; i++) {
			const struct fact *fact = facts->items[i];
			if (!job_has_fact(fact->job, FACT_WRITE, fact->table, fact->column))
				need_source(walk, target, fact, back, NULL);
		}
	}
}

/* A DELETE that looks at other tables removes orphans: rows that are of no use to the job either. */
static bool removes_orphans(const struct effect *effect)
{
	vec_each(const struct column_ref, ref, &effect->filters) {
		if (!str_equal(ref->table, effect->table) || ref->role == READ_JOIN)
			return true;
	}
	return false;
}

/* An upsert meets the rows of the table only where it would insert others. */
static bool updates_in_place(const struct tracked_job *job, const char *table)
{
	for (size_t i = 0; i < job->facts.count; i++) {
		const struct fact *fact = job->facts.items[i];
		if (fact->kind == FACT_WRITE && str_equal(fact->table, table) && fact_is_own_work(fact) &&
		    !(fact->effect && fact->effect->verb == EFFECT_INSERT))
			return true;
	}
	return false;
}

/* The job only matches the column with that of another table: rows where it is NULL are never its own. */
static bool only_joins_by(const struct tracked_job *job, const char *table, const char *column)
{
	return job_reads_as(job, table, column, READ_JOIN) && !job_reads_as(job, table, column, READ_FILTER) &&
	       !job_reads_as(job, table, column, READ_VALUE) && !job_reads_as(job, table, column, READ_GROUP);
}

static bool deletes_unmatched(const struct effect *effect, const struct tracked_job *job)
{
	vec_each(const struct column_ref, ref, &effect->filters) {
		if (ref->test == TEST_IS_NULL && str_equal(ref->table, effect->table) &&
		    only_joins_by(job, effect->table, ref->column))
			return true;
	}
	return false;
}

/* Does the deleting statement choose by a column which the job also selects or copies? Keys say nothing, and rows that
 * the job updates in place need no update when they are gone. */
static bool shares_choice(const struct effect *effect, const struct tracked_job *job)
{
	if (removes_orphans(effect) || deletes_unmatched(effect, job) || updates_in_place(job, effect->table))
		return false;
	vec_each(const struct column_ref, ref, &effect->filters) {
		if (!str_equal(ref->table, effect->table) || str_equal(ref->column, "id"))
			continue;
		if (!str_equal(ref->column, job->job.batch_column) &&
		    job_has_fact(job, FACT_READ, effect->table, ref->column))
			return true;
	}
	return false;
}

static void delete_rows(struct walk *walk, const struct target *target)
{
	const struct effect *effect = &target->effect;
	const struct fact_list *facts = facts_of_table(&walk->facts, effect->table);

	for (size_t i = 0; i < facts->count; i++) {
		const struct fact *fact = facts->items[i];
		const char *why_likely = NULL;
		if (!job_writes_other_table(fact->job, effect->table))
			continue;
		if (effect->verb == EFFECT_DELETE && effect->filters.count) {
			if (!shares_choice(effect, fact->job))
				continue;
			if (fact->effect && rows_are_disjoint(fact->effect, effect))
				continue;
			why_likely = "the deleted rows are chosen by a column that the job also looks at";
		}
		need_source(walk, target, fact, NULL, why_likely);
	}
}

/* Is the column emptied only where other columns say so? What is lost there may be what nobody needs. */
static bool is_choosy(const struct effect *effect, const char *column)
{
	vec_each(const struct column_ref, ref, &effect->filters) {
		if (str_equal(ref->table, effect->table) && !str_in(ref->column, "id") &&
		    !str_equal(ref->column, column))
			return true;
	}
	return false;
}

/* An UPDATE that sets a source to NULL destroys it. */
static void overwrite_column(struct walk *walk, const struct target *target)
{
	const struct effect *effect = &target->effect;

	for (size_t c = 0; c < effect->columns.count; c++) {
		const char *column = effect->columns.items[c];
		const struct fact_list *facts = facts_of_column(&walk->facts, effect->table, column);
		const char *why_likely =
			is_choosy(effect, column) ? "only rows that another column chooses are emptied" : NULL;
		for (size_t i = 0; i < facts->count; i++) {
			const struct fact *fact = facts->items[i];
			if (!job_has_fact(fact->job, FACT_WRITE, fact->table, fact->column) &&
			    !(fact->effect && rows_are_disjoint(fact->effect, effect)))
				need_source(walk, target, fact, NULL, why_likely);
		}
	}
}

static void drop_source_effect(struct walk *walk, const struct target *target)
{
	const struct effect *effect = &target->effect;
	bool is_table = effect->object == OBJECT_TABLE || effect->object == OBJECT_VIEW;

	if (effect->verb == EFFECT_DROP && is_table)
		drop_table(walk, target);
	for (size_t c = 0; effect->verb == EFFECT_DROP_COLUMN && c < effect->columns.count; c++)
		drop_column(walk, target, effect->columns.items[c]);
	if (effect->verb == EFFECT_RENAME)
		rename_away(walk, target);
	if (effect->verb == EFFECT_DELETE || effect->verb == EFFECT_TRUNCATE)
		delete_rows(walk, target);
	if (effect->verb == EFFECT_WRITE && effect->writes_null)
		overwrite_column(walk, target);
}

const struct edge_kind edge_kind_drop_source = {
	.relation = RELATION_DROP_SOURCE,
	.text = "the job fails, or what it had to carry over is lost",
	.on_effect = drop_source_effect,
};
