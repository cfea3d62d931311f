/* Names are looked up in sorted lists that lie in the cache as they are used; the core is a map beside them. */
#include "analyzer/reach/reach.h"

#include "analyzer/analysis.h"
#include "analyzer/cache/kept.h"
#include "analyzer/reach/touches.h"
#include "graph/job.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define ROUNDS_MAX 5u
#define SMALL_TREE 20u

struct reach {
	struct arena *arena;
	struct contents *contents;
	struct kept_reach kept;
	const struct names *changed;
	struct map core;        /* names */
	struct map wanted;      /* paths */
	struct map wanted_jobs; /* classes */
	struct names queue;     /* names that are to become core */
	struct names missing;
	struct names tables;
	bool failed;
};

/* --- the sorted lists: every item begins with its key --- */

static int compare_key(const void *key, const void *item)
{
	return strcmp(key, *(const char *const *)item);
}

#define FIND(list, key)                                                                                                \
	((key) && (list).count ? bsearch((key), (list).items, (list).count, sizeof(*(list).items), compare_key) : NULL)

_Static_assert(offsetof(struct kept_migration, path) == 0 && offsetof(struct kept_touched, name) == 0 &&
		       offsetof(struct kept_job_class, name) == 0 && offsetof(struct kept_job_answer, key) == 0 &&
		       offsetof(struct kept_job_state, id) == 0 && offsetof(struct kept_alias, name) == 0,
	       "the key comes first");

static bool is_there(const struct map *map, const char *name)
{
	return map_get(map, name) != NULL;
}

static void mark(struct map *map, const char *name)
{
	map_put(map, name, (void *)name);
}

/* --- the core --- */

/* The other names wait in the queue: chains of renames may be long. */
static void queue_aliases(struct reach *reach, const char *name)
{
	const struct kept_alias *first = FIND(reach->kept.aliases, name);
	const struct kept_alias *end = reach->kept.aliases.items + reach->kept.aliases.count;

	while (first && first > reach->kept.aliases.items && strcmp(first[-1].name, name) == 0)
		first--;
	for (; first && first < end && strcmp(first->name, name) == 0; first++)
		names_push(reach->arena, &reach->queue, first->other);
}

static void take_core(struct reach *reach, const char *name)
{
	const struct kept_touched *touched = FIND(reach->kept.touched, name);

	if (is_there(&reach->core, name))
		return;
	mark(&reach->core, str_copy(reach->arena, name));
	for (size_t i = 0; touched && i < touched->migrations.count; i++)
		mark(&reach->wanted, touched->migrations.items[i]);
	for (size_t i = 0; touched && i < touched->jobs.count; i++)
		mark(&reach->wanted_jobs, touched->jobs.items[i]);
	queue_aliases(reach, name);
}

/* Everything about a name, by all names that a table has. */
static void add_core(struct reach *reach, const char *name)
{
	take_core(reach, name);
	while (reach->queue.count)
		take_core(reach, reach->queue.items[--reach->queue.count]);
}

/* Of a job that a changed migration speaks of everything that it touches matters. */
static void add_class(struct reach *reach, const char *name)
{
	const struct kept_job_class *class = FIND(reach->kept.job_classes, name);

	add_core(reach, name);
	mark(&reach->wanted_jobs, str_copy(reach->arena, name));
	for (size_t i = 0; class && i < class->touches.count; i++)
		add_core(reach, class->touches.items[i]);
}

static void add_name(struct reach *reach, const char *name)
{
	if (FIND(reach->kept.job_classes, name))
		add_class(reach, name);
	else
		add_core(reach, name);
}

static bool is_name(const struct reach *reach, const char *word)
{
	return FIND(reach->kept.touched, word) || names_has_sorted(&reach->kept.dumped, word) ||
	       FIND(reach->kept.job_classes, word);
}

static size_t word_length(const char *bytes, size_t length)
{
	size_t i = 0;

	while (i < length &&
	       (isalnum((unsigned char)bytes[i]) || bytes[i] == '_' ||
		(bytes[i] == ':' && i + 2 < length && bytes[i + 1] == ':' && isupper((unsigned char)bytes[i + 2])) ||
		(bytes[i] == ':' && i > 0 && bytes[i - 1] == ':')))
		i++;
	return i;
}

/* The words of a text that are names: a guess at what it touches, which spares rounds. */
static void add_words(struct reach *reach, const struct source *source)
{
	for (size_t i = 0; i < source->length;) {
		size_t length = word_length(source->bytes + i, source->length - i);
		if (length > 0) {
			struct arena_mark before = arena_mark(reach->arena);
			const char *word = str_copy_n(reach->arena, source->bytes + i, length);
			bool known = is_name(reach, word);
			if (!known)
				arena_pop(reach->arena, before);
			else
				add_name(reach, word);
		}
		i += length + 1;
	}
}

static void add_changed(struct reach *reach, const char *path)
{
	struct input *input = contents_find(reach->contents, path);
	struct diags ignored = diags_new(reach->arena);
	const struct source *source = input ? contents_read(reach->contents, reach->arena, input, &ignored) : NULL;

	mark(&reach->wanted, path);
	vec_each(const struct kept_touched, touched, &reach->kept.touched) {
		if (names_has(&touched->migrations, path))
			add_name(reach, touched->name);
	}
	if (source)
		add_words(reach, source);
	else
		reach->failed = true;
}

/* What is kept of a changed migration is not used, and its places are those of another text. */
static const struct source *source_of(void *payload, const char *path)
{
	struct reach *reach = payload;

	if (names_has(reach->changed, path)) {
		struct source *before = ARENA_NEW(reach->arena, struct source);
		*before = (struct source){.path = path, .length = UINT32_MAX};
		return before;
	}
	return contents_source_of(reach->contents, reach->arena, path);
}

static bool recall(struct reach *reach, const struct reach_request *request)
{
	struct codec_reader reader = {request->arena, NULL, source_of, reach};
	struct cache_value value;

	if (request->index) {
		reach->kept = *request->index;
		return true;
	}
	if (!cache_file_get(request->file, request->key, &value))
		return false;
	value.bytes = (unsigned char *)str_copy_n(request->arena, (const char *)value.bytes, value.length);
	return codec_read(&reader, &shape_reach, value, &reach->kept);
}

struct reach *reach_new(const struct reach_request *request)
{
	struct reach *reach = ARENA_NEW(request->arena, struct reach);

	*reach = (struct reach){.arena = request->arena,
				.contents = request->contents,
				.changed = request->changed,
				.core = map_new(request->arena),
				.wanted = map_new(request->arena),
				.wanted_jobs = map_new(request->arena)};
	if (!recall(reach, request))
		return NULL;
	vec_each(const struct kept_job_class, class, &reach->kept.job_classes) {
		if (class->is_linked)
			mark(&reach->wanted_jobs, class->name);
	}
	vec_each(const struct kept_migration, migration, &reach->kept.migrations) {
		if (!migration->digest)
			mark(&reach->wanted, migration->path);
	}
	for (size_t i = 0; i < request->changed->count; i++)
		add_changed(reach, request->changed->items[i]);
	return reach->failed ? NULL : reach;
}

/* --- for the scan --- */

const struct kept_migration *reach_outside(const struct reach *reach, const char *path)
{
	return is_there(&reach->wanted, path) ? NULL : FIND(reach->kept.migrations, path);
}

uint64_t reach_digest(const struct reach *reach, const char *path)
{
	const struct kept_migration *migration = FIND(reach->kept.migrations, path);

	return migration && !names_has(reach->changed, path) ? migration->digest : 0;
}

uint64_t reach_job_digest(const struct reach *reach, const char *key)
{
	const struct kept_job_answer *answer = FIND(reach->kept.job_answers, key);

	return answer ? answer->digest : 0;
}

bool reach_has_job(const struct reach *reach, const char *class_name)
{
	const char *name = job_class_name(class_name);

	return !name || is_there(&reach->wanted_jobs, name) || !FIND(reach->kept.job_classes, name);
}

bool reach_knows(const struct reach *reach, const char *name)
{
	return !name || is_there(&reach->core, name) || !is_name(reach, name);
}

void reach_miss(struct reach *reach, const char *name)
{
	if (name)
		names_add(reach->arena, &reach->missing, str_copy(reach->arena, name));
	else
		reach->failed = true;
}

const struct kept_declared *reach_declared(const struct reach *reach)
{
	return reach->kept.declared;
}

static void add_table(struct reach *reach, const char *name)
{
	if (names_has_sorted(&reach->kept.dumped, name))
		names_push(reach->arena, &reach->tables, name);
}

const struct names *reach_tables(struct reach *reach)
{
	reach->tables = (struct names){0};
	add_table(reach, ""); /* what is about no table */
	for (size_t i = 0; i < reach->core.capacity; i++) {
		if (reach->core.slots[i].key)
			add_table(reach, reach->core.slots[i].key);
	}
	vec_each(const struct kept_job_class, class, &reach->kept.job_classes) {
		for (size_t i = 0; is_there(&reach->wanted_jobs, class->name) && i < class->touches.count; i++)
			add_table(reach, class->touches.items[i]);
	}
	names_sort_unique(&reach->tables);
	return &reach->tables;
}

/* --- afterwards --- */

static void need(struct reach *reach, const char *name)
{
	if (!reach_knows(reach, name))
		reach_miss(reach, name);
}

/* Everything that the job of a changed migration touches counts, under whatever name. */
static void need_jobs(struct reach *reach, const struct graph *graph, const struct effect *effect)
{
	const char *name = job_class_name(effect->name);

	/* which job a part of a name means is not told by names */
	if (effect->job->era == JOB_ONLINE_SCHEMA)
		reach_miss(reach, NULL);
	need(reach, name);
	const struct kept_job_class *class = FIND(reach->kept.job_classes, name);
	for (size_t i = 0; class && i < class->touches.count; i++)
		need(reach, class->touches.items[i]);
	vec_each(struct job *, job, &graph->jobs) {
		for (size_t i = 0; str_equal((*job)->class_name, name) && i < (*job)->touched.count; i++)
			need(reach, (*job)->touched.items[i]);
	}
}

static bool is_described(const struct reach *reach, const char *table)
{
	const struct kept_touched *touched = FIND(reach->kept.touched, table);

	return (touched && touched->is_described) || names_has_sorted(&reach->kept.dumped, table);
}

/* Does one of the effects describe a table that the base does not know? */
static bool describe_new(const struct reach *reach, const struct effects *effects)
{
	vec_each(const struct effect, effect, effects) {
		const char *table = effect->object == OBJECT_TABLE && effect->to ? effect->to : effect->table;
		if (table && effect_describes(effect) && !is_described(reach, table))
			return true;
	}
	return false;
}

/* Is there a table more or less for those who ask for all of them? */
static bool changes_tables(const struct reach *reach, const struct migration *migration, const struct names *touched)
{
	if (describe_new(reach, &migration->effects) || describe_new(reach, &migration->down_effects))
		return true;
	vec_each(const struct kept_touched, before, &reach->kept.touched) {
		if (before->is_described && before->migrations.count == 1 &&
		    strcmp(before->migrations.items[0], migration->path) == 0 &&
		    !names_has_sorted(touched, before->name))
			return true;
	}
	return false;
}

static void review_migration(struct reach *reach, const struct graph *graph, const struct migration *migration)
{
	struct names touched = {0};

	touches_of_migration(reach->arena, migration, &touched);
	names_sort_unique(&touched);
	if (reach->kept.wants_all_tables && changes_tables(reach, migration, &touched))
		reach_miss(reach, NULL);
	for (size_t i = 0; i < touched.count; i++)
		need(reach, touched.items[i]);
	vec_each(const struct effect, effect, &migration->effects) {
		if (effect->job)
			need_jobs(reach, graph, effect);
	}
	vec_each(const struct effect, effect, &migration->down_effects) {
		if (effect->job)
			need_jobs(reach, graph, effect);
	}
}

/* A migration of which nothing says its release has that of its neighbours: a new one may move others. */
static void review_places(struct reach *reach, struct graph *graph)
{
	vec_each(const struct placed_migration, placed, &graph->migrations) {
		const struct kept_migration *kept = FIND(reach->kept.migrations, placed->migration->path);
		if (names_has(reach->changed, placed->migration->path))
			continue;
		if (!kept || !str_equal(release_text(reach->arena, placed->release), kept->release))
			reach_miss(reach, NULL);
		if (kept && reach_outside(reach, placed->migration->path)) {
			graph->statements += kept->statements;
			graph->statements_resolved += kept->statements_resolved;
		}
	}
}

static void review_coverage(struct reach *reach, struct graph *graph)
{
	graph->jobs_resolved = 0;
	vec_each(struct job *, job, &graph->jobs) {
		const struct kept_job_state *state = FIND(reach->kept.jobs, (*job)->id);
		bool is_read = reach_has_job(reach, (*job)->class_name);
		if (!is_read && !state)
			reach_miss(reach, NULL);
		graph->jobs_resolved += is_read ? (*job)->resolved : state && state->is_resolved;
	}
}

/* Is every name that the changed migrations depend on of the core, and has every other one the release that it had? */
static void review(struct reach *reach, struct analysis *analysis)
{
	vec_each(struct migration *, migration, &analysis->scan->project.migrations) {
		if (names_has(reach->changed, (*migration)->path))
			review_migration(reach, &analysis->graph, *migration);
	}
	review_places(reach, &analysis->graph);
	review_coverage(reach, &analysis->graph);
}

/* False when the core has become so large that the whole tree is as quickly read. */
static bool enlarge(struct reach *reach)
{
	struct names missing = reach->missing;

	reach->missing = (struct names){0};
	for (size_t i = 0; i < missing.count; i++)
		add_name(reach, missing.items[i]);
	return reach->wanted.count * 2 < reach->kept.migrations.count + SMALL_TREE;
}

bool reach_analyse(struct reach *reach, struct analysis *now, const struct analysis_options *options)
{
	struct analysis_options wanted = *options;

	wanted.reach = reach;
	for (unsigned round = 0; round < ROUNDS_MAX && !reach->failed; round++) {
		if (analysis_run(now, &wanted, ANALYSIS_FINDINGS) == 0)
			review(reach, now);
		else
			reach->failed = true;
		if (!reach->failed && reach->missing.count == 0)
			return true;
		analysis_forget(now);
		if (!enlarge(reach))
			break;
	}
	analysis_forget(now);
	return false;
}
