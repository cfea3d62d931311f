/* Unique indexes and constraints, primary keys and exclusions: they fail on duplicates that a job has not removed.
 *
 * A job relates by the key columns and the columns of a partial predicate which it updates, or by which it chooses the
 * rows it deletes. When the key holds the whole primary key, or that of another unique index, no two rows can collide
 * whatever the job does. A partial index, or one over an expression, is no such index. NULLs pass a unique index, but
 * then it is the job that fails on the duplicates which it makes: a column that it fills counts whatever it held
 * before, `likely` where it can only have been NULL. */
#include "graph/row_check.h"

#include <string.h>

static bool builds_unique(const struct effect *effect, const char **why_benign)
{
	*why_benign = NULL;
	if (effect->verb == EFFECT_PREPARE_ASYNC)
		*why_benign = "prepared for asynchronous creation, which self-managed instances do not run";
	if (effect->object == OBJECT_INDEX)
		return (effect->verb == EFFECT_ADD_INDEX || effect->verb == EFFECT_PREPARE_ASYNC) &&
		       effect->unique == TRI_YES;
	if (effect->verb != EFFECT_ADD_CONSTRAINT)
		return false;
	return effect->kind == CONSTRAINT_UNIQUE || effect->kind == CONSTRAINT_PRIMARY_KEY ||
	       effect->kind == CONSTRAINT_EXCLUSION;
}

static bool holds_primary_key(const struct walk *walk, const struct effect *effect)
{
	const struct names *key = schema_primary_key(walk->schema, effect->table);

	if (effect->kind == CONSTRAINT_PRIMARY_KEY)
		return false;
	for (size_t i = 0; key && i < key->count; i++) {
		if (!names_has(&effect->columns, key->items[i]))
			return false;
	}
	return key != NULL;
}

/* Does the job look only for rows in which the column is NULL? */
static bool fills_null(const struct fact *fact)
{
	const struct effect *effect = fact->kind == FACT_WRITE ? fact->effect : NULL;

	for (size_t i = 0; effect && i < effect->filters.count; i++) {
		const struct column_ref *ref = &effect->filters.items[i];
		if (ref->test == TEST_IS_NULL && ref->reach == REACH_ALL && str_equal(ref->table, fact->table) &&
		    str_equal(ref->column, fact->column))
			return true;
	}
	return false;
}

static const char *why_fact_is_benign(const struct walk *walk, const struct target *target, const struct fact *fact,
				      const char **why_likely)
{
	(void)walk;
	if (fills_null(fact) && names_has(&target->effect.columns, fact->column) && !target->effect.nulls_collide &&
	    target->effect.kind != CONSTRAINT_PRIMARY_KEY)
		*why_likely =
			"the rows that are not filled yet hold NULL; whether the job makes duplicates is not known";
	return row_check_why_benign(fact);
}

static const char copy_suffix[] = "_convert_to_bigint";

/* The key that the new one stands beside until columns are swapped: with the columns in place of their wider copies. */
static bool copies_unique_key(const struct walk *walk, const struct effect *effect)
{
	struct names originals = {0};
	bool any = false;

	for (size_t i = 0; i < effect->columns.count; i++) {
		const char *column = effect->columns.items[i];
		bool is_copy = str_ends_with(column, copy_suffix);
		any |= is_copy;
		names_push(walk->arena, &originals,
			   is_copy ? str_copy_n(walk->arena, column, strlen(column) - strlen(copy_suffix)) : column);
	}
	return any && schema_is_unique(walk->schema, effect->table, &originals);
}

static void unique_effect(struct walk *walk, const struct target *target)
{
	const struct effect *effect = &target->effect;
	struct row_check check = {.relation = RELATION_UNIQUE, .why_fact_is_benign = why_fact_is_benign};
	const char *why_rest = NULL;

	if (!builds_unique(effect, &check.why_benign))
		return;
	if (!check.why_benign && holds_primary_key(walk, effect))
		check.why_benign = "the primary key is part of the key, so no two rows can collide";
	if (!check.why_benign && !effect->expression && !effect->nulls_collide &&
	    effect->kind != CONSTRAINT_EXCLUSION && schema_is_unique(walk->schema, effect->table, &effect->columns))
		check.why_benign = "another unique index over these columns is there";
	if (!effect->expression && !effect->nulls_collide && effect->kind != CONSTRAINT_EXCLUSION &&
	    copies_unique_key(walk, effect))
		why_rest = "the unique index that it is to replace is there";
	for (size_t i = 0; i < effect->columns.count; i++) {
		const char *column = effect->columns.items[i];
		struct row_check of_column = check;
		if (why_rest && !check.why_benign && !str_ends_with(column, copy_suffix))
			of_column.why_benign = why_rest;
		row_check_column(walk, target, column, &of_column);
	}
	vec_each(const struct column_ref, ref, &effect->predicate_columns) {
		if (!names_has(&effect->columns, ref->column))
			row_check_column(walk, target, ref->column, &check);
	}
}

const struct edge_kind edge_kind_unique = {
	.relation = RELATION_UNIQUE,
	.text = "the migration fails on duplicates that the job has not removed",
	.on_effect = unique_effect,
};
