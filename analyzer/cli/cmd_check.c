/* check: the findings. The status says whether any is at or above the fail level. */
#include "analyzer/cli/cli.h"

#include "analyzer/base/str.h"
#include "analyzer/baseline.h"
#include "analyzer/changes.h"
#include "analyzer/fix/fix_diff.h"
#include "analyzer/rules.h"
#include "reports/formats.h"

#include <stdlib.h>

/* Has the finding a place of its chain in one of the files? */
static bool concerns(const struct finding *finding, const struct names *files)
{
	if (names_has(files, location_path(finding->location)))
		return true;
	for (size_t i = 0; i < finding->evidence.count; i++) {
		if (names_has(files, location_path(finding->evidence.items[i].location)))
			return true;
	}
	return false;
}

static void keep_findings_of(struct result *result, const struct names *files)
{
	size_t kept = 0;

	for (size_t i = 0; i < result->findings.count; i++) {
		if (concerns(&result->findings.items[i], files))
			result->findings.items[kept++] = result->findings.items[i];
	}
	result->findings.count = kept;
	result_count(result);
}

static int status_of(const struct result *result, int level)
{
	vec_each(struct finding, finding, &result->findings) {
		if (!finding->suppressed_reason && (int)finding->level >= level)
			return STATUS_FINDINGS;
	}
	return STATUS_CLEAN;
}

/* Variables by which systems that build merge requests name what they are merged into, best first. */
static const struct {
	const char *name;
	bool is_commit; /* the base itself; else a branch */
} base_variables[] = {
	{"CI_MERGE_REQUEST_DIFF_BASE_SHA", true},
	{"CI_MERGE_REQUEST_TARGET_BRANCH_NAME", false},
	{"GITHUB_BASE_REF", false},
	{"CHANGE_TARGET", false},
	{"BITBUCKET_PR_DESTINATION_BRANCH", false},
	{"SYSTEM_PULLREQUEST_TARGETBRANCHNAME", false},
};

const char *base_variable(size_t index)
{
	return index < sizeof(base_variables) / sizeof(base_variables[0]) ? base_variables[index].name : NULL;
}

static struct base_request base_request_of(const struct cli_options *options)
{
	struct base_request request = {.revision = options->base};

	for (size_t i = 0; base_variable(i); i++) {
		const char *value = getenv(base_variable(i));
		if (!value || !*value)
			continue;
		*(base_variables[i].is_commit ? &request.merge_base : &request.target) = value;
		break;
	}
	return request;
}

/* A result of nothing, for formats that want one. */
static void leave_empty(struct analysis *analysis, const struct revision *base)
{
	struct project *project = ARENA_NEW(analysis->arena, struct project);

	project->profile = "gitlab";
	analysis->graph.project = project;
	analysis->result.project = project;
	analysis->result.graph = &analysis->graph;
	analysis->result.tool_version = STOPGRAPH_VERSION;
	names_push(analysis->arena, &analysis->result.remarks,
		   str_printf(analysis->arena, "no file that is read differs from %.12s", base->name));
}

/* Findings that are there now and were not at the base. */
static int check_changes(struct analysis *analysis, const struct cli_options *options)
{
	struct base_request request = base_request_of(options);
	struct analysis_options wanted = analysis_options_of(options);
	struct names known = {0};
	struct changed_files changed;
	struct revision base;
	struct progress_bar bar;

	progress_start(&bar, options);
	wanted.progress = progress_update;
	wanted.progress_payload = &bar;
	wanted.lists = true;
	int status = analysis_run(analysis, &wanted, ANALYSIS_CONFIG);
	if (status == 0)
		status = changes_find_base(analysis, &request, &base);
	bool any = status == 0 && changes_any(analysis, &wanted, &base, &changed);
	if (any)
		status = changes_known(analysis->arena, &wanted, analysis, &base, &known);
	wanted.base = &base;
	if (any && status == 0 && !changes_are_harmless(&wanted, analysis, &base, &known, &changed))
		status = analysis_run(analysis, &wanted, ANALYSIS_FINDINGS);
	progress_end(&bar);
	diags_print(&analysis->diags, options->quiet);
	if (status)
		return STATUS_TROUBLE;
	analysis->result.tool_version = STOPGRAPH_VERSION;
	if (any)
		changes_keep_new(&analysis->result, &known);
	else
		leave_empty(analysis, &base);
	return 0;
}

/* Outside of a repository there is nothing to compare files with. */
static bool wants_comparison(const struct cli_options *options)
{
	if (options->all)
		return false;
	if (options->base || options->staged || options->revision || options->argument_count == 0)
		return true;
	struct arena *arena = arena_new();
	struct diags ignored = diags_new(arena);
	struct repository *repository =
		repository_open(arena, options->folder, getenv("GIT_CEILING_DIRECTORIES"), &ignored);
	bool found = repository != NULL;
	repository_close(repository);
	arena_free(arena);
	return found;
}

/* The patch goes where findings go; what it leaves alone is said beside it. */
static void print_patch(struct analysis *analysis, const struct cli_options *options, FILE *out)
{
	struct fix_diff diff;

	fix_diff_make(analysis, &diff);
	fputs(diff.patch, out);
	for (size_t i = 0; !options->quiet && i < diff.remarks.count; i++)
		fprintf(stderr, "%s\n", diff.remarks.items[i]);
}

static int check(struct analysis *analysis, const struct cli_options *options, const struct report_format *format)
{
	struct names files = {0};
	struct output output;
	const char *error;
	int status = options->all ? 0 : find_files(analysis->arena, options, 0, &files);

	if (status == 0)
		status = wants_comparison(options) ? check_changes(analysis, options)
						   : run_analysis(analysis, options, ANALYSIS_FINDINGS);
	if (status)
		return status;
	if (options->argument_count)
		keep_findings_of(&analysis->result, &files);
	if (options->baseline && baseline_apply(analysis->arena, options->baseline, &analysis->result, &error))
		return trouble("%s", error);
	status = output_open(options, options->fix_diff ? "patch" : format->name, &output);
	if (status)
		return status;
	output.report.show_suppressed = options->explain_suppressed;
	if (options->fix_diff)
		print_patch(analysis, options, output.file);
	else
		format->write_findings(&analysis->result, &output.report, output.file);
	status = output_close(&output, status_of(&analysis->result, fail_level(options, &analysis->config)));
	return side_reports_write(options, &analysis->result) ? STATUS_TROUBLE : status;
}

static int run(const struct cli_options *options)
{
	const struct report_format *format = format_find(options->format ? options->format : "text");
	struct analysis analysis;

	if (side_reports_check(options))
		return STATUS_TROUBLE;
	if (options->all && options->argument_count)
		return trouble("give --all or files, not both");
	if (options->all && options->base)
		return trouble("give --all or --base, not both");
	if (options->fix_diff && options->format)
		return trouble("give --fix-diff or --format, not both");
	if (options->staged && options->revision)
		return trouble("give --staged or --rev, not both");
	analysis_init(&analysis);
	int status = check(&analysis, options, format);
	analysis_done(&analysis);
	return status;
}

const struct command command_check = {
	.name = "check",
	.arguments = "[FILE...]",
	.summary = "find implicit required stops and other mistakes in migrations",
	.help = "Prints the findings that are new: those that are there now and were not at the base. The base\n"
		"is --base, else the one that the environment of a merge request names, else the merge base\n"
		"with the default branch. \"Now\" is the folder as it is, with --staged what is in git's index,\n"
		"with --rev a revision. With --all, every finding of the whole tree is printed; nothing is\n"
		"compared.\n"
		"\n"
		"With FILEs, only findings are printed that have one of them in their chain of places. Outside\n"
		"of a git repository they are not compared with anything.\n"
		"\n"
		"With --fix-diff, prints a patch for 'git apply' in the root of the tree: a gate before each\n"
		"migration that needs an unfinished job, its entry in the dictionary of jobs, and the edits\n"
		"that rules propose. What the patch does not repair is named on the standard error.\n"
		"\n"
		"Ends with 1 when there is a finding at the fail level (see --fail-on) or above, with 2 when\n"
		"the tree or the base cannot be read.",
	.most = MANY,
	.run = run,
};
