/* Questions about the facts of one job; a job has some tens of them. */
#include "graph/fact.h"

bool fact_is_own_work(const struct fact *fact)
{
	return !fact->through_trigger || fact->triggered_on_purpose;
}

bool job_has_fact(const struct tracked_job *job, enum fact_kind kind, const char *table, const char *column)
{
	for (size_t i = 0; i < job->facts.count; i++) {
		const struct fact *fact = job->facts.items[i];
		if (fact->kind == kind && fact_is_own_work(fact) && str_equal(fact->table, table) &&
		    (!column || str_equal(fact->column, column)))
			return true;
	}
	return false;
}

bool job_reads_as(const struct tracked_job *job, const char *table, const char *column, enum read_role role)
{
	for (size_t i = 0; i < job->facts.count; i++) {
		const struct fact *fact = job->facts.items[i];
		if (fact->kind == FACT_READ && fact->role == role && str_equal(fact->table, table) &&
		    str_equal(fact->column, column))
			return true;
	}
	return false;
}

bool job_reads_table(const struct tracked_job *job, const char *table)
{
	return job_has_fact(job, FACT_READ, table, NULL);
}

bool job_writes_table(const struct tracked_job *job, const char *table)
{
	return job_has_fact(job, FACT_WRITE, table, NULL) || job_has_fact(job, FACT_INSERT, table, NULL) ||
	       job_has_fact(job, FACT_DELETE, table, NULL);
}

/* The name that the job's statements have for a table, which has since been renamed or lies behind a view. */
static const char *name_in_statements(const struct tracked_job *job, const char *table)
{
	for (size_t i = 0; i < job->facts.count; i++) {
		const struct fact *fact = job->facts.items[i];
		if (fact->kind != FACT_READ && fact->effect && str_equal(fact->table, table))
			return fact->effect->table;
	}
	return table;
}

bool job_writes_other_table(const struct tracked_job *job, const char *table)
{
	const char *name = name_in_statements(job, table);

	for (size_t i = 0; i < job->facts.count; i++) {
		const struct fact *fact = job->facts.items[i];
		if (fact->kind == FACT_READ || !fact_is_own_work(fact) || str_equal(fact->table, table))
			continue;
		if (!fact->effect || !str_equal(fact->effect->table, name))
			return true;
	}
	return false;
}

/* A DELETE that names its rows by key alone got the keys from a query. */
static bool deletes_by_key(const struct tracked_job *job, const char *table)
{
	for (size_t i = 0; i < job->facts.count; i++) {
		const struct fact *fact = job->facts.items[i];
		if (fact->chooses_deleted && str_equal(fact->table, table) && !str_equal(fact->column, "id") &&
		    !str_equal(fact->column, job->job.batch_column))
			return false;
	}
	return true;
}

bool job_deletes_by(const struct fact *read, const char **why_likely)
{
	if (read->kind != FACT_READ || read->through_trigger || str_equal(read->column, "id"))
		return false;
	if (!job_has_fact(read->job, FACT_DELETE, read->table, NULL))
		return false;
	if (read->chooses_deleted)
		return true;
	if (read->role == READ_VALUE)
		return false;
	if (!deletes_by_key(read->job, read->table))
		*why_likely = "the rows to delete are chosen by another statement";
	return true;
}

bool fact_inserts_without(struct schema *schema, const struct fact *fact, const char *column)
{
	const struct effect *insert = fact->effect;
	const struct schema_column *known = schema_column(schema, fact->table, column);

	if (!insert || !insert->columns.count || names_has(&insert->columns, column) ||
	    names_has(&insert->columns, "*") || !fact->job->job.resolved || fact->certainty != CERTAINTY_PROVEN)
		return false;
	if (!known || known->default_value || known->dropped || str_equal(column, "id"))
		return false;
	const struct names *key = schema_primary_key(schema, fact->table);
	if (key && names_has(key, column))
		return false;
	const struct effects *triggered = schema_triggered(schema, insert);
	for (size_t i = 0; triggered && i < triggered->count; i++) {
		if (names_has(&triggered->items[i].columns, column))
			return false;
	}
	return true;
}
