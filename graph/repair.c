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

void repair_note(struct walk *walk, const struct effect *effect)
{
	if (effect->verb != EFFECT_WRITE || effect->object != OBJECT_ROWS || effect->writes_null || !effect->table)
		return;
	for (size_t i = 0; i < effect->columns.count; i++) {
		if (!completes(effect, effect->columns.items[i]))
			continue;
		const char *key = str_concat(walk->arena, effect->table, ".", effect->columns.items[i]);
		struct repairs *repairs = map_get(&walk->repairs, key);
		if (!repairs) {
			repairs = ARENA_NEW(walk->arena, struct repairs);
			map_put(&walk->repairs, key, repairs);
		}
		struct job_event *event = ARENA_NEW(walk->arena, struct job_event);
		*event = (struct job_event){walk->placed, effect, effect->guard, true};
		vec_push(walk->arena, &repairs->events, event);
	}
}

static bool values_count(const struct need *need)
{
	return need->relation == RELATION_NOT_NULL || need->relation == RELATION_FK ||
	       need->relation == RELATION_READS_RESULT;
}

const struct job_event *repair_of(const struct walk *walk, const struct need *need, const struct job_run *run,
				  unsigned installations)
{
	const struct fact *fact = need->fact;

	if (!fact || fact->kind != FACT_WRITE || !values_count(need))
		return NULL;
	const struct repairs *repairs =
		map_get(&walk->repairs, str_concat(walk->arena, fact->table, ".", fact->column));
	for (size_t i = 0; repairs && i < repairs->events.count; i++) {
		const struct job_event *event = repairs->events.items[i];
		bool after = !run->migration || event->migration->order > run->migration->order;
		if (after && (installations & ~guard_installations(event->guard)) == 0)
			return event;
	}
	return NULL;
}
