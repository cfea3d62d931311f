/* check: the findings. The status says whether any is at or above the fail level. */
#include "analyzer/cli/cli.h"

#include "analyzer/base/str.h"
#include "analyzer/baseline.h"
#include "reports/formats.h"

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
	result_count_levels(result);
}

static int status_of(const struct result *result, int level)
{
	vec_each(struct finding, finding, &result->findings) {
		if (!finding->suppressed_reason && (int)finding->level >= level)
			return STATUS_FINDINGS;
	}
	return STATUS_CLEAN;
}

static int check(struct analysis *analysis, const struct cli_options *options, const struct report_format *format)
{
	struct names files = {0};
	struct output output;
	const char *error;
	int status = options->all ? 0 : find_files(analysis->arena, options, 0, &files);

	if (status == 0)
		status = run_analysis(analysis, options, ANALYSIS_FINDINGS);
	if (status)
		return status;
	if (!options->all)
		keep_findings_of(&analysis->result, &files);
	if (options->baseline && baseline_apply(analysis->arena, options->baseline, &analysis->result, &error))
		return trouble("%s", error);
	status = output_open(options, &output);
	if (status)
		return status;
	output.report.show_suppressed = options->explain_suppressed;
	format->write_findings(&analysis->result, &output.report, output.file);
	status = output_close(&output, status_of(&analysis->result, fail_level(options, &analysis->config)));
	return side_reports_write(options, &analysis->result) ? STATUS_TROUBLE : status;
}

static int run(const struct cli_options *options)
{
	const struct report_format *format = format_find(options->format ? options->format : "text");
	struct analysis analysis;

	if (!format || !format->write_findings)
		return trouble("findings have no format '%s'%s", options->format, did_you_mean_format(options->format));
	if (side_reports_check(options))
		return STATUS_TROUBLE;
	if (options->all && options->argument_count)
		return trouble("give --all or files, not both");
	if (!options->all && !options->argument_count)
		return trouble("nothing to check: give --all for the whole tree, or files");
	analysis_init(&analysis);
	int status = check(&analysis, options, format);
	analysis_done(&analysis);
	return status;
}

const struct command command_check = {
	.name = "check",
	.arguments = "[FILE...]",
	.summary = "find implicit required stops and other mistakes in migrations",
	.help = "Reads the whole tree and prints what is wrong with it. With FILEs, only findings that have a place "
		"of\n"
		"their chain in one of them. Ends with 1 when there is a finding of the fail level (see --fail-on) or "
		"above,\n"
		"with 2 when the tree cannot be read.",
	.most = MANY,
	.run = run,
};
