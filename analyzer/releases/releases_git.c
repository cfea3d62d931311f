/* Tags in the order of their releases, each compared with those before it by the ids of its folders: hundreds of releases
 * cost as much as the folders of migrations that differ among them.
 *
 * Presence is not monotone: a file that was merged for 14.10 can be backported to 14.9.3, and a file can go and come back.
 * So the lowest release that holds a version counts, not the one whose tag is oldest. A migration is known by its database
 * and version: it may have moved between folders, and from one edition to the other. */
#include "analyzer/releases/releases_git.h"

#include "analyzer/cache/contents.h"
#include "analyzer/cache/kept.h"
#include "analyzer/releases/release_calendar.h"
#include "analyzer/releases/tag_contents.h"
#include "graph/map.h"

#include <ctype.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#define GROUPS_MAX 10
#define NUMBERS 3
#define DEPTH_MAX 32u

const char release_tags_default[] = "^(v|rel|release)?[-_/]?([0-9]+)[._]([0-9]+)([._]([0-9]+))?"
				    "([-._]?((alpha|beta|pre|rc)[-._]?[0-9]*))?(-[ce]e)?$";

static int compile(const char *pattern, regex_t *out)
{
	return regcomp(out, pattern ? pattern : release_tags_default, REG_EXTENDED | REG_ICASE);
}

const char *release_pattern_problem(struct arena *arena, const char *pattern)
{
	regex_t regex;
	char text[128];
	int error = compile(pattern, &regex);

	if (error) {
		regerror(error, &regex, text, sizeof(text));
		return str_copy(arena, text);
	}
	size_t groups = regex.re_nsub;
	regfree(&regex);
	return groups < 2             ? "it has no groups for major and minor"
	       : groups >= GROUPS_MAX ? "it has too many groups"
				      : NULL;
}

/* A group of digits only, as a number; -1 for any other. */
static int group_number(const char *name, const regmatch_t *group)
{
	int number = 0;

	if (group->rm_so < 0 || group->rm_eo == group->rm_so || group->rm_eo - group->rm_so > 6)
		return -1;
	for (regoff_t i = group->rm_so; i < group->rm_eo; i++) {
		if (!isdigit((unsigned char)name[i]))
			return -1;
		number = number * 10 + (name[i] - '0');
	}
	return number;
}

static bool take_groups(const char *name, const regmatch_t *groups, struct release_tag *out)
{
	int numbers[NUMBERS] = {0, 0, -1};
	size_t count = 0;

	*out = (struct release_tag){.name = name, .is_final = true};
	for (size_t i = 1; i < GROUPS_MAX; i++) {
		int number = group_number(name, &groups[i]);
		if (number >= 0 && count < NUMBERS)
			numbers[count++] = number;
		else if (count && number < 0 && groups[i].rm_so >= 0 && isalpha((unsigned char)name[groups[i].rm_so]))
			out->is_final = false;
	}
	out->release = (struct release){numbers[0], numbers[1], numbers[2] > 0 ? numbers[2] : -1};
	return count >= 2;
}

static bool match_tag(const regex_t *regex, const char *name, struct release_tag *out)
{
	regmatch_t groups[GROUPS_MAX];

	/* 0.0.x is before any release that can be told from none */
	return regexec(regex, name, GROUPS_MAX, groups, 0) == 0 && take_groups(name, groups, out) &&
	       release_known(out->release);
}

bool release_tag_parse(const char *pattern, const char *name, struct release_tag *out)
{
	regex_t regex;

	if (compile(pattern, &regex))
		return false;
	bool matched = match_tag(&regex, name, out);
	regfree(&regex);
	return matched;
}

/* By release; finals before candidates, so that the first of a release decides whether the others count. */
static int by_release(const void *left, const void *right)
{
	const struct release_tag *a = left;
	const struct release_tag *b = right;
	int order = release_compare(a->release, b->release);

	if (order == 0 && a->is_final != b->is_final)
		order = a->is_final ? -1 : 1;
	return order ? order : strcmp(a->name, b->name);
}

static void drop_candidates_of_finals(struct release_tags *tags)
{
	size_t kept = 0;

	for (size_t i = 0; i < tags->count; i++) {
		const struct release_tag *last = kept ? &tags->items[kept - 1] : NULL;
		bool same = last && release_compare(last->release, tags->items[i].release) == 0;
		if (!same || !last->is_final || tags->items[i].is_final)
			tags->items[kept++] = tags->items[i];
	}
	tags->count = kept;
}

static struct cache_key name_of_tags(struct arena *arena, const struct release_tags_options *options)
{
	struct strbuf tags = strbuf_new(arena);
	struct cache_key key;

	repository_tags_text(options->repository, &tags);
	const char *pattern = options->pattern ? options->pattern : "";
	struct hash_part parts[] = {{"tags", 4},
				    {program_digest(), strlen(program_digest())},
				    {pattern, strlen(pattern)},
				    {tags.bytes, tags.length}};
	hash_parts(parts, sizeof(parts) / sizeof(parts[0]), key.bytes);
	return key;
}

/* By name, of what the last run followed. */
static struct map recall_tags(struct arena *arena, struct cache_file *cache, const struct cache_key *key)
{
	struct map known = map_new(arena);
	struct kept_tags kept = {0};

	if (!kept_get(arena, cache, key, &shape_tags, &kept))
		return known;
	vec_each(struct kept_tag, tag, &kept.list)
		map_put(&known, tag->name, tag);
	return known;
}

static void keep_tags(struct cache_file *cache, const struct cache_key *key, const struct release_tags *tags)
{
	struct arena *scratch = arena_new();
	struct kept_tags kept = {0};

	vec_each(const struct release_tag, tag, tags)
		vec_push(scratch, &kept.list,
			 (struct kept_tag){tag->name, tag->revision.commit, tag->revision.tree,
					   (uint64_t)tag->revision.time});
	kept_put(cache, key, &shape_tags, &kept);
	arena_free(scratch);
}

/* A branch may have the name of a tag: the full name of the reference is asked for. */
static bool follow_tag(struct arena *arena, struct repository *repository, struct release_tag *tag, struct diags *diags)
{
	if (repository_revision(repository, str_printf(arena, "refs/tags/%s", tag->name), &tag->revision, NULL) == 0)
		return true;
	diag_add(diags, DIAG_git_reference, (struct location){0},
		 "the tag '%s' leads to no commit that can be read; it does not count as a release", tag->name);
	return false;
}

/* Only when all could be followed they are kept: what cannot be is complained of by every run. Tags that lead elsewhere are
 * kept without a tree. */
static void resolve_tags(struct arena *arena, const struct release_tags_options *options, struct release_tags *tags,
			 struct diags *diags)
{
	struct cache_key key = {{0}};
	struct map known = map_new(arena);
	size_t unknown = 0;
	size_t broken = 0;
	size_t kept = 0;

	if (options->cache) {
		key = name_of_tags(arena, options);
		known = recall_tags(arena, options->cache, &key);
	}
	for (size_t i = 0; i < tags->count; i++) {
		struct release_tag *tag = &tags->items[i];
		const struct kept_tag *there = map_get(&known, tag->name);
		unknown += there == NULL;
		if (there)
			tag->revision = (struct revision){object_id_text(arena, &there->commit), there->commit,
							  there->tree, (int64_t)there->time};
		else if (!follow_tag(arena, options->repository, tag, diags)) {
			broken++;
			continue;
		}
		tags->items[kept++] = *tag;
	}
	tags->count = kept;
	if (options->cache && unknown && !broken)
		keep_tags(options->cache, &key, tags);
}

/* Of tags in which the product's folder is not there, nothing is told. */
static void drop_empty(struct release_tags *tags)
{
	size_t kept = 0;

	for (size_t i = 0; i < tags->count; i++) {
		if (object_id_known(&tags->items[i].revision.tree))
			tags->items[kept++] = tags->items[i];
	}
	tags->count = kept;
}

void release_tags_read(struct arena *arena, const struct release_tags_options *options, struct release_tags *out,
		       struct diags *diags)
{
	struct names names = {0};
	struct release_tag tag;
	regex_t regex;

	*out = (struct release_tags){.contents = tag_contents_new(arena)};
	if (compile(options->pattern, &regex))
		return;
	repository_tags(options->repository, &names);
	for (size_t i = 0; i < names.count; i++) {
		if (match_tag(&regex, names.items[i], &tag))
			vec_push(arena, out, tag);
	}
	regfree(&regex);
	if (out->count)
		qsort(out->items, out->count, sizeof(*out->items), by_release);
	drop_candidates_of_finals(out);
	resolve_tags(arena, options, out, diags);
	drop_empty(out);
}

struct release release_of_revision(const struct release_tags *tags, const struct revision *revision, bool is_gitlab)
{
	const struct project other = {.profile = "rails"};
	struct release latest = {.patch = -1};
	struct release candidate = {.patch = -1};

	vec_each(const struct release_tag, tag, tags) {
		if (object_id_equal(&tag->revision.commit, &revision->commit))
			return tag->release;
		struct release *best = tag->is_final ? &latest : &candidate;
		if (tag->revision.time <= revision->time && release_compare(tag->release, *best) > 0)
			*best = tag->release;
	}
	/* GitLab works on the next release once candidates of one are tagged */
	if (!is_gitlab && release_compare_minor(candidate, latest) > 0)
		return candidate;
	return release_known(latest) ? release_next(is_gitlab ? NULL : &other, latest) : latest;
}

const struct release_tag *release_tag_before(const struct release_tags *tags, struct release release, int64_t time)
{
	const struct release_tag *best = NULL;

	vec_each(const struct release_tag, tag, tags) {
		bool is_later = time && tag->revision.time > time;
		if (release_compare_minor(tag->release, release) < 0 && !is_later &&
		    (!best || tag->is_final || !best->is_final))
			best = tag;
	}
	return best;
}

const char *migration_key(struct arena *arena, const char *database, const char *version)
{
	return str_concat(arena, database ? database : "", "/", version);
}

/* A walk over the folders of migrations of one tree. */
struct folder_walk {
	struct arena *arena; /* of what is found */
	struct arena *scratch;
	struct repository *repository;
	const struct input_places *places;
	struct map *seen; /* folders met in this walk and those before it; NULL: all are new */
	shipped_fn *take;
	void *payload;
	size_t index;       /* of the revision */
	bool ended;         /* take() has seen enough */
	bool is_incomplete; /* an object is missing */
	const char *database;
	unsigned depth;
};

/* Was the folder met before with just this content? Else it is from now on. */
static bool was_seen(struct folder_walk *walk, const char *path, const struct object_id *id)
{
	static const char digits[] = "0123456789abcdef";
	struct strbuf key = strbuf_new(walk->scratch);

	if (!walk->seen)
		return false;
	for (size_t i = 0; i < sizeof(id->bytes); i++) {
		strbuf_putc(&key, digits[id->bytes[i] >> 4]);
		strbuf_putc(&key, digits[id->bytes[i] & 15]);
	}
	strbuf_puts(&key, path);
	if (map_get(walk->seen, strbuf_finish(&key)))
		return true;
	map_put(walk->seen, str_copy(walk->arena, strbuf_finish(&key)), walk);
	return false;
}

static void take_file(struct folder_walk *walk, const char *path, const struct git_entry *entry)
{
	const char *version = input_version(walk->scratch, path);
	const char *database = *version ? input_database(walk->arena, walk->places, path, walk->database) : NULL;

	if (!database)
		return;
	struct shipped_migration migration = {.key = migration_key(walk->scratch, database, version),
					      .path = path,
					      .database = database,
					      .version = version,
					      .content = entry->id};
	walk->ended = walk->ended || !walk->take(walk->payload, walk->index, &migration);
}

static void walk_folder(struct folder_walk *walk, const char *path, const struct object_id *id, enum folder_use use)
{
	struct git_entries entries = {0};

	if (was_seen(walk, path, id) || walk->depth == DEPTH_MAX)
		return;
	/* what is missing in an old release is as good as not shipped: the next one that holds a file counts */
	if (repository_entries(walk->repository, walk->scratch, id, &entries)) {
		walk->is_incomplete = true;
		return;
	}
	walk->depth++;
	vec_each(struct git_entry, entry, &entries) {
		const char *name = *path ? str_concat(walk->scratch, path, "/", entry->name) : entry->name;
		enum folder_use below = use;
		if (entry->kind == GIT_KIND_FILE && use == FOLDER_OF_MIGRATIONS)
			take_file(walk, name, entry);
		if (entry->kind != GIT_KIND_FOLDER)
			continue;
		if (use != FOLDER_OF_MIGRATIONS)
			below = input_folder_use(walk->arena, walk->places, name, &walk->database);
		if (below != FOLDER_USELESS)
			walk_folder(walk, name, &entry->id, below);
	}
	walk->depth--;
}

static void walk_tree(struct folder_walk *walk, const struct revision *revision)
{
	walk_folder(walk, "", &revision->tree, input_folder_use(walk->arena, walk->places, "", &walk->database));
}

void migrations_by_revision(struct arena *arena, const struct shipped_walk *options)
{
	struct map seen = map_new(arena);
	struct folder_walk walk = {.arena = arena,
				   .scratch = arena_new(),
				   .repository = options->repository,
				   .places = options->places,
				   .seen = &seen,
				   .take = options->take,
				   .payload = options->payload};

	for (; walk.index < options->revisions->count && !walk.ended; walk.index++) {
		const struct revision *revision = &options->revisions->items[walk.index];
		if (options->progress)
			options->progress(options->progress_payload, "history", walk.index, options->revisions->count);
		if (object_id_known(&revision->tree))
			walk_tree(&walk, revision);
		arena_clear(walk.scratch);
	}
	arena_free(walk.scratch);
}

/* What the job dictionary knows better than the VERSION file. */
static void release_of_untagged(struct arena *arena, struct project *project)
{
	struct map known = map_new(arena);

	for (size_t i = 0; i < project->job_dictionaries.count; i++) {
		struct job_dictionary *dictionary = project->job_dictionaries.items[i];
		if (dictionary->milestone)
			map_put(&known, dictionary->queued_version, dictionary);
	}
	for (size_t i = 0; i < project->migrations.count; i++) {
		struct migration *migration = project->migrations.items[i];
		if (!migration->milestone && !migration->tag_release && !map_get(&known, migration->version))
			migration->tag_release = project->release;
	}
}

/* Two files with one version in one database have one release: Rails refuses that, a tree under analysis may still have
 * them. */
void releases_of_migrations(struct arena *arena, const struct release_walk *walk, struct project *project)
{
	struct names keys = {0};

	for (size_t i = 0; i < project->migrations.count; i++) {
		const struct migration *migration = project->migrations.items[i];
		if (!migration->milestone)
			names_push(arena, &keys, migration_key(arena, migration->database, migration->version));
	}
	if (!keys.count || !walk->tags->count)
		return;
	tag_contents_look(walk, &keys);
	for (size_t i = 0, next = 0; i < project->migrations.count; i++) {
		struct migration *migration = project->migrations.items[i];
		size_t number = migration->milestone ? 0 : tag_contents_first(walk->tags, keys.items[next++]);
		if (number)
			migration->tag_release = release_text(arena, walk->tags->items[number - 1].release);
	}
	release_of_untagged(arena, project);
}

/* The migrations of one tree. */
struct revision_listing {
	struct arena *arena;
	struct repository *repository;
	struct kept_shipped_list found;
};

static bool take_all(void *payload, size_t index, const struct shipped_migration *migration)
{
	struct revision_listing *listing = payload;
	struct kept_shipped shipped = {migration->path, migration->database, migration->version, migration->content};

	(void)index;
	vec_push(listing->arena, &listing->found.list, shipped);
	return true;
}

void places_text(const struct input_places *places, struct strbuf *out)
{
	const struct input_paths *paths = places ? places->paths : NULL;

	for (size_t i = 0; paths && i < paths->count; i++)
		strbuf_printf(out, "%d %s\n", (int)paths->items[i].role, paths->items[i].pattern);
	for (size_t i = 0; places && i < places->histories.count; i++)
		strbuf_printf(out, "%s %s\n", places->histories.items[i].name, places->histories.items[i].folder);
}

/* A tree with the same id holds the same migrations. */
static void list_revision(struct revision_listing *listing, const struct release_walk *options,
			  const struct revision *revision)
{
	static const char kind[] = "shipped";
	struct cache_file *cache = options->cache;
	struct strbuf places = strbuf_new(listing->arena);
	places_text(options->places, &places);
	struct hash_part parts[] = {{kind, sizeof(kind)},
				    {program_digest(), strlen(program_digest())},
				    {revision->tree.bytes, sizeof(revision->tree.bytes)},
				    {strbuf_finish(&places), places.length}};
	struct folder_walk walk = {.arena = listing->arena,
				   .scratch = listing->arena,
				   .repository = listing->repository,
				   .places = options->places,
				   .take = take_all,
				   .payload = listing};
	struct cache_key key;

	hash_parts(parts, sizeof(parts) / sizeof(parts[0]), key.bytes);
	if (kept_get(listing->arena, cache, &key, &shape_shipped, &listing->found))
		return;
	walk_tree(&walk, revision);
	if (!walk.is_incomplete)
		kept_put(cache, &key, &shape_shipped, &listing->found);
}

void migrations_of_revision(struct arena *arena, const struct release_walk *options, const struct revision *revision,
			    struct shipped_migrations *out)
{
	struct revision_listing listing = {.arena = arena, .repository = options->repository};

	if (!object_id_known(&revision->tree))
		return;
	list_revision(&listing, options, revision);
	vec_each(const struct kept_shipped, shipped, &listing.found.list) {
		const char *key = migration_key(arena, shipped->database, shipped->version);
		vec_push(arena, out,
			 (struct shipped_migration){key, shipped->path, shipped->database, shipped->version,
						    shipped->content});
	}
}
