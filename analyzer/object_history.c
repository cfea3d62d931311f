/* One sorted array of events; an object's events are neighbours in it. A swap is no event: both names are there before
 * and after it. */
#include "analyzer/object_history.h"

#include <stdlib.h>

struct recorder {
	struct arena *arena;
	struct object_history *history;
	const struct placed_migration *migration;
	const struct effect *effect;
};

static void record(const struct recorder *r, enum history_kind kind, const char *table, const char *name, bool appears)
{
	if (!table || !name)
		return;
	vec_push(r->arena, r->history,
		 (struct object_event){.kind = kind,
				       .table = table,
				       .name = name,
				       .appears = appears,
				       .migration = r->migration,
				       .effect = r->effect});
}

static void record_columns(const struct recorder *r, const struct names *columns, bool appears)
{
	for (size_t i = 0; i < columns->count; i++)
		record(r, HISTORY_COLUMN, r->effect->table, columns->items[i], appears);
}

const char *unique_key_name(struct arena *arena, const struct names *columns)
{
	struct names sorted = {0};
	for (size_t i = 0; i < columns->count; i++)
		names_add(arena, &sorted, columns->items[i]);
	names_sort(&sorted);
	return names_join(arena, &sorted, ",");
}

static void record_rename(const struct recorder *r)
{
	const struct effect *effect = r->effect;
	if (effect->object == OBJECT_TABLE) {
		record(r, HISTORY_TABLE, effect->table, "", false);
		record(r, HISTORY_TABLE, effect->to, "", true);
	} else if (effect->object == OBJECT_COLUMN) {
		record_columns(r, &effect->columns, false);
		record_columns(r, &effect->to_columns, true);
		if (effect->to_columns.count == 0)
			record(r, HISTORY_COLUMN, effect->table, effect->to, true);
	} else if (effect->object == OBJECT_CONSTRAINT || effect->object == OBJECT_FOREIGN_KEY) {
		record(r, HISTORY_CONSTRAINT, effect->table, effect->name, false);
		record(r, HISTORY_CONSTRAINT, effect->table, effect->to, true);
	}
}

static void record_unique(const struct recorder *r)
{
	const struct effect *effect = r->effect;
	bool is_unique = effect->unique == TRI_YES || effect->kind == CONSTRAINT_UNIQUE ||
			 effect->kind == CONSTRAINT_PRIMARY_KEY;
	if (is_unique && !effect->predicate && effect->columns.count)
		record(r, HISTORY_UNIQUE, effect->table, unique_key_name(r->arena, &effect->columns), true);
}

static void record_effect(const struct recorder *r)
{
	const struct effect *effect = r->effect;
	/* what happens only where there are no rows is not certain to happen */
	if (effect->only_when_empty)
		return;
	switch (effect->verb) {
	case EFFECT_CREATE:
	case EFFECT_DROP:
		if (effect->object == OBJECT_TABLE || effect->object == OBJECT_VIEW) {
			record(r, HISTORY_TABLE, effect->table, "", effect->verb == EFFECT_CREATE);
			if (effect->verb == EFFECT_CREATE)
				record_columns(r, &effect->columns, true);
		}
		break;
	case EFFECT_ADD_COLUMN:
	case EFFECT_DROP_COLUMN:
		record_columns(r, &effect->columns, effect->verb == EFFECT_ADD_COLUMN);
		break;
	case EFFECT_RENAME:
		record_rename(r);
		break;
	case EFFECT_ADD_CONSTRAINT:
	case EFFECT_ADD_FOREIGN_KEY:
		record(r, HISTORY_CONSTRAINT, effect->table, effect->name, true);
		record_unique(r);
		break;
	case EFFECT_DROP_CONSTRAINT:
	case EFFECT_DROP_FOREIGN_KEY:
		record(r, HISTORY_CONSTRAINT, effect->table, effect->name, false);
		break;
	case EFFECT_ADD_INDEX:
		record_unique(r);
		break;
	default:
		break;
	}
}

static int compare_objects(const struct object_event *a, const struct object_event *b)
{
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	int order = str_compare(a->table, b->table);
	return order ? order : str_compare(a->name, b->name);
}

static int compare_points(const struct placed_migration *a, const struct effect *a_effect,
			  const struct placed_migration *b, const struct effect *b_effect)
{
	if (a != b)
		return a->order < b->order ? -1 : 1;
	return (a_effect > b_effect) - (a_effect < b_effect);
}

static int compare_events(const void *a, const void *b)
{
	const struct object_event *left = a, *right = b;
	int order = compare_objects(left, right);
	if (order == 0)
		order = compare_points(left->migration, left->effect, right->migration, right->effect);
	return order ? order : (int)left->appears - (int)right->appears;
}

struct object_history object_history_new(struct arena *arena, const struct graph *graph)
{
	struct object_history history = {0};
	struct recorder r = {.arena = arena, .history = &history};
	vec_each(struct placed_migration, placed, &graph->migrations) {
		r.migration = placed;
		vec_each(struct effect, effect, &placed->migration->effects) {
			r.effect = effect;
			if (effect->guard == GUARD_NONE || effect->guard == GUARD_SELF_MANAGED)
				record_effect(&r);
		}
	}
	if (history.count)
		qsort(history.items, history.count, sizeof(*history.items), compare_events);
	return history;
}

struct object_moment object_history_at(const struct object_history *history, const struct object_event *object,
				       const struct placed_migration *migration, const struct effect *effect)
{
	struct object_moment moment = {0};
	size_t low = 0, high = history->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (compare_objects(&history->items[middle], object) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < history->count && compare_objects(&history->items[low], object) == 0; low++) {
		const struct object_event *event = &history->items[low];
		if (!str_equal(event->migration->migration->database, migration->migration->database))
			continue;
		int order = compare_points(event->migration, event->effect, migration, effect);
		if (order < 0)
			moment.before = event;
		else if (order > 0 && !moment.after)
			moment.after = event;
	}
	return moment;
}
