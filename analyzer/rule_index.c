/* Sorted arrays and binary search. Several migrations may share a version (other databases' directories): the one that
 * runs first comes first. */
#include "analyzer/rule_index.h"

#include <stdlib.h>

const char *job_class_short(const char *name)
{
	static const char *const prefixes[] = {"::", "Gitlab::BackgroundMigration::"};
	for (size_t i = 0; name && i < 2; i++) {
		if (str_starts_with(name, prefixes[i]))
			name += i == 0 ? 2 : sizeof("Gitlab::BackgroundMigration::") - 1;
	}
	return name;
}

static int compare_versions(const void *a, const void *b)
{
	const struct placed_migration *left = *(const struct placed_migration *const *)a;
	const struct placed_migration *right = *(const struct placed_migration *const *)b;
	int order = str_compare(left->migration->version, right->migration->version);
	return order ? order : (left->order > right->order) - (left->order < right->order);
}

static int compare_calls(const void *a, const void *b)
{
	const struct job_call *left = a, *right = b;
	int order = str_compare(left->class_name, right->class_name);
	if (order)
		return order;
	if (left->migration != right->migration)
		return left->migration->order < right->migration->order ? -1 : 1;
	return (left->position > right->position) - (left->position < right->position);
}

static int compare_jobs(const void *a, const void *b)
{
	const struct job *left = *(const struct job *const *)a, *right = *(const struct job *const *)b;
	int order = str_compare(left->class_name, right->class_name);
	return order ? order : str_compare(left->id, right->id);
}

static int compare_classes(const void *a, const void *b)
{
	return str_compare((*(const struct job_class *const *)a)->name, (*(const struct job_class *const *)b)->name);
}

static void collect_calls(struct arena *arena, struct rule_index *index, const struct placed_migration *placed)
{
	const struct effects *effects = &placed->migration->effects;
	vec_each(struct effect, effect, effects) {
		if (effect->object != OBJECT_JOB || !effect->name)
			continue;
		struct job_call call = {.class_name = job_class_short(effect->name),
					.migration = placed,
					.effect = effect,
					.position = (size_t)(effect - effects->items)};
		if (effect->verb == EFFECT_QUEUE)
			vec_push(arena, &index->queues, call);
		else if (effect->verb == EFFECT_GATE)
			vec_push(arena, &index->gates, call);
		else if (effect->verb == EFFECT_CANCEL)
			vec_push(arena, &index->cancels, call);
	}
}

static void sort_calls(struct job_calls *calls)
{
	if (calls->count)
		qsort(calls->items, calls->count, sizeof(*calls->items), compare_calls);
}

#define SORT(vec, compare)                                                                                             \
	do {                                                                                                           \
		if ((vec)->count)                                                                                      \
			qsort((vec)->items, (vec)->count, sizeof(*(vec)->items), compare);                             \
	} while (0)

const struct rule_index *rule_index_new(struct arena *arena, const struct graph *graph)
{
	struct rule_index *index = ARENA_NEW(arena, struct rule_index);
	vec_each(struct placed_migration, placed, &graph->migrations) {
		vec_push(arena, &index->by_version, placed);
		collect_calls(arena, index, placed);
	}
	vec_each(struct job *, job, &graph->jobs) {
		if ((*job)->class_name)
			vec_push(arena, &index->jobs, *job);
	}
	vec_each(struct job_class *, class, &graph->project->job_classes) {
		vec_push(arena, &index->classes, *class);
	}
	SORT(&index->by_version, compare_versions);
	SORT(&index->jobs, compare_jobs);
	SORT(&index->classes, compare_classes);
	sort_calls(&index->queues);
	sort_calls(&index->gates);
	sort_calls(&index->cancels);
	index->history = object_history_new(arena, graph);
	return index;
}

const struct placed_migration *index_migration(const struct rule_index *index, const char *version)
{
	size_t low = 0, high = index->by_version.count;
	while (version && low < high) {
		size_t middle = low + (high - low) / 2;
		if (str_compare(index->by_version.items[middle]->migration->version, version) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (!version || low == index->by_version.count ||
	    !str_equal(index->by_version.items[low]->migration->version, version))
		return NULL;
	return index->by_version.items[low];
}

struct job_calls job_calls_of(const struct job_calls *calls, const char *class_name)
{
	size_t low = 0, high = calls->count;
	class_name = job_class_short(class_name);
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (str_compare(calls->items[middle].class_name, class_name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	size_t end = low;
	while (end < calls->count && str_equal(calls->items[end].class_name, class_name))
		end++;
	return (struct job_calls){.items = calls->items ? calls->items + low : NULL, .count = end - low};
}

const struct job *const *index_jobs(const struct rule_index *index, const char *class_name, size_t *count_out)
{
	size_t low = 0, high = index->jobs.count;
	class_name = job_class_short(class_name);
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (str_compare(index->jobs.items[middle]->class_name, class_name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	size_t end = low;
	while (end < index->jobs.count && str_equal(index->jobs.items[end]->class_name, class_name))
		end++;
	*count_out = end - low;
	return end > low ? index->jobs.items + low : NULL;
}

const struct job_class *index_class(const struct rule_index *index, const char *name)
{
	size_t low = 0, high = index->classes.count;
	name = job_class_short(name);
	while (name && low < high) {
		size_t middle = low + (high - low) / 2;
		int order = str_compare(index->classes.items[middle]->name, name);
		if (order == 0)
			return index->classes.items[middle];
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return NULL;
}
