/* Conditions come from the SQL reader: only what stands in a conjunction that every chosen row must pass carries a test.
 * A column that one of the statements writes, and a table into which one inserts, prove nothing: rows move from one set
 * to the other. */
#include "graph/rows.h"

#include "analyzer/base/vec.h"

bool rows_have_value(const struct effect *effect, const char *table, const char *column)
{
	vec_each(const struct column_ref, ref, &effect->filters) {
		if (ref->test != TEST_NONE && ref->test != TEST_IS_NULL && str_equal(ref->table, table) &&
		    str_equal(ref->column, column))
			return true;
	}
	return false;
}

static bool writes(const struct effect *effect, const struct column_ref *ref)
{
	if (!str_equal(effect->table, ref->table))
		return false;
	return effect->verb == EFFECT_INSERT ||
	       (effect->verb == EFFECT_WRITE && names_has(&effect->columns, ref->column));
}

/* Texts of literals that a value cannot both start with, or be and start with. */
static bool starts_exclude(const struct column_ref *a, const struct column_ref *b)
{
	if (a->test == TEST_EQUALS && b->test == TEST_STARTS)
		return !str_starts_with(a->value, b->value);
	if (a->test == TEST_STARTS && b->test == TEST_EQUALS)
		return !str_starts_with(b->value, a->value);
	return a->test == TEST_STARTS && b->test == TEST_STARTS && !str_starts_with(a->value, b->value) &&
	       !str_starts_with(b->value, a->value);
}

static bool tests_exclude(const struct column_ref *a, const struct column_ref *b)
{
	if (a->test == TEST_NONE || b->test == TEST_NONE)
		return false;
	if (a->test == TEST_IS_NULL || b->test == TEST_IS_NULL)
		return a->test != b->test;
	if (a->test == TEST_EQUALS && b->test == TEST_EQUALS)
		return !str_equal(a->value, b->value);
	return starts_exclude(a, b);
}

bool rows_are_disjoint(const struct effect *a, const struct effect *b)
{
	vec_each(const struct column_ref, left, &a->filters) {
		if (left->test == TEST_NONE || writes(a, left) || writes(b, left))
			continue;
		vec_each(const struct column_ref, right, &b->filters) {
			if (str_equal(left->table, right->table) && str_equal(left->column, right->column) &&
			    tests_exclude(left, right))
				return true;
		}
	}
	return false;
}
