/* update_column_in_batches(:t, :c) { where(c: nil) } between a job's queue and a NOT NULL does what the job left: the
 * dependent still needs the column to be complete, and is protected. A statement counts when it asks for the column
 * that it fills, or asks for nothing but keys. Relations about the job's sources are not helped by it. */
#include "graph/repair.h"

#include "graph/guards.h"

struct repairs {
	VEC(struct job_event *) events; /* in order */
};

/* Does the statement reach every row that lacks the column? */
static bool completes(const struct effect *effect, const char *column)
{
	bool only_keys = true;

	if (column_refs_has(&effect->filters, effect->table, column))
		return true;
	vec_each(const struct column_ref, ref, &effect->filters)
		only_keys &= str_equal(ref->column, "id") && str_equal(ref->table, effect->table);
	return only_keys;
}

static struct repairs *repairs_at(struct walk *walk, const char *key)
{
	struct repairs *repairs = map_get(&walk->repairs, key);

	if (!repairs) {
		repairs = ARENA_NEW(walk->arena, struct repairs);
		map_put(&walk->repairs, key, repairs);
	}
	return repairs;
}

static const char *key_of_values(const struct walk *walk, const char *table, const char *column)
{
	return str_printf(walk->arena, "%s.%s", table, column);
}

/* Of gates: that there is a value is known, and not which. */
static const char *key_of_presence(const struct walk *walk, const char *table, const char *column)
{
	return str_printf(walk->arena, "gate %s.%s", table, column);
}

void repair_note(struct walk *walk, const struct effect *effect)
{
	if (effect->verb != EFFECT_WRITE || effect->object != OBJECT_ROWS || effect->writes_null || !effect->table)
		return;
	for (size_t i = 0; i < effect->columns.count; i++) {
		if (!completes(effect, effect->columns.items[i]))
			continue;
		struct job_event *event = ARENA_NEW(walk->arena, struct job_event);
		*event = (struct job_event){walk->placed, effect, effect->guard, true};
		vec_push(walk->arena,
			 &repairs_at(walk, key_of_values(walk, effect->table, effect->columns.items[i]))->events,
			 event);
	}
}

/* Does the statement of a batched job give the column a value in every row of the batch that has none? */
static bool leaves_no_null(const struct job *job, const struct effect *effect, const char *column)
{
	if (effect->verb != EFFECT_WRITE || effect->writes_null || !str_equal(effect->table, job->table) ||
	    effect->sources.count)
		return false;
	vec_each(const struct column_ref, ref, &effect->filters) {
		bool is_key = str_equal(ref->column, "id") || str_equal(ref->column, job->batch_column);
		bool is_open = str_equal(ref->column, column) && ref->test == TEST_IS_NULL;
		if (!str_equal(ref->table, job->table) || !(is_key || is_open))
			return false;
	}
	return true;
}

void repair_note_gate(struct walk *walk, const struct tracked_job *job, const struct job_event *gate)
{
	for (size_t i = 0; i < job->facts.count; i++) {
		const struct fact *fact = job->facts.items[i];
		if (fact->kind != FACT_WRITE || fact->through_trigger || fact->renamed || !fact->effect ||
		    !fact->column || fact->certainty != CERTAINTY_PROVEN || job->job.era != JOB_BATCHED ||
		    !leaves_no_null(&job->job, fact->effect, fact->column))
			continue;
		struct job_event *event = ARENA_NEW(walk->arena, struct job_event);
		*event = *gate;
		vec_push(walk->arena, &repairs_at(walk, key_of_presence(walk, fact->table, fact->column))->events,
			 event);
	}
}

static bool values_count(const struct need *need)
{
	return need->relation == RELATION_NOT_NULL || need->relation == RELATION_FK ||
	       need->relation == RELATION_READS_RESULT;
}

static const struct job_event *first_after(const struct repairs *repairs, const struct job_run *run,
					   unsigned installations)
{
	for (size_t i = 0; repairs && i < repairs->events.count; i++) {
		const struct job_event *event = repairs->events.items[i];
		bool after = !run->migration || event->migration->order > run->migration->order;
		if (after && (installations & ~guard_installations(event->guard)) == 0)
			return event;
	}
	return NULL;
}

const struct job_event *repair_of(const struct walk *walk, const struct need *need, const struct job_run *run,
				  unsigned installations)
{
	const struct fact *fact = need->fact;

	if (!fact || fact->kind != FACT_WRITE || !values_count(need))
		return NULL;
	const struct job_event *found = first_after(
		map_get(&walk->repairs, key_of_values(walk, fact->table, fact->column)), run, installations);
	if (found || need->relation != RELATION_NOT_NULL || fact->writes_null)
		return found;
	return first_after(map_get(&walk->repairs, key_of_presence(walk, fact->table, fact->column)), run,
			   installations);
}
