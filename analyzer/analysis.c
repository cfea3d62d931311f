/* Files of a configuration and of the program itself are read with the same limits and care as those of the tree, by
 * taking the current folder for a tree of its own. */
#include "analyzer/analysis.h"

#include "analyzer/base/str.h"
#include "analyzer/rules.h"

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
	arena_free(analysis->arena);
	*analysis = (struct analysis){0};
}

/* A file given by a path from here, not one of the tree. NULL after a diagnostic. */
static struct source *read_file(struct analysis *analysis, const char *path)
{
	struct input input = {.path = path};
	struct tree here;

	if (tree_open_folder(analysis->arena, ".", &here, &analysis->diags))
		return NULL;
	struct source *source = input_read(analysis->arena, &here, &input, &analysis->diags);
	tree_close(&here);
	if (!source)
		diag_add_path(&analysis->diags, DIAG_config_invalid, path, "the file cannot be used");
	return source;
}

static int read_config(struct analysis *analysis, const struct analysis_options *options)
{
	const char *path = options->config;

	if (!path) {
		path = str_printf(analysis->arena, "%s/.stopgraph.yml", options->folder);
		if (access(path, F_OK))
			return 0;
	}
	struct source *source = read_file(analysis, path);
	if (!source)
		return -1;
	if (!options->config)
		source->path = ".stopgraph.yml"; /* a file of the tree, like those that findings point at */
	return config_read(analysis->arena, source, &analysis->config, &analysis->diags);
}

/* The option wins over the configuration, whose path counts from the root of the tree; else the file that came along. */
static const char *find_releases(struct analysis *analysis, const struct analysis_options *options)
{
	if (options->releases)
		return options->releases;
	if (analysis->config.releases && analysis->config.releases[0] == '/')
		return analysis->config.releases;
	if (analysis->config.releases)
		return str_printf(analysis->arena, "%s/%s", options->folder, analysis->config.releases);
	for (const char *const *share = options->shares; share && *share; share++) {
		const char *path = str_printf(analysis->arena, "%s/releases.yml", *share);
		if (access(path, R_OK) == 0)
			return path;
	}
	return NULL;
}

static int run_scan(struct analysis *analysis, const struct analysis_options *options)
{
	struct scan_options scan = {
		.tree = &analysis->tree, .progress = options->progress, .progress_payload = options->progress_payload};

	scan.paths = &analysis->config.paths;

	if (analysis->releases_path) {
		struct source *releases = read_file(analysis, analysis->releases_path);
		if (!releases)
			return -1;
		/* where the program is installed must not show in its results */
		if (!options->releases && !analysis->config.releases)
			releases->path = "releases.yml";
		scan.releases = releases;
	}
	analysis->scan = scan_tree(analysis->arena, &scan, &analysis->diags);
	return analysis->scan ? 0 : -1;
}

static enum level level_of(const char *name)
{
	return str_equal(name, "error") ? LEVEL_ERROR : str_equal(name, "warning") ? LEVEL_WARNING : LEVEL_NOTE;
}

/* The configured levels as the rules want them. -1 after a diagnostic when a rule does not exist. */
static int run_rules(struct analysis *analysis)
{
	VEC(struct rule_level) levels = {0};
	int status = 0;

	vec_each(struct config_level, row, &analysis->config.levels) {
		struct rule_level level = {row->rule, str_equal(row->level, "off"), level_of(row->level)};
		if (!rule_find(row->rule)) {
			diag_add(&analysis->diags, DIAG_config_invalid, row->location, "there is no rule '%s'%s",
				 row->rule, rule_proposal(analysis->arena, row->rule));
			status = -1;
		}
		vec_push(analysis->arena, &levels, level);
	}
	struct suppressions suppressions = {0};
	suppressions_collect(analysis->arena, analysis->scan->sources.items, analysis->scan->sources.count,
			     &analysis->config.suppressions, &suppressions);
	struct rule_options options = {
		.schedule = config_schedule(&analysis->config),
		.levels = levels.items,
		.level_count = levels.count,
		.suppressions = &suppressions,
		.mitigations = &analysis->mitigations,
	};
	rules_run(analysis->arena, &analysis->scan->project, &analysis->graph, &options, &analysis->result);
	return status;
}

/* The file that the configuration names must be there; the default one may be. Both are files of the tree. */
static int read_mitigations(struct analysis *analysis)
{
	const char *path = analysis->config.mitigations ? analysis->config.mitigations : CONFIG_MITIGATIONS_DEFAULT;
	struct input input = {.path = path};

	if (!tree_has_file(analysis->arena, &analysis->tree, path)) {
		if (!analysis->config.mitigations)
			return 0;
		diag_add_path(&analysis->diags, DIAG_config_invalid, path, "there is no such file in the tree");
		return -1;
	}
	struct source *source = input_read(analysis->arena, &analysis->tree, &input, &analysis->diags);
	if (!source || mitigations_read(analysis->arena, source, &analysis->mitigations, &analysis->diags))
		return -1;
	if (analysis->scan)
		vec_push(analysis->arena, &analysis->scan->sources, source);
	mitigations_look(analysis->arena, &analysis->tree, &analysis->mitigations, &analysis->diags);
	return 0;
}

int analysis_run(struct analysis *analysis, const struct analysis_options *options, enum analysis_stage last)
{
	if (tree_open_folder(analysis->arena, options->folder, &analysis->tree, &analysis->diags))
		return -1;
	if (read_config(analysis, options))
		return -1;
	analysis->releases_path = find_releases(analysis, options);
	if (last >= ANALYSIS_SCAN && run_scan(analysis, options))
		return -1;
	if (last >= ANALYSIS_FINDINGS && read_mitigations(analysis))
		return -1;
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
