/* The tree is compared with the last tag of the release before its own, and with the base of a merge request. What is gone
 * since an older release was gone in that tag, too, and was reported then. A migration that is gone is read from the tree
 * that still holds it: emptied ones do nothing and may go.
 *
 * Declarations of stops are looked for in the tags, lowest release first. The first one that has the file at all says
 * nothing about when its stops were declared. */
#include "analyzer/releases/history.h"

#include "analyzer/releases/release_calendar.h"
#include "analyzer/releases/tag_contents.h"
#include "graph/map.h"
#include "parser/ruby/ruby.h"
#include "parser/script/script.h"
#include "parser/yaml/yaml.h"

#include <stdlib.h>
#include <string.h>

#define COMMITS_MAX 2000u
#define FILE_SIZE_MAX (8u << 20)

static const char upgrade_path[] = "config/upgrade_path.yml";

struct history {
	struct arena *arena;
	const struct history_options *options;
	struct scan *scan;
	struct project *project;
	struct map present; /* keys of the tree's migrations */
	struct map removed; /* keys of those in project.removed */
};

/* Does the tree hold the same file as `there`? */
static bool is_unchanged(const struct history *history, const struct input *input, const struct object_id *there)
{
	struct object_id here = input->content;

	if (!input->has_content && !repository_file_id(history->options->repository, input->path, &here))
		return true;
	return object_id_equal(there, &here);
}

/* Did the structure that new installations start from change since `revision`? */
static bool structure_changed(struct history *history, const struct revision *revision)
{
	vec_each(struct input, input, &history->scan->inputs) {
		struct git_entry there;
		if (input->role != INPUT_INITIAL_STRUCTURE)
			continue;
		if (!repository_find(history->options->repository, history->arena, &revision->tree, input->path,
				     &there) ||
		    !is_unchanged(history, input, &there.id))
			return true;
	}
	return false;
}

/* The oldest migration of a database; NULL when there is none. */
static const struct migration *oldest_migration(const struct history *history, const char *database)
{
	const struct migration *oldest = NULL;

	vec_each(struct migration *, migration, &history->project->migrations) {
		if (str_equal((*migration)->database, database) &&
		    (!oldest || str_compare((*migration)->version, oldest->version) < 0))
			oldest = *migration;
	}
	return oldest;
}

static bool creates_tables(const struct migration *migration)
{
	vec_each(const struct effect, effect, &migration->effects) {
		if (effect->verb == EFFECT_CREATE && effect->object == OBJECT_TABLE)
			return true;
	}
	return false;
}

/* Before structure dumps a squash was a migration: the oldest one is new, or has the version of the last one that went
 * into it, and creates what those up to it had made. NULL when `removed` is not among them. */
static const char *new_beginning(const struct history *history, const struct map *shipped,
				 const struct migration *removed)
{
	const struct migration *oldest = oldest_migration(history, removed->database);

	if (!oldest || str_compare(removed->version, oldest->version) > 0 || !creates_tables(oldest))
		return NULL;
	const char *key = migration_key(history->arena, oldest->database, oldest->version);
	const struct shipped_migration *before = map_get(shipped, key);
	const struct input *now = map_get(&history->present, key);
	return before && now && is_unchanged(history, now, &before->content) ? NULL : oldest->version;
}

/* The migration as the other tree has it: its milestone, and whether it does anything. */
static struct migration *read_shipped(struct history *history, const struct shipped_migration *shipped)
{
	struct migration *migration = ARENA_NEW(history->arena, struct migration);
	struct tree_file file;

	migration->path = shipped->path;
	migration->version = shipped->version;
	migration->database = shipped->database;
	if (repository_blob(history->options->repository, history->arena, &shipped->content, FILE_SIZE_MAX, &file))
		return migration;
	migration->source = source_new(history->arena, shipped->path, file.bytes, file.length);
	if (str_ends_with(migration->path, ".sql"))
		script_read(history->arena, &(struct script_input){.source = migration->source}, migration,
			    &(struct script_jobs){0});
	else
		ruby_read_migration(history->scan->ruby, migration->source, migration);
	return migration;
}

static struct release_walk release_walk(const struct history *history)
{
	const struct history_options *options = history->options;

	return (struct release_walk){.repository = options->repository,
				     .tags = options->tags,
				     .cache = options->cache,
				     .places = &history->scan->places};
}

/* The migrations of the last tree that the lines of `revision` and of our tree share. GitLab brings whatever it releases
 * to its default branch under the same version; of other products that is not known. NULL: nothing is told apart. */
static struct map *shared_migrations(struct history *history, const struct revision *revision)
{
	const struct history_options *options = history->options;
	struct release_walk walk = release_walk(history);
	struct shipped_migrations shipped = {0};
	struct revision shared;

	if (project_is_gitlab(history->project) || !options->tip->name ||
	    repository_merge_base(options->repository, revision, options->tip, &shared))
		return NULL;
	struct map *keys = ARENA_NEW(history->arena, struct map);
	*keys = map_new(history->arena);
	migrations_of_revision(history->arena, &walk, &shared, &shipped);
	vec_each(struct shipped_migration, item, &shipped)
		map_put(keys, item->key, item);
	return keys;
}

static void take_removed(struct history *history, const struct revision *revision, const char *seen_in, bool is_release)
{
	struct release_walk walk = release_walk(history);
	struct shipped_migrations shipped = {0};
	struct map there = map_new(history->arena);
	struct project gone = {0};

	migrations_of_revision(history->arena, &walk, revision, &shipped);
	vec_each(struct shipped_migration, item, &shipped) {
		map_put(&there, item->key, item);
		if (map_get(&history->present, item->key) || map_get(&history->removed, item->key))
			continue;
		map_put(&history->removed, item->key, item);
		struct migration *migration = read_shipped(history, item);
		if (!migration->is_noop)
			vec_push(history->arena, &gone.migrations, migration);
	}
	if (gone.migrations.count == 0)
		return;
	releases_of_migrations(history->arena, &walk, &gone);
	bool squashed = structure_changed(history, revision);
	struct map *shared = shared_migrations(history, revision);
	vec_each(struct migration *, item, &gone.migrations) {
		const struct migration *migration = *item;
		struct removed_migration removed = {
			.path = migration->path,
			.version = migration->version,
			.database = migration->database,
			.seen_in = seen_in,
			.release = migration->milestone ? migration->milestone : migration->tag_release,
			.is_shipped = is_release || migration->tag_release,
			.is_beside = shared && !map_get(shared, migration_key(history->arena, migration->database,
									      migration->version)),
			.squashed_into = new_beginning(history, &there, migration),
			.structure_changed = squashed,
		};
		vec_push(history->arena, &history->project->removed, removed);
	}
}

static int by_path(const void *left, const void *right)
{
	return str_compare(((const struct removed_migration *)left)->path,
			   ((const struct removed_migration *)right)->path);
}

/* What could not be read is still there. */
static void list_present(struct history *history)
{
	vec_each(struct input, input, &history->scan->inputs) {
		if (input->role == INPUT_MIGRATION || input->role == INPUT_POST_MIGRATION ||
		    input->role == INPUT_SCRIPT)
			map_put(&history->present,
				migration_key(history->arena, input->database,
					      input_version(history->arena, input->path)),
				input);
	}
}

static void find_removed(struct history *history)
{
	const struct history_options *options = history->options;
	struct release release;
	struct project *project = history->project;

	list_present(history);
	if (release_parse(project->release, &release)) {
		const struct release_tag *tag = release_tag_before(options->tags, release, options->tip->time);
		if (tag)
			take_removed(history, &tag->revision, tag->name, true);
	}
	if (options->base)
		take_removed(history, options->base, str_copy_n(history->arena, options->base->name, 12), false);
	if (project->removed.count)
		qsort(project->removed.items, project->removed.count, sizeof(*project->removed.items), by_path);
}

/* The stops that the base declares. False when it has no such file. */
static bool read_stops(struct history *history, const struct revision *revision, struct project *out)
{
	struct diags ignored = diags_new(history->arena);
	struct git_entry entry;
	struct tree_file file;

	if (!repository_find(history->options->repository, history->arena, &revision->tree, upgrade_path, &entry) ||
	    repository_blob(history->options->repository, history->arena, &entry.id, FILE_SIZE_MAX, &file))
		return false;
	yaml_read_upgrade_path(history->arena, source_new(history->arena, upgrade_path, file.bytes, file.length), out,
			       &ignored);
	return true;
}

static bool declares(const struct project *project, const char *release)
{
	vec_each(struct declared_stop, stop, &project->stops) {
		if (str_equal(stop->release, release))
			return true;
	}
	return false;
}

static bool is_own_declaration(const struct declared_stop *stop)
{
	return strcmp(location_path(stop->location), upgrade_path) == 0;
}

/* Of stops that the first known file declares already, the release is not known. Without tags that have the file, those of
 * the base are that. */
static void find_declarations(struct history *history)
{
	const struct history_options *options = history->options;
	struct release_walk walk = release_walk(history);
	const struct tag_declarations *declared = options->tags->count ? tag_contents_declarations(&walk) : NULL;
	bool any = declared && declared->first_file;
	struct project base = {0};
	bool has_base = !any && options->base && read_stops(history, options->base, &base);

	vec_each(struct declared_stop, stop, &history->project->stops) {
		size_t tag = any ? (size_t)(uintptr_t)map_get(&declared->first, stop->release) : 0;
		bool is_early = any ? tag == declared->first_file : declares(&base, stop->release);
		stop->declared_in = NULL;
		if ((!any && !has_base) || !is_own_declaration(stop) || is_early)
			continue;
		stop->declared_in = tag ? release_text(history->arena, options->tags->items[tag - 1].release)
					: history->project->release;
	}
}

struct commit_search {
	struct map wanted; /* key -> struct migration */
	size_t missing;
	const struct revisions *commits;
};

static bool take_first_commit(void *payload, size_t index, const struct shipped_migration *shipped)
{
	struct commit_search *search = payload;
	struct migration *migration = map_get(&search->wanted, shipped->key);

	if (!migration || migration->first_commit_day)
		return true;
	migration->first_commit_day = date_of_time(search->commits->items[index].time);
	return --search->missing > 0;
}

/* Of migrations that the base does not have. One that is not committed yet has no such day. */
static void find_first_commits(struct history *history)
{
	const struct history_options *options = history->options;
	struct shipped_migrations shipped = {0};
	struct revisions commits = {0};
	struct map there = map_new(history->arena);
	struct commit_search search = {.wanted = map_new(history->arena), .commits = &commits};
	struct shipped_walk walk = {.repository = options->repository,
				    .revisions = &commits,
				    .take = take_first_commit,
				    .payload = &search,
				    .progress = options->progress,
				    .progress_payload = options->progress_payload,
				    .places = &history->scan->places};

	struct release_walk releases = release_walk(history);
	migrations_of_revision(history->arena, &releases, options->base, &shipped);
	vec_each(struct shipped_migration, item, &shipped)
		map_put(&there, item->key, item);
	vec_each(struct migration *, migration, &history->project->migrations) {
		const char *key = migration_key(history->arena, (*migration)->database, (*migration)->version);
		if (map_get(&there, key))
			continue;
		map_put(&search.wanted, key, *migration);
		search.missing++;
	}
	if (!search.missing)
		return;
	repository_commits(options->repository, options->base, options->tip, COMMITS_MAX, &commits);
	/* with a part of the history left out, the first one seen need not be the first one */
	if (commits.count == COMMITS_MAX) {
		diag_add(options->diags, DIAG_git_history, (struct location){0},
			 "%u commits or more lie behind the base: when a new migration was first committed is not "
			 "looked for, so stale-timestamp does not judge by it",
			 COMMITS_MAX);
		return;
	}
	migrations_by_revision(history->arena, &walk);
}

void history_read(struct arena *arena, const struct history_options *options, struct scan *scan)
{
	struct history history = {.arena = arena,
				  .options = options,
				  .scan = scan,
				  .project = &scan->project,
				  .present = map_new(arena),
				  .removed = map_new(arena)};

	if (!options->repository)
		return;
	scan->project.tags_known = options->tags->count > 0;
	find_removed(&history);
	find_declarations(&history);
	if (options->base && options->tip->name)
		find_first_commits(&history);
}
