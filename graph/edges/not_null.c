/* NOT NULL, CHECK, multi-column NOT NULL and text limits that look at existing rows: they fail on rows which a job has
 * not filled, corrected or deleted yet.
 *
 * Rows that the job still inserts cannot violate what is checked now, so inserts are benign here. A job that only sets
 * a column to NULL is not what a NOT NULL waits for. A deleting job relates only by the columns it chooses its rows
 * by. */
#include "graph/row_check.h"
#include "graph/rows.h"

static bool is_row_check(const struct effect *effect)
{
	switch (effect->kind) {
	case CONSTRAINT_CHECK:
	case CONSTRAINT_NOT_NULL:
	case CONSTRAINT_MULTI_NOT_NULL:
	case CONSTRAINT_TEXT_LIMIT:
		return true;
	default:
		return false;
	}
}

/* Does the effect concern rows, and do the existing ones count? `why_benign` says when they do not. */
static bool concerns_rows(const struct effect *effect, const char **why_benign)
{
	*why_benign = NULL;
	switch (effect->verb) {
	case EFFECT_ALTER_COLUMN:
		return effect->nullable == TRI_NO;
	case EFFECT_ADD_CONSTRAINT:
		if (effect->validated == TRI_NO)
			*why_benign = "added NOT VALID: rows that exist are not checked";
		return is_row_check(effect);
	case EFFECT_VALIDATE_CONSTRAINT:
		return is_row_check(effect) || effect->kind == CONSTRAINT_NONE;
	case EFFECT_PREPARE_ASYNC:
		*why_benign = "prepared for asynchronous validation, which self-managed instances do not run";
		return effect->object == OBJECT_CONSTRAINT && is_row_check(effect);
	default:
		return false;
	}
}

static bool is_not_null(const struct effect *effect)
{
	return effect->kind == CONSTRAINT_NOT_NULL || effect->verb == EFFECT_ALTER_COLUMN;
}

/* A statement that fills one column and clears another one of the same count keeps the count: its rows pass before and
 * after. */
static bool moves_value(const struct effect *effect, const struct fact *fact)
{
	for (size_t i = 0; i < fact->job->facts.count; i++) {
		const struct fact *other = fact->job->facts.items[i];
		if (other->kind == FACT_WRITE && other->writes_null != fact->writes_null && other->effect &&
		    fact->effect && fact->effect->location.source &&
		    location_compare(other->effect->location, fact->effect->location) == 0 &&
		    str_equal(other->table, fact->table) && names_has(&effect->columns, other->column))
			return true;
	}
	return false;
}

/* Rows that the job has not reached yet pass, when it only reaches for rows that have what the constraint asks for. Of
 * several columns of which one may be set, exactly one must be known to be, and clearing one is a repair. */
static bool has_value_before(const struct effect *effect, const struct fact *fact)
{
	size_t known = 0;

	if (fact->kind != FACT_WRITE || !fact->effect)
		return false;
	if (is_not_null(effect))
		return rows_have_value(fact->effect, fact->table, fact->column);
	if (effect->kind != CONSTRAINT_MULTI_NOT_NULL || fact->writes_null)
		return false;
	for (size_t i = 0; i < effect->columns.count; i++)
		known += rows_have_value(fact->effect, fact->table, effect->columns.items[i]);
	return known == 1;
}

/* Does the constraint demand that the column be empty? Filling it is then not what the rows wait for. */
static bool demands_null(const struct effect *effect, const struct fact *fact)
{
	vec_each(const struct column_ref, ref, &effect->predicate_columns) {
		if (ref->reach == REACH_ALL && ref->test == TEST_IS_NULL && str_equal(ref->column, fact->column))
			return true;
	}
	return false;
}

static const char *why_fact_is_benign(const struct walk *walk, const struct target *target, const struct fact *fact,
				      const char **why_likely)
{
	const struct effect *effect = &target->effect;
	const char *why_benign = row_check_why_benign(fact);

	(void)walk;
	(void)why_likely;
	if (!fact->writes_null && demands_null(effect, fact))
		return "the constraint wants the column empty, the job fills it";
	if (effect->kind == CONSTRAINT_MULTI_NOT_NULL && moves_value(effect, fact))
		return "the job moves a value from one of the columns to another one";
	if (has_value_before(effect, fact))
		return "the job only changes rows that have a value already";
	if (why_benign)
		return why_benign;
	if (fact->writes_null && (is_not_null(effect) || fact->through_trigger))
		return "the job only sets the column to NULL";
	return NULL;
}

static void not_null_effect(struct walk *walk, const struct target *target)
{
	struct row_check check = {.relation = RELATION_NOT_NULL, .why_fact_is_benign = why_fact_is_benign};

	if (!concerns_rows(&target->effect, &check.why_benign))
		return;
	for (size_t i = 0; i < target->effect.columns.count; i++)
		row_check_column(walk, target, target->effect.columns.items[i], &check);
}

const struct edge_kind edge_kind_not_null = {
	.relation = RELATION_NOT_NULL,
	.text = "the migration fails on rows that the job has not processed",
	.on_effect = not_null_effect,
};
