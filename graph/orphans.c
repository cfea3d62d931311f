/* A migration that deletes rows without a partner (an anti-join: NOT EXISTS, or an outer join and IS NULL) seldom needs
 * a job on the same rows. If a foreign key follows in the same migration, these rows could not stay, whatever else they
 * hold. If the job only looks at rows that have the partner (every read joins it) and replaces one reference by
 * another, orphans are neither its rows nor its result. */
#include "graph/orphans.h"

/* The column of another table that no chosen row has a partner in. */
static const struct column_ref *missing_partner(const struct effect *effect)
{
	vec_each(const struct column_ref, ref, &effect->filters) {
		if (ref->reach == REACH_ALL && ref->test == TEST_IS_NULL && ref->role == READ_JOIN &&
		    !str_equal(ref->table, effect->table))
			return ref;
	}
	return NULL;
}

static bool joins_by(const struct effect *effect, const char *table, const char *column)
{
	vec_each(const struct column_ref, ref, &effect->filters) {
		if (ref->role == READ_JOIN && str_equal(ref->table, table) && str_equal(ref->column, column))
			return true;
	}
	return false;
}

/* Does the same migration go on to a foreign key over the column that has no partner? */
static bool key_follows(const struct walk *walk, const struct effect *effect, const struct column_ref *partner)
{
	vec_each(const struct effect, other, &walk->placed->migration->effects) {
		if (other > effect && other->verb == EFFECT_ADD_FOREIGN_KEY && str_equal(other->table, effect->table) &&
		    str_equal(other->references, partner->table) && other->columns.count &&
		    joins_by(effect, effect->table, other->columns.items[0]))
			return true;
	}
	return false;
}

/* What a statement asks of the rows of a table. */
enum look { LOOK_NONE, LOOK_MATCHED, LOOK_OTHER };

static enum look look_of(const struct effect *effect, const char *table, const char *column)
{
	enum look look = LOOK_NONE;
	bool by_key = false;

	vec_each(const struct column_ref, ref, &effect->filters) {
		if (!str_equal(ref->table, table))
			continue;
		by_key |= str_equal(ref->column, "id");
		if (str_equal(ref->column, "id"))
			continue;
		if (ref->role == READ_JOIN && ref->reach == REACH_ALL && ref->test == TEST_NOT_NULL &&
		    str_equal(ref->column, column))
			return LOOK_MATCHED;
		look = LOOK_OTHER;
	}
	if (look == LOOK_NONE && !by_key && effect->verb == EFFECT_READ && str_equal(effect->table, table))
		look = LOOK_OTHER;
	return look;
}

/* Does every look of the job at the table join the partner by the column? Rows found by key alone were looked at
 * before. */
static bool looks_at_matched_only(const struct tracked_job *job, const struct fact *fact,
				  const struct column_ref *partner)
{
	bool found = false;

	for (size_t r = 0; r < job->readings.count; r++) {
		vec_each(const struct effect, effect, &job->readings.items[r]->effects) {
			enum look look = look_of(effect, fact->table, fact->column);
			if (effect->object != OBJECT_ROWS || effect->through_trigger)
				continue;
			if (look == LOOK_OTHER)
				return false;
			found |= look == LOOK_MATCHED;
		}
	}
	return found && job_reads_as(job, partner->table, partner->column, READ_JOIN);
}

const char *orphans_why_benign(const struct walk *walk, const struct effect *effect, const struct fact *fact)
{
	const struct column_ref *partner = effect->verb == EFFECT_DELETE ? missing_partner(effect) : NULL;

	if (!partner || !str_equal(fact->table, effect->table) || fact->kind != FACT_WRITE)
		return NULL;
	if (!joins_by(effect, effect->table, fact->column))
		return key_follows(walk, walk->effect, partner)
			       ? "a foreign key follows that would not let the rows stay"
			       : NULL;
	if (!fact->writes_null && looks_at_matched_only(fact->job, fact, partner))
		return "the job only looks at rows that have the partner which the deleted ones lack";
	return NULL;
}
