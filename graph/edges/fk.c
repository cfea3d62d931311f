/* Foreign keys that look at existing rows.
 *
 * NULL passes a foreign key, so a column that the job still has to fill is no danger, unless its unprocessed value is
 * something else: the column was NOT NULL when the job was queued, or has a default such as 0. What fails are orphans:
 * rows which the job deletes, nullifies or redirects because the row they refer to is gone. Orphans can only be told by
 * looking at the referenced table. */
#include "graph/row_check.h"

#include <string.h>

static bool checks_rows(const struct effect *effect, const char **why_benign)
{
	*why_benign = NULL;
	if (effect->object != OBJECT_FOREIGN_KEY && effect->kind != CONSTRAINT_FOREIGN_KEY)
		return false;
	switch (effect->verb) {
	case EFFECT_ADD_FOREIGN_KEY:
	case EFFECT_ADD_CONSTRAINT:
		if (effect->validated == TRI_NO)
			*why_benign = "added NOT VALID: rows that exist are not checked";
		return true;
	case EFFECT_VALIDATE_FOREIGN_KEY:
	case EFFECT_VALIDATE_CONSTRAINT:
		return true;
	case EFFECT_PREPARE_ASYNC:
		*why_benign = "prepared for asynchronous validation, which self-managed instances do not run";
		return true;
	default:
		return false;
	}
}

/* The value that rows have before the job processed them, when it is not NULL. */
static bool starts_with_value(const struct walk *walk, const struct fact *fact)
{
	const struct schema_column *column = schema_column(walk->schema, fact->table, fact->column);
	const char *value = column ? column->first_value : NULL;

	if (fact->over_value && fact->job->job.runs.count && vec_last(&fact->job->job.runs)->migration)
		return true;
	if (column && !value)
		value = column->default_value;
	return value && !str_equal(value, "NULL") && !str_equal(value, "nil");
}

/* The copy of a column that is never NULL begins as 0: a convention of those who convert integers, where the columns of
 * the copy are not known. */
static bool begins_as_zero(const struct walk *walk, const struct fact *fact)
{
	static const char suffix[] = "_convert_to_bigint";
	const struct schema_column *copy = schema_column(walk->schema, fact->table, fact->column);
	size_t length = strlen(fact->column);

	if ((copy && copy->type) || !str_ends_with(fact->column, suffix))
		return false;
	const struct schema_column *source = schema_column(
		walk->schema, fact->table, str_copy_n(walk->arena, fact->column, length - strlen(suffix)));
	return source && source->nullable == TRI_NO;
}

/* A job that was queued before the oldest migration, and fills a column that never could hold NULL, replaces a
 * value. */
static bool replaces_value(const struct walk *walk, const struct fact *fact)
{
	const struct schema_column *column = schema_column(walk->schema, fact->table, fact->column);
	const struct job *job = &fact->job->job;

	return column && !column->created && column->first_nullable == TRI_NO && job->runs.count &&
	       !job->runs.items[job->runs.count - 1].migration;
}

/* Does the job look for rows whose referenced row is gone, to delete them or to set their column to NULL? Filling the
 * column from the referenced table, or from one row of it to another, is no such look. */
static bool looks_for_orphans(const struct fact *fact, const char *references)
{
	const struct tracked_job *job = fact->job;

	if (!references || str_equal(references, fact->table))
		return (fact->kind == FACT_READ || fact->writes_null) &&
		       job_reads_as(job, fact->table, fact->column, READ_JOIN);
	if (!job_reads_table(job, references))
		return false;
	if (fact->kind != FACT_READ)
		return fact->writes_null;
	return job_reads_as(job, fact->table, fact->column, READ_JOIN) ||
	       job_reads_as(job, fact->table, fact->column, READ_FILTER);
}

static bool read_counts(const struct target *target, const struct fact *read)
{
	return looks_for_orphans(read, target->effect.references);
}

static const char *why_fact_is_benign(const struct walk *walk, const struct target *target, const struct fact *fact,
				      const char **why_likely)
{
	const char *why_benign = row_check_why_benign(fact);

	if (why_benign || starts_with_value(walk, fact))
		return why_benign;
	if (replaces_value(walk, fact) || begins_as_zero(walk, fact)) {
		*why_likely = "which value the column held before is not known";
		return NULL;
	}
	if (looks_for_orphans(fact, target->effect.references))
		return NULL;
	return "rows that the job has not processed hold NULL, which passes a foreign key";
}

static void fk_effect(struct walk *walk, const struct target *target)
{
	struct row_check check = {
		.relation = RELATION_FK, .why_fact_is_benign = why_fact_is_benign, .read_counts = read_counts};

	if (!checks_rows(&target->effect, &check.why_benign))
		return;
	if (!check.why_benign && target->effect.references && schema_holds_foreign_key(walk->schema, &target->effect))
		check.why_benign = "another foreign key over these columns is there";
	for (size_t i = 0; i < target->effect.columns.count; i++)
		row_check_column(walk, target, target->effect.columns.items[i], &check);
}

const struct edge_kind edge_kind_fk = {
	.relation = RELATION_FK,
	.text = "the migration fails on orphans that the job has not removed",
	.on_effect = fk_effect,
};
