/* report: the batch report of a release, or of the releases since another. */
#include "analyzer/cli/cli.h"

#include "reports/release_report.h"

static int write_report(struct analysis *analysis, const struct cli_options *options,
			const struct release_report_format *format)
{
	struct report_question question;
	struct release_report report;
	struct output output;
	const char *problem =
		report_question_read(analysis->arena, options->release, options->from, options->to, &question);

	if (problem)
		return trouble("%s", problem);
	int status = run_analysis(analysis, options, ANALYSIS_FINDINGS);
	if (status)
		return status;
	question.schedule = config_schedule(&analysis->config, analysis->graph.project);
	problem = release_report_make(analysis->arena, &analysis->result, &question, &report);
	if (problem)
		return trouble("%s", problem);
	status = output_open(options, format->name, &output);
	if (status)
		return status;
	if (format->write(&report, output.file) && !ferror(output.file))
		return output_close(&output, trouble("the pictures of the report could not be laid out"));
	return output_close(&output, STATUS_CLEAN);
}

static int run(const struct cli_options *options)
{
	const struct release_report_format *format =
		release_report_format_find(options->format ? options->format : "markdown");
	struct analysis analysis;

	analysis_init(&analysis);
	int status = write_report(&analysis, options, format);
	analysis_done(&analysis);
	return status;
}

const struct command command_report = {
	.name = "report",
	.arguments = "",
	.summary = "report on a release: jobs, gates, stops, what to decide",
	.help = "Prints the report that a database group opens once per release: what needs a decision, which\n"
		"jobs and gates are new, which jobs are still open, how each new dependency is protected, which\n"
		"stops the release relies on and whether the next one is needed, what can be squashed, and the\n"
		"trend. It is for an issue as markdown, for a browser as html: one file with pictures that\n"
		"needs no network.\n"
		"\n"
		"With --release it is about one release (default: that of the tree), with --from and --to about\n"
		"all releases after FROM up to TO. It looks back from the end of the last one: gates of later\n"
		"releases do not count.\n"
		"\n"
		"Ends with 2 when the tree cannot tell about the release.",
	.run = run,
};
