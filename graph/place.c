/* Where a migration stands: its release, and its rank when one release is upgraded to in one go.
 *
 * Release, best source first: the milestone; the first release tag that holds the file; the job dictionary's entry that
 * names the version as the queueing one; the nearest neighbour by timestamp whose release is known, marked inferred:
 * the last one before, because a file cannot be older than the release whose development it followed, else the first
 * one after. Dated releases, when the project brings them, stand among the neighbours.
 *
 * The order is a property of the target release: up to 17.0 by timestamp with regular and post interleaved; from 17.1
 * files without milestone first (by timestamp), then by milestone, regular before post, timestamp. That is GitLab's
 * order; other products run their migrations by version alone. */
#include "graph/place.h"

#include "graph/map.h"

#include <stdlib.h>
#include <string.h>

static const char *without_zeros(const char *digits)
{
	while (*digits == '0' && digits[1])
		digits++;
	return digits;
}

int version_compare(const char *a, const char *b)
{
	if (!a || !b)
		return (a != NULL) - (b != NULL);
	a = without_zeros(a);
	b = without_zeros(b);
	size_t length_a = strlen(a);
	size_t length_b = strlen(b);
	if (length_a != length_b)
		return length_a < length_b ? -1 : 1;
	return strcmp(a, b);
}

/* Versions that are plain numbers come before those that have a key: one order for all, so that it is one. */
static int compare_by_name(const struct migration *a, const struct migration *b)
{
	if (a->sort_key && b->sort_key)
		return strcmp(a->sort_key, b->sort_key);
	if (a->sort_key || b->sort_key)
		return a->sort_key ? 1 : -1;
	return version_compare(a->version, b->version);
}

static int compare_by_file(const struct placed_migration *a, const struct placed_migration *b)
{
	int order = compare_by_name(a->migration, b->migration);

	if (!order)
		order = str_compare(a->migration->database, b->migration->database);
	return order ? order : str_compare(a->migration->path, b->migration->path);
}

static int compare_by_version(const void *a, const void *b)
{
	return compare_by_file(a, b);
}

static int compare_by_milestone(const void *left, const void *right)
{
	const struct placed_migration *a = left;
	const struct placed_migration *b = right;
	bool marked_a = a->release_source == RELEASE_MILESTONE;
	bool marked_b = b->release_source == RELEASE_MILESTONE;

	if (marked_a != marked_b)
		return marked_a ? 1 : -1;
	if (marked_a) {
		int order = release_compare_minor(a->release, b->release);
		if (order)
			return order;
		if (a->migration->kind != b->migration->kind)
			return a->migration->kind == MIGRATION_REGULAR ? -1 : 1;
	}
	return compare_by_file(a, b);
}

static struct map dictionary_by_version(struct arena *arena, const struct project *project)
{
	struct map map = map_new(arena);

	for (size_t i = 0; i < project->job_dictionaries.count; i++) {
		struct job_dictionary *dictionary = project->job_dictionaries.items[i];
		if (dictionary->queued_version && dictionary->milestone)
			map_put(&map, dictionary->queued_version, dictionary);
	}
	return map;
}

static void place_by_source(struct placed_migration *placed, const struct map *dictionaries)
{
	const struct migration *migration = placed->migration;
	const struct job_dictionary *dictionary = map_get(dictionaries, migration->version);

	placed->release_source = RELEASE_MILESTONE;
	if (release_parse(migration->milestone, &placed->release))
		return;
	placed->release_source = RELEASE_TAG;
	if (release_parse(migration->tag_release, &placed->release))
		return;
	placed->release_source = RELEASE_DICTIONARY;
	if (dictionary && release_parse(dictionary->milestone, &placed->release))
		return;
	placed->release_source = RELEASE_UNKNOWN;
	placed->release = (struct release){.patch = -1};
}

/* The release whose date is the first one after the version's day, when the project brings dates; the tree's own
 * release for what is younger than all of them. A tree holds nothing of releases after its own. */
static struct release release_by_date(const struct project *project, const char *version)
{
	struct release release = {.patch = -1};
	char day[11];

	if (!version || strlen(version) != 14)
		return release;
	memcpy(day, version, 4);
	day[4] = day[7] = '-';
	memcpy(day + 5, version + 4, 2);
	memcpy(day + 8, version + 6, 2);
	day[10] = '\0';
	for (size_t i = 0; i < project->release_dates.count; i++) {
		const struct release_date *dated = &project->release_dates.items[i];
		if (dated->date && strcmp(dated->date, day) > 0 && release_parse(dated->release, &release))
			break;
		release = (struct release){.patch = -1};
	}
	struct release own;
	if (project->release_dates.count && release_parse(project->release, &own) &&
	    (!release_known(release) || release_compare_minor(release, own) > 0))
		release = own;
	release.patch = -1;
	return release;
}

/* `placed` is sorted by version. One pass carries the last known release forward, one the next known backward. */
static void infer_from_neighbours(const struct project *project, struct graph *graph)
{
	struct release last = {.patch = -1};

	vec_each(struct placed_migration, placed, &graph->migrations) {
		if (placed->release_source == RELEASE_UNKNOWN) {
			struct release dated = release_by_date(project, placed->migration->version);
			placed->release = release_known(dated) ? dated : last;
			placed->release_source = release_known(placed->release) ? RELEASE_INFERRED : RELEASE_UNKNOWN;
		} else {
			last = placed->release;
		}
	}
	last = (struct release){.patch = -1};
	for (size_t i = graph->migrations.count; i-- > 0;) {
		struct placed_migration *placed = &graph->migrations.items[i];
		if (placed->release_source == RELEASE_UNKNOWN && release_known(last)) {
			placed->release = last;
			placed->release_source = RELEASE_INFERRED;
		} else if (placed->release_source != RELEASE_UNKNOWN) {
			last = placed->release;
		}
	}
}

/* VERSION, else the latest release that any migration names. */
static struct release tree_release(const struct project *project, const struct graph *graph)
{
	struct release latest = {.patch = -1};

	if (release_parse(project->release, &latest))
		return latest;
	vec_each(const struct placed_migration, placed, &graph->migrations) {
		if (release_known(placed->release) && release_compare(placed->release, latest) > 0)
			latest = placed->release;
	}
	return latest;
}

/* --- steps of out-of-band migrations --- */

struct step {
	struct placed_migration placed;
	size_t index; /* of the migration that it comes before */
};

struct steps {
	struct step *items;
	size_t count;
	size_t capacity;
};

bool placed_is_step(const struct placed_migration *placed)
{
	const struct migration *migration = placed->migration;
	const struct effect *first = migration->effects.count ? &migration->effects.items[0] : NULL;

	return first && first->job && first->job->era == JOB_OUT_OF_BAND;
}

static bool is_gate(const struct step *step)
{
	return step->placed.migration->effects.items[0].verb == EFFECT_GATE;
}

static bool creates_table(const struct migration *migration)
{
	vec_each(const struct effect, effect, &migration->effects) {
		if (effect->verb == EFFECT_CREATE && effect->object == OBJECT_TABLE)
			return true;
	}
	return false;
}

/* The work needs tables. The first migration of a database that makes some may be a squash, whose file is younger than
 * what it makes: no step comes before it. */
static size_t index_of_beginning(struct arena *arena, const struct graph *graph)
{
	struct names begun = {0};
	size_t index = 0;

	for (size_t i = 0; i < graph->migrations.count; i++) {
		const struct migration *migration = graph->migrations.items[i].migration;
		const char *database = migration->database ? migration->database : "main";
		if (!names_has(&begun, database) && creates_table(migration)) {
			names_push(arena, &begun, database);
			index = i + 1;
		}
	}
	return index;
}

/* A release begins with the gate, which stands before everything of it; the work begins when its migrations have run. Where
 * no release is known, nothing follows a step. */
static size_t index_of_step(const struct graph *graph, const struct step *step, size_t beginning)
{
	size_t index = beginning;
	bool any = false;

	for (size_t i = 0; i < graph->migrations.count; i++) {
		struct release release = graph->migrations.items[i].release;
		int order = release_compare_minor(release, step->placed.release);
		any = any || release_known(release);
		if (release_known(release) && (order < 0 || (order == 0 && !is_gate(step))))
			index = i + 1 > index ? i + 1 : index;
	}
	return any ? index : graph->migrations.count;
}

static int compare_steps(const void *left, const void *right)
{
	const struct step *a = left;
	const struct step *b = right;
	int order = release_compare_minor(a->placed.release, b->placed.release);

	if (a->index != b->index)
		return a->index < b->index ? -1 : 1;
	if (order || is_gate(a) != is_gate(b))
		return order ? order : is_gate(b) - is_gate(a);
	return compare_by_file(&a->placed, &b->placed);
}

/* Releases alone order them, whatever the other migrations go by. */
static void insert_steps(struct arena *arena, struct steps *steps, struct graph *out)
{
	struct placed_migration *others = out->migrations.items;
	size_t count = out->migrations.count;
	size_t next = 0;

	if (!steps->count)
		return;
	size_t beginning = index_of_beginning(arena, out);
	vec_each(struct step, step, steps)
		step->index = index_of_step(out, step, beginning);
	qsort(steps->items, steps->count, sizeof(*steps->items), compare_steps);
	out->migrations.items = NULL;
	out->migrations.count = out->migrations.capacity = 0;
	for (size_t i = 0; i <= count; i++) {
		for (; next < steps->count && steps->items[next].index == i; next++)
			vec_push(arena, &out->migrations, steps->items[next].placed);
		if (i < count)
			vec_push(arena, &out->migrations, others[i]);
	}
}

/* --- */

void place_migrations(struct arena *arena, const struct project *project, struct graph *out)
{
	struct map dictionaries = dictionary_by_version(arena, project);
	struct release milestone_order = {17, 1, -1};
	struct steps steps = {0};

	for (size_t i = 0; i < project->migrations.count; i++) {
		struct placed_migration placed = {.migration = project->migrations.items[i]};
		place_by_source(&placed, &dictionaries);
		if (placed_is_step(&placed))
			vec_push(arena, &steps, (struct step){.placed = placed});
		else
			vec_push(arena, &out->migrations, placed);
	}
	size_t count = out->migrations.count;
	if (count)
		qsort(out->migrations.items, count, sizeof(*out->migrations.items), compare_by_version);
	infer_from_neighbours(project, out);
	insert_steps(arena, &steps, out);
	count = out->migrations.count;
	out->release = tree_release(project, out);
	if (count && project_is_gitlab(project) && release_compare_minor(out->release, milestone_order) >= 0)
		qsort(out->migrations.items, count, sizeof(*out->migrations.items), compare_by_milestone);
	for (size_t i = 0; i < count; i++)
		out->migrations.items[i].order = i;
}

/* 0 to 3: before the hop, regular, post, after the hop. */
static int hop_rank(const struct graph_hop *hop, const struct placed_migration *placed)
{
	enum hop_part part = hop->part(hop->payload, placed);

	if (part == HOP_INSIDE)
		return placed->migration->kind == MIGRATION_REGULAR ? 1 : 2;
	return part == HOP_BEFORE ? 0 : 3;
}

void place_hop(struct arena *arena, const struct graph_hop *hop, struct graph *out)
{
	size_t count = out->migrations.count;
	struct placed_migration *placed = ARENA_ARRAY(arena, struct placed_migration, count);
	int *ranks = ARENA_ARRAY(arena, int, count);
	size_t used = 0;

	for (size_t i = 0; i < count; i++)
		ranks[i] = hop_rank(hop, &out->migrations.items[i]);
	for (int rank = 0; rank <= 3; rank++) {
		for (size_t i = 0; i < count; i++) {
			if (ranks[i] == rank)
				placed[used++] = out->migrations.items[i];
		}
	}
	for (size_t i = 0; i < count; i++) {
		out->migrations.items[i] = placed[i];
		out->migrations.items[i].order = i;
	}
}
