/* Where the index lies, and whether it has to be built. The place is $XDG_CACHE_HOME/stopgraph/HASH.sqlite, with the
 * hash of the tree's absolute path. The digest is taken before the tree is read: a file that is written in between
 * makes the index stale, never wrong. */
#include "analyzer/cli/index.h"

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
	return str_printf(arena, "%s/%s.sqlite", folder, digest_text(arena, tree));
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

/* Builds at `path`, or in memory when that fails and may be. */
static struct store *build(struct index *index, const struct analysis *analysis, const struct store_origin *origin,
			   enum index_wish wish, struct diags *diags)
{
	struct store_error error = {"there is no home folder to keep it in", -1};
	struct location nowhere = {0};
	struct store *store = NULL;

	if (index->path)
		store = store_build(index->arena, index->path, &analysis->graph, origin, &error);
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
	store = store_build(index->arena, NULL, &analysis->graph, origin, &error);
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
		index->store = build(index, &analysis, origin, wish, diags);
		status = index->store ? 0 : STATUS_TROUBLE;
	}
	analysis_done(&analysis);
	return status;
}

int index_open(const struct cli_options *options, enum index_wish wish, struct index *out)
{
	enum store_state state = STORE_MISSING;
	struct store_error error = {0};
	struct store_origin origin;

	*out = (struct index){.arena = arena_new()};
	struct diags diags = diags_new(out->arena);
	int status = find_origin(out->arena, options, &origin);
	if (status)
		return status;
	out->path = place_of(out->arena, options, origin.tree);
	if (out->path)
		state = store_open(out->arena, out->path, &origin, &out->store, &error);
	if (state == STORE_READY && wish == INDEX_ANY_PLACE)
		return 0;
	store_close(out->store);
	out->store = NULL;
	if (is_worth_a_word(state))
		diag_add(&diags, DIAG_index_rebuilt, (struct location){0},
			 "'%s' is not used as the index: %s; it is built anew%s", out->path, error.text,
			 state == STORE_FOREIGN ? ", and the file kept with '.old' at its name" : "");
	status = analyse_and_build(out, options, &origin, wish, &diags);
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
