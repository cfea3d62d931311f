/* Where migrations may lie that nobody looks for: said when a tree shows none in the places of a profile.
 *
 * The whole tree is walked, but for folders that hold no code of the product (dependencies, tests, what is hidden), up
 * to a number of entries: a tree that is no product at all may be a home folder. Files that name a version as migrations do
 * are counted by the folder of their history; those with the most come first. One file is no migration history. */
#include "analyzer/scan/hints.h"

#include "analyzer/base/str.h"
#include "parser/script/script.h"

#include <stdlib.h>
#include <string.h>

#define ENTRIES_MAX 200000u
#define DEPTH_MAX 12u
#define HINTS_MAX 5u
#define FILES_LEAST 2u

enum hint_kind { HINT_SCRIPTS, HINT_FOLDERS_OF_SCRIPTS, HINT_PLAN, HINT_RAILS, HINT_FOREIGN };

struct hint {
	enum hint_kind kind;
	const char *folder;
	const char *database; /* of HINT_FOREIGN */
	size_t count;
};

struct hint_walk {
	struct arena *arena;
	const struct tree *tree;
	struct diags ignored;
	VEC(struct hint) hints;
	size_t entries;
};

static const char skipped[] =
	"bower_components build dist fixtures node_modules spec target test testdata tests third_party "
	"tmp vendor";

static struct hint *hint_of(struct hint_walk *walk, enum hint_kind kind, const char *folder)
{
	vec_each(struct hint, hint, &walk->hints) {
		if (str_equal(hint->folder, folder) &&
		    (hint->kind == kind || (hint->kind < HINT_RAILS && kind < HINT_RAILS)))
			return hint;
	}
	vec_push(walk->arena, &walk->hints, (struct hint){.kind = kind, .folder = str_copy(walk->arena, folder)});
	return vec_last(&walk->hints);
}

static void take_script(struct hint_walk *walk, const char *path)
{
	struct script_name name;

	if (!script_name_read(walk->arena, path, &name) || name.kind != SCRIPT_FORWARD || name.is_planned)
		return;
	const char *folder = script_history(walk->arena, path);
	if (name.foreign) {
		struct hint *foreign = hint_of(walk, HINT_FOREIGN, folder);
		foreign->database = name.foreign;
		foreign->count++;
		return;
	}
	bool is_direct = strrchr(path, '/') && (size_t)(strrchr(path, '/') - path) == strlen(folder);
	struct hint *hint = hint_of(walk, is_direct ? HINT_SCRIPTS : HINT_FOLDERS_OF_SCRIPTS, folder);
	if (hint->kind == HINT_SCRIPTS && !is_direct)
		hint->kind = HINT_FOLDERS_OF_SCRIPTS;
	hint->count++;
}

static void take_file(struct hint_walk *walk, const char *folder, const char *name)
{
	const char *path = *folder ? str_concat(walk->arena, folder, "/", name) : name;

	if (str_equal(name, "sqitch.plan")) {
		struct hint *hint = hint_of(walk, HINT_PLAN, folder);
		hint->kind = HINT_PLAN;
		hint->count += FILES_LEAST;
	} else if (str_ends_with(name, ".rb") && strspn(name, "0123456789") == 14 &&
		   (str_equal(folder, "db/migrate") || str_ends_with(folder, "/db/migrate"))) {
		hint_of(walk, HINT_RAILS, folder)->count++;
	} else if (str_ends_with(name, ".sql")) {
		take_script(walk, path);
	}
}

static void walk_folder(struct hint_walk *walk, const char *folder, unsigned depth)
{
	struct tree_entries entries = {0};

	if (walk->tree->list(walk->tree->payload, walk->arena, folder, &entries, &walk->ignored))
		return;
	vec_each(struct tree_entry, entry, &entries) {
		if (++walk->entries > ENTRIES_MAX)
			return;
		if (entry->kind == ENTRY_FILE)
			take_file(walk, folder, entry->name);
		if (entry->kind != ENTRY_FOLDER || entry->name[0] == '.' || depth == DEPTH_MAX ||
		    str_in(entry->name, skipped))
			continue;
		walk_folder(walk, *folder ? str_concat(walk->arena, folder, "/", entry->name) : entry->name, depth + 1);
	}
}

/* What can be read first, then what has more files; then by name. */
static int by_count(const void *left, const void *right)
{
	const struct hint *a = left;
	const struct hint *b = right;

	if ((a->kind == HINT_FOREIGN) != (b->kind == HINT_FOREIGN))
		return a->kind == HINT_FOREIGN ? 1 : -1;
	if (a->count != b->count)
		return a->count < b->count ? 1 : -1;
	return str_compare(a->folder, b->folder);
}

static const char *in_folder(struct arena *arena, const char *folder, const char *rest)
{
	return *folder ? str_concat(arena, folder, "/", rest) : rest;
}

static void say(struct arena *arena, const struct hint *hint, struct diags *diags)
{
	const char *folder = *hint->folder ? hint->folder : ".";

	switch (hint->kind) {
	case HINT_RAILS:
		diag_add_path(diags, DIAG_paths_hint, folder,
			      "%zu files look like migrations of Rails: run 'stopgraph -C %.*s'", hint->count,
			      (int)(strlen(folder) - strlen("/db/migrate")), folder);
		return;
	case HINT_PLAN:
		diag_add_path(diags, DIAG_paths_hint, folder,
			      "there is a plan of sqitch: write to .stopgraph.yml: paths: { script_plan: [\"%s\"], "
			      "scripts: [\"%s\"] }, or run 'stopgraph -C %s'",
			      in_folder(arena, hint->folder, "sqitch.plan"),
			      in_folder(arena, hint->folder, "deploy/**/*.sql"), folder);
		return;
	case HINT_FOREIGN:
		diag_add_path(diags, DIAG_paths_hint, folder,
			      "%zu files look like migrations for %s: only PostgreSQL's SQL is read", hint->count,
			      hint->database);
		return;
	case HINT_SCRIPTS:
	case HINT_FOLDERS_OF_SCRIPTS:
		diag_add_path(
			diags, DIAG_paths_hint, folder,
			"%zu files look like migrations in SQL: write to .stopgraph.yml: paths: { scripts: [\"%s\"] }",
			hint->count, in_folder(arena, hint->folder, hint->kind == HINT_SCRIPTS ? "*.sql" : "**/*.sql"));
		return;
	}
}

void hints_add(struct arena *arena, const struct tree *tree, struct diags *diags)
{
	struct hint_walk walk = {.arena = arena_new(), .tree = tree};
	size_t said = 0;

	walk.ignored = diags_new(walk.arena);
	walk_folder(&walk, "", 0);
	if (walk.hints.count)
		qsort(walk.hints.items, walk.hints.count, sizeof(*walk.hints.items), by_count);
	vec_each(const struct hint, hint, &walk.hints) {
		bool is_beside = hint->kind == HINT_FOREIGN && said;
		if (hint->count >= FILES_LEAST && !is_beside && said++ < HINTS_MAX)
			say(arena, hint, diags);
	}
	arena_free(walk.arena);
}
