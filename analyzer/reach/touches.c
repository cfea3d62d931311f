/* Names of columns are left out: whoever names a column names its table as well. */
#include "analyzer/reach/touches.h"

#include "graph/job.h"

static void add(struct arena *arena, struct names *out, const char *name)
{
	if (name && *name)
		names_push(arena, out, name);
}

static void add_tables(struct arena *arena, const struct column_refs *refs, struct names *out)
{
	const char *last = NULL;

	vec_each(const struct column_ref, ref, refs) {
		if (ref->table != last)
			add(arena, out, ref->table);
		last = ref->table;
	}
}

static void add_job(struct arena *arena, const struct effect *effect, struct names *out)
{
	add(arena, out, job_class_name(effect->name));
	if (effect->job->does)
		touches_of_effects(arena, effect->job->does, out);
}

void touches_of_effects(struct arena *arena, const struct effects *effects, struct names *out)
{
	vec_each(const struct effect, effect, effects) {
		add(arena, out, effect->table);
		add(arena, out, effect->references);
		add(arena, out, effect->only_when_empty);
		if (effect->object != OBJECT_COLUMN)
			add(arena, out, effect->to);
		if (effect->job)
			add_job(arena, effect, out);
		else
			add(arena, out, effect->name);
		add_tables(arena, &effect->predicate_columns, out);
		add_tables(arena, &effect->filters, out);
		add_tables(arena, &effect->sources, out);
		if (effect->given)
			add_tables(arena, effect->given, out);
		if (effect->body)
			touches_of_effects(arena, effect->body, out);
	}
}

void touches_of_migration(struct arena *arena, const struct migration *migration, struct names *out)
{
	touches_of_effects(arena, &migration->effects, out);
	touches_of_effects(arena, &migration->down_effects, out);
}

bool effect_describes(const struct effect *effect)
{
	bool is_table = effect->object == OBJECT_TABLE || effect->object == OBJECT_VIEW;

	return effect->verb == EFFECT_ADD_COLUMN || effect->object == OBJECT_COLUMN ||
	       (is_table && (effect->verb == EFFECT_CREATE || effect->verb == EFFECT_RENAME ||
			     effect->verb == EFFECT_SWAP || effect->verb == EFFECT_PARTITION));
}

void described_by_effects(struct arena *arena, const struct effects *effects, struct names *out)
{
	vec_each(const struct effect, effect, effects) {
		if (!effect_describes(effect))
			continue;
		add(arena, out, effect->table ? effect->table : effect->name);
		if (effect->object == OBJECT_TABLE)
			add(arena, out, effect->to);
	}
}
