/* Files of a configuration and of the program itself are read with the same limits and care as those of the tree, by
 * taking the current folder for a tree of its own. */
#include "analyzer/analysis.h"

#include "analyzer/base/str.h"
#include "analyzer/cache/contents.h"
#include "analyzer/cache/listings.h"
#include "analyzer/rules.h"

#include <string.h>
#include <unistd.h>

void analysis_init(struct analysis *analysis)
{
	*analysis = (struct analysis){.arena = arena_new()};
	analysis->diags = diags_new(analysis->arena);
}

void analysis_done(struct analysis *analysis)
{
	scan_free(analysis->scan);
	tree_close(&analysis->tree);
	if (!analysis->borrows_repository)
		repository_close(analysis->repository);
	arena_free(analysis->arena);
	*analysis = (struct analysis){0};
}

/* What is a warning about a file among many is an error about one that was asked for. NULL after a diagnostic. */
static struct source *read_required(struct analysis *analysis, const struct tree *tree, const char *path)
{
	struct diags met = diags_new(analysis->arena);
	struct input input = {.path = path};
	struct source *source = input_read(analysis->arena, tree, &input, &met);

	vec_each(const struct diag, diag, &met)
		diag_add(&analysis->diags, source ? diag->code : DIAG_input_required, diag->location, "%s%s",
			 source ? "" : "the file cannot be read: ", diag->text);
	return source;
}

struct source *analysis_read_file(struct analysis *analysis, const char *path)
{
	struct tree here;

	if (tree_open_folder(analysis->arena, ".", &here, &analysis->diags))
		return NULL;
	struct source *source = read_required(analysis, &here, path);
	tree_close(&here);
	return source;
}

bool analysis_has_tree(struct analysis *analysis)
{
	struct tree_entries entries = {0};
	struct diags ignored = diags_new(analysis->arena);
	struct inputs inputs = {0};
	bool found = false;

	if (analysis->tree.list(analysis->tree.payload, analysis->arena, "", &entries, &analysis->diags))
		return false;
	vec_each(struct tree_entry, entry, &entries)
		found = found || str_in(entry->name, "db internal plugins VERSION .stopgraph.yml");
	if (found)
		return true;
	inputs_list_paths(analysis->arena, &analysis->tree, &analysis->config.paths, &inputs, &ignored);
	vec_each(const struct input, input, &inputs)
		found = found || input->role == INPUT_SCRIPT || input->role == INPUT_MIGRATION;
	return found;
}

/* A path that counts from the root of the tree, as one from here when the tree is a folder. */
static const char *path_in_tree(const struct analysis *analysis, const struct analysis_options *options,
				const char *path)
{
	if (analysis->revision.name || path[0] == '/')
		return path;
	return str_printf(analysis->arena, "%s/%s", options->folder, path);
}

/* A file by what path_in_tree() gave. */
static struct source *read_in_tree(struct analysis *analysis, const char *path)
{
	return analysis->revision.name && path[0] != '/' ? read_required(analysis, &analysis->tree, path)
							 : analysis_read_file(analysis, path);
}

/* A revision has a configuration of its own, which is the one that counts for it. */
static int read_config(struct analysis *analysis, const struct analysis_options *options)
{
	struct source *source;

	if (options->config_in_use) {
		analysis->config = *options->config_in_use;
		return 0;
	}
	if (options->config)
		source = analysis_read_file(analysis, options->config);
	else if (!tree_has_file(analysis->arena, &analysis->tree, ".stopgraph.yml"))
		return 0;
	else
		source = read_in_tree(analysis, path_in_tree(analysis, options, ".stopgraph.yml"));
	if (!source)
		return -1;
	if (config_read(analysis->arena, source, &analysis->config, &analysis->diags))
		return -1;
	if (!options->config)
		source->path = ".stopgraph.yml"; /* findings name the files of the tree */
	return 0;
}

/* The option wins over the configuration, whose path counts from the root of the tree; else the file that came
 * along. */
static const char *find_releases(struct analysis *analysis, const struct analysis_options *options)
{
	if (options->releases)
		return options->releases;
	if (analysis->config.releases)
		return path_in_tree(analysis, options, analysis->config.releases);
	for (const char *const *share = options->shares; share && *share; share++) {
		const char *path = str_printf(analysis->arena, "%s/releases.yml", *share);
		if (access(path, R_OK) == 0)
			return path;
	}
	return NULL;
}

struct source *analysis_read_releases(struct analysis *analysis, const struct analysis_options *options)
{
	const char *path = analysis->releases_path;

	bool configured = !options->releases && analysis->config.releases;
	/* the file that came along tells of GitLab's releases */
	bool is_foreign = analysis->scan && !project_is_gitlab(&analysis->scan->project);
	if (!path || (is_foreign && !options->releases && !configured))
		return NULL;
	struct source *source = configured ? read_in_tree(analysis, path) : analysis_read_file(analysis, path);

	/* where the program is installed must not show in its results */
	if (source && !options->releases && !configured)
		source->path = "releases.yml";
	return source;
}

/* Tags count when the folder is part of what they tag: a folder that merely lies in somebody's repository is not. In a
 * history that is cut off, the lowest tag that holds a file need not be the first. */
static void read_tags(struct analysis *analysis, const struct analysis_options *options)
{
	struct repository *repository = analysis->repository;
	const struct analysis_common *common = options->common;
	struct release_tags_options wanted = {repository, analysis->config.release_tags, options->cache};

	if (!repository || repository_is_shallow(repository))
		return;
	if (analysis->revision.name && object_id_known(&analysis->revision.commit))
		analysis->tip = analysis->revision;
	else if (repository_revision(repository, "HEAD", &analysis->tip, NULL))
		return;
	if (!object_id_known(&analysis->tip.tree))
		return;
	if (common && str_equal(common->pattern, analysis->config.release_tags))
		analysis->tags = *common->tags;
	else
		release_tags_read(analysis->arena, &wanted, &analysis->tags, &analysis->diags);
}

void analysis_list(struct analysis *analysis, const struct analysis_options *options)
{
	if (analysis->is_listed)
		return;
	analysis->is_listed = true;
	analysis->listing_diag = analysis->diags.count;
	if (!options->cache) {
		inputs_list_paths(analysis->arena, &analysis->tree, &analysis->config.paths, &analysis->inputs,
				  &analysis->diags);
		return;
	}
	struct listings *listings = listings_new(analysis->arena, options->cache, &analysis->tree);
	struct tree view = listings_view(listings);
	inputs_list_paths(analysis->arena, &view, &analysis->config.paths, &analysis->inputs, &analysis->diags);
	listings_save(listings);
	analysis->contents = contents_new(analysis->arena, options->cache, &analysis->tree, &analysis->inputs);
	/* recalling waits for memory more than it computes */
	if (contents_were_kept(analysis->contents))
		arena_expect_much(analysis->arena);
}

void analysis_forget(struct analysis *analysis)
{
	scan_free(analysis->scan);
	analysis->scan = NULL;
	analysis->graph = (struct graph){0};
	analysis->result = (struct result){0};
	analysis->diags.count = analysis->scan_diag;
}

static int nothing_to_read(struct analysis *analysis)
{
	if (analysis->repository && !analysis->revision.name && repository_is_bare(analysis->repository))
		diag_add(&analysis->diags, DIAG_git_revision, (struct location){0},
			 "the repository is bare and has no files of its own: give --rev, such as --rev HEAD");
	return -1;
}

static int run_scan(struct analysis *analysis, const struct analysis_options *options)
{
	struct scan_options scan = {
		.tree = &analysis->tree, .progress = options->progress, .progress_payload = options->progress_payload};

	analysis->scan_diag = analysis->diags.count;
	read_tags(analysis, options);
	scan.release = release_text(analysis->arena, release_of_revision(&analysis->tags, &analysis->tip, true));
	scan.release_of_others =
		release_text(analysis->arena, release_of_revision(&analysis->tags, &analysis->tip, false));
	analysis_list(analysis, options);
	scan.inputs = &analysis->inputs;
	scan.contents = analysis->contents;
	scan.listing_diag = analysis->listing_diag;
	scan.paths = &analysis->config.paths;
	scan.releases_are_gitlabs = !options->releases && !analysis->config.releases;
	scan.profile = analysis->config.profile;
	scan.cache = options->cache;
	scan.threads = options->threads;
	scan.trees = options->common ? options->common->trees : NULL;
	scan.reach = options->reach;

	if (analysis->releases_path) {
		scan.releases = analysis_read_releases(analysis, options);
		if (!scan.releases)
			return -1;
	}
	analysis->scan = scan_tree(analysis->arena, &scan, &analysis->diags);
	if (!analysis->scan)
		return nothing_to_read(analysis);
	struct release_walk walk = {analysis->repository,      &analysis->tags, options->progress,
				    options->progress_payload, options->cache,  &analysis->scan->places};
	struct history_options history = {.repository = analysis->repository,
					  .tags = &analysis->tags,
					  .tip = &analysis->tip,
					  .base = options->base,
					  .progress = options->progress,
					  .progress_payload = options->progress_payload,
					  /* the trees of a series are met once */
					  .cache = options->common ? NULL : options->cache,
					  .diags = &analysis->diags};
	releases_of_migrations(analysis->arena, &walk, &analysis->scan->project);
	struct names tagged = {0};
	vec_each(const struct release_tag, tag, &analysis->tags)
		names_push(analysis->arena, &tagged, release_text(analysis->arena, tag->release));
	releases_fill(analysis->arena, &tagged, &analysis->scan->project);
	history_read(analysis->arena, &history, analysis->scan);
	return 0;
}

/* The configured levels as the rules want them. -1 after a diagnostic when a rule does not exist. */
static int run_rules(struct analysis *analysis)
{
	VEC(struct rule_level) levels = {0};
	int status = 0;

	vec_each(struct config_level, row, &analysis->config.levels) {
		struct rule_level level = {.rule = row->rule};
		level.off = !level_find(row->level, &level.level);
		if (!rule_find(row->rule)) {
			diag_add(&analysis->diags, DIAG_config_invalid, row->location, "there is no rule '%s'%s",
				 row->rule, rule_proposal(analysis->arena, row->rule));
			status = -1;
		}
		vec_push(analysis->arena, &levels, level);
	}
	struct suppressions suppressions = {0};
	if (!analysis->scan)
		return -1;
	if (analysis->mitigations.source)
		vec_push(analysis->arena, &analysis->scan->sources, analysis->mitigations.source);
	suppressions_collect(analysis->arena, analysis->scan->sources.items, analysis->scan->sources.count,
			     &analysis->config.suppressions, &suppressions);
	struct rule_options options = {
		.schedule = config_schedule(&analysis->config, &analysis->scan->project),
		.notice = analysis->config.notice,
		.levels = levels.items,
		.level_count = levels.count,
		.suppressions = &suppressions,
		.mitigations = &analysis->mitigations,
	};
	rules_run(analysis->arena, &analysis->scan->project, &analysis->graph, &options, &analysis->result);
	return status;
}

static int open_folder(struct analysis *analysis, const struct analysis_options *options)
{
	if (tree_open_folder(analysis->arena, options->folder, &analysis->tree, &analysis->diags))
		return -1;
	if (options->memory)
		tree_remember(analysis->arena, options->memory, &analysis->tree);
	if (options->overlay)
		tree_overlay(analysis->arena, options->overlay, &analysis->tree);
	return 0;
}

static int open_revision(struct analysis *analysis, const struct analysis_options *options)
{
	struct repository *repository = analysis->repository;

	if (!repository) {
		diag_add_path(&analysis->diags, DIAG_git_revision, options->folder,
			      "the folder does not lie in a git repository");
		return -1;
	}
	if (options->staged ? repository_index(repository, &analysis->revision, &analysis->diags)
			    : repository_revision(repository, options->revision, &analysis->revision, &analysis->diags))
		return -1;
	tree_open_revision(analysis->arena, repository, &analysis->revision, &analysis->tree);
	return 0;
}

/* The file that the configuration names must be there, but not at a base that may not have it yet; the default one may
 * be. */
static int read_mitigations(struct analysis *analysis, bool is_base)
{
	const char *path = analysis->config.mitigations ? analysis->config.mitigations : CONFIG_MITIGATIONS_DEFAULT;

	if (tree_has_file(analysis->arena, &analysis->tree, path)) {
		struct source *source = read_required(analysis, &analysis->tree, path);
		if (!source)
			return -1;
		return mitigations_read(analysis->arena, source, &analysis->mitigations, &analysis->diags);
	}
	if (!analysis->config.mitigations || is_base)
		return 0;
	diag_add_path(&analysis->diags, DIAG_config_invalid, path, "there is no such file in the tree");
	return -1;
}

static int read_settings(struct analysis *analysis, const struct analysis_options *options)
{
	return read_config(analysis, options) ? -1 : read_mitigations(analysis, options->config_in_use != NULL);
}

static void open_repository(struct analysis *analysis, const struct analysis_options *options)
{
	analysis->borrows_repository = options->common != NULL;
	analysis->repository =
		options->common ? options->common->repository
				: repository_open(analysis->arena, options->folder, options->ceiling, &analysis->diags);
}

/* What comes before the scan, once. A folder is looked at while the library for its repository is loaded. */
static int prepare(struct analysis *analysis, const struct analysis_options *options, bool lists)
{
	bool is_folder = !options->revision && !options->staged;
	int status = 0;

	if (analysis->tree.list)
		return 0;
	struct library_start *library =
		options->common ? NULL : repository_expect(analysis->arena, options->folder, options->ceiling);
	if (is_folder)
		status = open_folder(analysis, options) || read_settings(analysis, options) ? -1 : 0;
	if (is_folder && status == 0 && lists)
		analysis_list(analysis, options);
	open_repository(analysis, options);
	if (library)
		repository_await(library);
	if (!is_folder)
		status = open_revision(analysis, options) || read_settings(analysis, options) ? -1 : 0;
	return status;
}

int analysis_run(struct analysis *analysis, const struct analysis_options *options, enum analysis_stage last)
{
	if (prepare(analysis, options, options->lists || last >= ANALYSIS_SCAN))
		return -1;
	analysis->releases_path = find_releases(analysis, options);
	if (last >= ANALYSIS_SCAN && !analysis->scan && run_scan(analysis, options))
		return -1;
	if (last >= ANALYSIS_FINDINGS)
		mitigations_look(analysis->arena, &analysis->tree, &analysis->mitigations, &analysis->diags);
	if (last >= ANALYSIS_GRAPH) {
		if (options->progress)
			options->progress(options->progress_payload, "graph", 0, 1);
		graph_build(analysis->arena, &analysis->scan->project, &analysis->graph);
	}
	analysis->result.project = analysis->scan ? &analysis->scan->project : NULL;
	analysis->result.graph = &analysis->graph;
	int status = last >= ANALYSIS_FINDINGS ? run_rules(analysis) : 0;
	analysis->result.mitigations = &analysis->mitigations;
	return status;
}
