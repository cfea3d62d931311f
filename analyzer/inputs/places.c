/* Where migrations lie, for a walk over the trees of tags: which folders to open, and whose migration a file is.
 *
 * A project may say itself where they are. Its patterns need not end in `**`, as those of the profile do: a folder that
 * such a pattern leads into is opened with all that is below it, and every file is compared with the whole pattern.
 *
 * No tool applies two SQL files of one version, so folders that share versions are histories of their own, most often
 * of several databases (migrations/frontend, migrations/codeintel). The folder that tells them apart names the database.
 * Folders that are a version (Diesel, Prisma) or a release are part of the history that they lie in. */
#include "analyzer/inputs/inputs.h"

#include "analyzer/base/str.h"
#include "analyzer/inputs/patterns.h"
#include "graph/map.h"
#include "parser/script/script.h"

#include <string.h>

struct star {
	const char *text;
	size_t length;
};

static bool holds_migrations(enum input_role role)
{
	return role == INPUT_MIGRATION || role == INPUT_POST_MIGRATION || role == INPUT_SCRIPT;
}

/* Does the project say itself where any of these lie? */
static bool has_own_places(const struct input_paths *paths)
{
	return input_role_is_set(paths, INPUT_MIGRATION) || input_role_is_set(paths, INPUT_POST_MIGRATION) ||
	       input_role_is_set(paths, INPUT_SCRIPT);
}

static bool take_segment(const char *pattern, size_t wanted, const char *path, size_t length, struct star *star)
{
	char name[256];

	if (length >= sizeof(name))
		return false;
	memcpy(name, path, length);
	name[length] = '\0';
	if (!segment_matches(pattern, wanted, name))
		return false;
	if (wanted == 1 && *pattern == '*')
		*star = (struct star){path, length};
	return true;
}

/* Does the pattern up to its `**` match the segments of `folder`, or begin with them? `is_own`: what is below the folder is
 * compared later. */
static enum folder_use use_of(const char *pattern, const char *folder, bool is_own, struct star *star)
{
	while (*folder) {
		size_t wanted = strcspn(pattern, "/");
		size_t length = strcspn(folder, "/");
		if (wanted == 2 && pattern[0] == '*' && pattern[1] == '*')
			return is_own ? FOLDER_OF_MIGRATIONS : FOLDER_USELESS;
		if (!pattern[wanted] || !take_segment(pattern, wanted, folder, length, star))
			return FOLDER_USELESS;
		folder += length + (folder[length] == '/');
		pattern += wanted + 1;
	}
	if (str_starts_with(pattern, "**/") || (is_own && !strchr(pattern, '/')))
		return FOLDER_OF_MIGRATIONS;
	return FOLDER_LEADS_ON;
}

static const char *database_of(struct arena *arena, const char *database, const struct star *star)
{
	return str_equal(database, "*") && star->text ? str_copy_n(arena, star->text, star->length) : database;
}

static enum folder_use use_of_own(const struct input_paths *paths, const char *folder)
{
	enum folder_use best = FOLDER_USELESS;
	struct star star = {0};

	for (size_t i = 0; i < paths->count; i++) {
		enum folder_use use = holds_migrations(paths->items[i].role)
					      ? use_of(paths->items[i].pattern, folder, true, &star)
					      : FOLDER_USELESS;
		best = use > best ? use : best;
	}
	return best;
}

enum folder_use input_folder_use(struct arena *arena, const struct input_places *places, const char *folder,
				 const char **database_out)
{
	const struct input_paths *paths = places ? places->paths : NULL;
	enum folder_use best = FOLDER_USELESS;

	if (has_own_places(paths))
		best = use_of_own(paths, folder);
	if (best == FOLDER_OF_MIGRATIONS) {
		*database_out = "main";
		return best;
	}
	for (size_t i = 0; i < input_pattern_count; i++) {
		struct star star = {0};
		enum input_role role = input_patterns[i].role;
		if ((!holds_migrations(role) && role != INPUT_NOT_SUPPORTED) || input_role_is_set(paths, role))
			continue;
		enum folder_use use = use_of(input_patterns[i].path, folder, false, &star);
		if (role == INPUT_NOT_SUPPORTED && use == FOLDER_OF_MIGRATIONS)
			return FOLDER_USELESS;
		if (role == INPUT_NOT_SUPPORTED)
			continue;
		if (use == FOLDER_OF_MIGRATIONS) {
			*database_out = database_of(arena, input_patterns[i].database, &star);
			return use;
		}
		best = use > best ? use : best;
	}
	return best;
}

/* A whole pattern against a whole path. */
static bool path_matches(const char *pattern, const char *path, struct star *star)
{
	size_t wanted = strcspn(pattern, "/");
	size_t length = strcspn(path, "/");

	if (str_starts_with(pattern, "**/")) {
		for (const char *at = path; at; at = strchr(at, '/') ? strchr(at, '/') + 1 : NULL) {
			if (path_matches(pattern + 3, at, star))
				return true;
		}
		return false;
	}
	if (!pattern[wanted] != !path[length] || !take_segment(pattern, wanted, path, length, star))
		return false;
	return !path[length] || path_matches(pattern + wanted + 1, path + length + 1, star);
}

/* The database of a file by the patterns; NULL when none of them has it. */
static const char *database_by_pattern(struct arena *arena, const struct input_paths *paths, const char *path)
{
	for (size_t i = 0; i < paths->count; i++) {
		struct star star = {0};
		if (holds_migrations(paths->items[i].role) && path_matches(paths->items[i].pattern, path, &star))
			return "main";
	}
	for (size_t i = 0; i < input_pattern_count; i++) {
		struct star star = {0};
		enum input_role role = input_patterns[i].role;
		if (holds_migrations(role) && !input_role_is_set(paths, role) &&
		    path_matches(input_patterns[i].path, path, &star))
			return database_of(arena, input_patterns[i].database, &star);
	}
	return NULL;
}

const char *input_database(struct arena *arena, const struct input_places *places, const char *path,
			   const char *database)
{
	const struct input_paths *paths = places ? places->paths : NULL;

	if (input_is_excluded(paths, path))
		return NULL;
	if (has_own_places(paths))
		database = database_by_pattern(arena, paths, path);
	if (!database || !places || !places->histories.count || !str_ends_with(path, ".sql"))
		return database;
	const char *folder = script_history(arena, path);
	vec_each(const struct script_database, history, &places->histories) {
		if (str_equal(history->folder, folder))
			return history->name;
	}
	return database;
}

/* --- histories of SQL files --- */

/* How many bytes at the start of all folders are the same whole segments. */
static size_t common_length(const struct input_places *places)
{
	const char *first = places->histories.items[0].folder;
	size_t common = strlen(first);

	vec_each(const struct script_database, history, &places->histories) {
		size_t same = 0;
		while (same < common && history->folder[same] == first[same])
			same++;
		common = same;
	}
	while (common && first[common - 1] != '/')
		common--;
	return common;
}

/* The first segment in which the folders differ; where two share it, all from there on. */
static void name_databases(struct arena *arena, struct input_places *places)
{
	size_t common = common_length(places);
	struct names names = {0};
	bool unique = true;

	vec_each(struct script_database, history, &places->histories) {
		const char *rest = history->folder + common;
		history->name = str_copy_n(arena, rest, strcspn(rest, "/"));
		unique = unique && *history->name && !names_has(&names, history->name);
		names_push(arena, &names, history->name);
	}
	vec_each(struct script_database, history, &places->histories) {
		if (!unique)
			history->name = history->folder[common] ? history->folder + common : "main";
	}
}

static void add_history(struct arena *arena, struct input_places *places, const char *folder)
{
	vec_each(const struct script_database, history, &places->histories) {
		if (str_equal(history->folder, folder))
			return;
	}
	vec_push(arena, &places->histories, (struct script_database){.folder = folder});
}

void inputs_find_histories(struct arena *arena, struct inputs *inputs, struct input_places *places)
{
	struct map folders = map_new(arena); /* version -> folder */
	struct script_name name;

	vec_each(struct input, input, inputs) {
		if (input->role != INPUT_SCRIPT || !script_name_read(arena, input->path, &name) ||
		    name.kind != SCRIPT_FORWARD || name.foreign)
			continue;
		const char *folder = script_history(arena, input->path);
		const char *other = map_get(&folders, name.version);
		if (!other)
			map_put(&folders, name.version, (void *)(uintptr_t)folder);
		if (!other || str_equal(other, folder))
			continue;
		add_history(arena, places, other);
		add_history(arena, places, folder);
	}
	if (!places->histories.count)
		return;
	name_databases(arena, places);
	vec_each(struct input, input, inputs) {
		const char *database = input->role == INPUT_SCRIPT
					       ? input_database(arena, places, input->path, input->database)
					       : NULL;
		input->database = database ? database : input->database;
	}
}

const char *input_version(struct arena *arena, const char *path)
{
	const char *name = strrchr(path, '/');
	struct script_name script;

	if (script_name_read(arena, path, &script))
		return script.kind == SCRIPT_BACKWARD || script.foreign ? "" : script.version;
	name = name ? name + 1 : path;
	return str_copy_n(arena, name, str_ends_with(name, ".rb") ? strspn(name, "0123456789") : 0);
}
