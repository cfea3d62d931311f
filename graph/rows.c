/* Conditions come from the SQL reader: only what stands in a conjunction that every chosen row must pass carries a
 * test. A statement that writes the tested column moves rows from one set to another: then what it looks at and what it
 * leaves behind must both be known. Of a statement that inserts, only the rows that it leaves behind count. */
#include "graph/rows.h"

#include "analyzer/base/vec.h"

bool rows_have_value(const struct effect *effect, const char *table, const char *column)
{
	vec_each(const struct column_ref, ref, &effect->filters) {
		if (ref->reach == REACH_ALL && ref->test != TEST_NONE && ref->test != TEST_IS_NULL &&
		    str_equal(ref->table, table) && str_equal(ref->column, column))
			return true;
	}
	return false;
}

/* What is known of a column in the rows that a statement looks at and in those that it leaves behind. */
struct states {
	const struct column_ref *looked_at;
	const struct column_ref *left_behind;
	bool looks;   /* at rows that were there before */
	bool changes; /* the column */
};

/* A sub-select's demands count for the table that the other statement changes: what it finds there, or not, is all that
 * the two have in common. */
static const struct column_ref *test_of(const struct effect *effect, const struct column_ref *column,
					const char *changed)
{
	vec_each(const struct column_ref, ref, &effect->filters) {
		bool counts = ref->reach == REACH_ALL || (ref->reach == REACH_INNER && str_equal(ref->table, changed));
		if (ref->test != TEST_NONE && counts && str_equal(ref->table, column->table) &&
		    str_equal(ref->column, column->column))
			return ref;
	}
	return NULL;
}

static const struct column_ref *given_to(const struct effect *effect, const struct column_ref *column)
{
	if (!effect->given)
		return NULL;
	vec_each(const struct column_ref, ref, effect->given) {
		if (str_equal(ref->table, column->table) && str_equal(ref->column, column->column))
			return ref;
	}
	return NULL;
}

static struct states states_of(const struct effect *effect, const struct column_ref *column, const char *changed)
{
	bool here = str_equal(effect->table, column->table);
	struct states states = {.looked_at = test_of(effect, column, changed), .looks = true};

	if (here && effect->verb == EFFECT_INSERT)
		states.changes = true;
	if (here && effect->verb == EFFECT_WRITE)
		states.changes = names_has(&effect->columns, column->column) || !effect->columns.count;
	if (states.changes)
		states.left_behind = given_to(effect, column);
	return states;
}

/* Texts of literals that a value cannot both start with, or be and start with. */
static bool starts_exclude(const struct column_ref *a, const struct column_ref *b)
{
	const struct column_ref *start = a->test == TEST_STARTS ? a : b;
	const struct column_ref *other = start == a ? b : a;

	if (start->test != TEST_STARTS || (other->test != TEST_STARTS && other->test != TEST_EQUALS))
		return false;
	const char *prefix = start->values->items[0];
	if (other->test == TEST_STARTS)
		return !str_starts_with(prefix, other->values->items[0]) &&
		       !str_starts_with(other->values->items[0], prefix);
	for (size_t i = 0; i < other->values->count; i++) {
		if (str_starts_with(other->values->items[i], prefix))
			return false;
	}
	return true;
}

/* Different texts of one kind; '1' and 1, or 't' and true, may be the same value. */
static bool literals_differ(const char *a, const char *b)
{
	bool same_kind = (*a == '\'') == (*b == '\'') && (*a == 't' || *a == 'f') == (*b == 't' || *b == 'f');

	return same_kind && !str_equal(a, b);
}

static bool literals_exclude(const struct names *a, const struct names *b)
{
	for (size_t i = 0; i < a->count; i++) {
		for (size_t k = 0; k < b->count; k++) {
			if (!literals_differ(a->items[i], b->items[k]))
				return false;
		}
	}
	return true;
}

static bool tests_exclude(const struct column_ref *a, const struct column_ref *b)
{
	if (!a || !b || a->test == TEST_NONE || b->test == TEST_NONE)
		return false;
	if (a->test == TEST_IS_NULL || b->test == TEST_IS_NULL)
		return a->test != b->test;
	if (a->test == TEST_EQUALS && b->test == TEST_EQUALS)
		return literals_exclude(a->values, b->values);
	if (a->test == TEST_EQUALS && b->test == TEST_DIFFERS)
		return names_has_all(b->values, a->values);
	if (a->test == TEST_DIFFERS && b->test == TEST_EQUALS)
		return names_has_all(a->values, b->values);
	return starts_exclude(a, b);
}

/* Neither finds a row of the other, nor makes one that the other would look for. */
static bool states_exclude(const struct states *a, const struct states *b)
{
	if (b->looks && !tests_exclude(a->looked_at, b->looked_at))
		return false;
	if (b->changes && !tests_exclude(a->looked_at, b->left_behind))
		return false;
	return !a->changes || !b->looks || tests_exclude(a->left_behind, b->looked_at);
}

bool rows_are_disjoint(const struct effect *a, const struct effect *b)
{
	vec_each(const struct column_ref, column, &a->filters) {
		struct states left, right;
		if (column->test == TEST_NONE)
			continue;
		left = states_of(a, column, b->table);
		right = states_of(b, column, a->table);
		if (str_equal(b->table, column->table) && b->verb == EFFECT_INSERT)
			right.looks = false;
		if (states_exclude(&left, &right))
			return true;
	}
	return false;
}

/* Tells the test one kind of rows from another? That the column to be filled is still NULL tells nothing. */
static bool tells_kind(const struct effect *writer, const struct column_ref *ref)
{
	if (ref->reach != REACH_ALL || !str_equal(ref->table, writer->table))
		return false;
	if (ref->test == TEST_IS_NULL)
		return ref->role == READ_FILTER && !names_has(&writer->columns, ref->column);
	return ref->test == TEST_EQUALS || ref->test == TEST_STARTS || ref->test == TEST_MATCHES;
}

/* Does the statement choose rows of the kind that `kind` tells? A NULL that all statements of a job ask for is the
 * scope of its batches, and no kind that the others share. */
static bool is_of_kind(const struct effect *effect, const struct effect *writer, const struct column_ref *kind)
{
	if (effect == writer)
		return true;
	if (kind->test == TEST_IS_NULL)
		return false;
	vec_each(const struct column_ref, ref, &effect->filters) {
		if (!tells_kind(effect, ref) || ref->test != kind->test || !str_equal(ref->column, kind->column))
			continue;
		if (!kind->values || !kind->values->count)
			return true;
		if (ref->values && names_has_all(kind->values, ref->values))
			return true;
	}
	return false;
}

bool rows_may_differ(const struct effect *writer, const struct effect *other, const struct effect *reader)
{
	vec_each(const struct column_ref, ref, &writer->filters) {
		if (tells_kind(writer, ref) && !column_refs_has(&reader->filters, ref->table, ref->column) &&
		    is_of_kind(other, writer, ref))
			return true;
	}
	return false;
}

/* The literals of which the column is one in every row that the statement chooses; NULL when it asks for anything else. */
static const struct names *values_chosen(const struct effect *effect, const char *table, const char *column)
{
	const struct names *values = NULL;

	vec_each(const struct column_ref, ref, &effect->filters) {
		if (!str_equal(ref->table, table) || !str_equal(ref->column, column))
			continue;
		if (ref->test != TEST_EQUALS || ref->reach != REACH_ALL || !ref->values || !ref->values->count ||
		    (values && values != ref->values))
			return NULL;
		values = ref->values;
	}
	return values;
}

bool rows_stay_chosen(const struct effect *reader, const struct effect *writer, const char *table, const char *column)
{
	struct column_ref wanted = {.table = table, .column = column};
	const struct names *before = values_chosen(writer, table, column);
	const struct column_ref *after = given_to(writer, &wanted);
	const struct names *looked_for = values_chosen(reader, table, column);

	if (writer->verb != EFFECT_WRITE || !str_equal(writer->table, table) || !before || !looked_for || !after ||
	    after->test != TEST_EQUALS || column_refs_has(&reader->sources, table, column))
		return false;
	return names_has_all(looked_for, before) && names_has_all(looked_for, after->values);
}
