/* Where the index lies, and whether it has to be built. The place is $XDG_CACHE_HOME/stopgraph/HASH.sqlite, with the
 * hash of the tree's absolute path; that of the index of releases is HASH.releases.sqlite. The digest is taken before
 * the tree is read: a file that is written in between makes the index stale, never wrong. */
#include "analyzer/cli/index.h"
#include "analyzer/cli/release_index.h"

#include "analyzer/cache/place.h"
#include "analyzer/digest.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

static const char *place_of(struct arena *arena, const struct cli_options *options, const char *tree)
{
	if (options->index)
		return options->index;
	const char *folder = cache_place(arena);
	if (!folder)
		return NULL;
	cache_place_make(arena, folder);
	return str_printf(arena, "%s/%s%s.sqlite", folder, digest_text(arena, tree),
			  options->all_releases ? ".releases" : "");
}

/* What the index has to be made from. The analysis is thrown away: it only lists the files. */
static int find_origin(struct arena *arena, const struct cli_options *options, struct store_origin *out)
{
	struct analysis_options wanted = analysis_options_of(options);
	char real[PATH_MAX];
	struct analysis analysis;

	analysis_init(&analysis);
	/* what it has to say is said again when the index is built */
	int status = analysis_run(&analysis, &wanted, ANALYSIS_CONFIG) ? STATUS_TROUBLE : 0;
	if (status)
		diags_print(&analysis.diags, options->quiet);
	if (status == 0 && !realpath(options->folder, real))
		status = trouble("cannot open '%s': %s", options->folder, strerror(errno));
	if (status == 0)
		*out = (struct store_origin){str_copy(arena, real), str_copy(arena, digest_tree(&analysis, &wanted)),
					     STOPGRAPH_VERSION};
	analysis_done(&analysis);
	return status;
}

static bool is_worth_a_word(enum store_state state)
{
	return state != STORE_READY && state != STORE_MISSING && state != STORE_STALE;
}

/* What an index is built from: a tree, or all releases. */
struct material {
	const struct graph *graph; /* NULL: the releases */
	struct release_index *releases;
};

static struct store *build_at(struct index *index, const char *path, const struct material *material,
			      const struct store_origin *origin, struct store_error *error)
{
	return material->graph ? store_build(index->arena, path, material->graph, origin, error)
			       : release_index_build(material->releases, index->arena, path, origin, error);
}

/* Builds at `path`, or in memory when that fails and may be. */
static struct store *build(struct index *index, const struct material *material, const struct store_origin *origin,
			   enum index_wish wish, struct diags *diags)
{
	struct store_error error = {"there is no home folder to keep it in", -1};
	struct location nowhere = {0};
	struct store *store = NULL;

	if (index->path)
		store = build_at(index, index->path, material, origin, &error);
	if (store)
		return store;
	const char *at = index->path ? str_printf(index->arena, " to '%s'", index->path) : "";
	if (wish == INDEX_NEW_FILE) {
		trouble("cannot write the index%s: %s", at, error.text);
		return NULL;
	}
	/* one diagnostic about the index is enough */
	diags->count = 0;
	diag_add(diags, DIAG_index_in_memory, nowhere, "cannot write the index%s: %s; it is used in memory", at,
		 error.text);
	index->path = NULL;
	store = build_at(index, NULL, material, origin, &error);
	if (!store)
		trouble("cannot build the index: %s", error.text);
	return store;
}

static int analyse_and_build(struct index *index, const struct cli_options *options, const struct store_origin *origin,
			     enum index_wish wish, struct diags *diags)
{
	struct analysis analysis;

	analysis_init(&analysis);
	int status = run_analysis(&analysis, options, ANALYSIS_GRAPH);
	if (status == 0) {
		const struct material material = {.graph = &analysis.graph};
		index->store = build(index, &material, origin, wish, diags);
		status = index->store ? 0 : STATUS_TROUBLE;
	}
	analysis_done(&analysis);
	return status;
}

/* The index that lies in its place, when it is wanted as it is. */
static bool use_what_is_there(struct index *index, const struct store_origin *origin, enum index_wish wish,
			      struct diags *diags)
{
	enum store_state state = STORE_MISSING;
	struct store_error error = {0};

	if (index->path)
		state = store_open(index->arena, index->path, origin, &index->store, &error);
	if (state == STORE_READY && wish == INDEX_ANY_PLACE)
		return true;
	store_close(index->store);
	index->store = NULL;
	if (is_worth_a_word(state))
		diag_add(diags, DIAG_index_rebuilt, (struct location){0},
			 "'%s' is not used as the index: %s; it is built anew%s", index->path, error.text,
			 state == STORE_FOREIGN ? ", and the file kept with '.old' at its name" : "");
	return false;
}

static int open_tree_index(struct index *index, const struct cli_options *options, enum index_wish wish,
			   struct diags *diags)
{
	struct store_origin origin;
	int status = find_origin(index->arena, options, &origin);

	if (status)
		return status;
	index->path = place_of(index->arena, options, origin.tree);
	if (use_what_is_there(index, &origin, wish, diags))
		return 0;
	return analyse_and_build(index, options, &origin, wish, diags);
}

static int open_release_index(struct index *index, const struct cli_options *options, enum index_wish wish,
			      struct diags *diags)
{
	struct release_index releases;
	struct store_origin origin;
	int status = release_index_open(&releases, options, &origin);

	if (status == 0)
		index->path = place_of(index->arena, options, origin.tree);
	if (status == 0 && !use_what_is_there(index, &origin, wish, diags)) {
		const struct material material = {.releases = &releases};
		index->store = build(index, &material, &origin, wish, diags);
		status = index->store ? 0 : STATUS_TROUBLE;
	}
	release_index_close(&releases);
	return status;
}

int index_open(const struct cli_options *options, enum index_wish wish, struct index *out)
{
	*out = (struct index){.arena = arena_new()};
	struct diags diags = diags_new(out->arena);
	int status = options->all_releases ? open_release_index(out, options, wish, &diags)
					   : open_tree_index(out, options, wish, &diags);
	if (status == 0)
		diags_print(&diags, options->quiet);
	return status;
}

void index_close(struct index *index)
{
	store_close(index->store);
	arena_free(index->arena);
	*index = (struct index){0};
}
