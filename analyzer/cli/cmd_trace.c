/* trace: one jump, simulated. The status says whether something breaks. */
#include "analyzer/cli/cli.h"

#include "analyzer/trace/trace.h"
#include "reports/trace.h"

/* The tree of the target: that of its tag with the configuration from here, else the tree as it is. */
static int analyse_target(const struct analysis *here, const char *revision, const struct cli_options *options,
			  struct analysis *target)
{
	struct analysis_options wanted = analysis_options_of(options);

	if (revision) {
		wanted.revision = revision;
		wanted.config_in_use = &here->config;
	}
	return run_analysis_of(target, &wanted, options, ANALYSIS_GRAPH);
}

static int write_trace(const struct trace *trace, const struct cli_options *options, const struct trace_format *format)
{
	struct trace_report report = {.full = options->full};
	struct output output;
	int status = output_open(options, format->name, &output);

	if (status)
		return status;
	report.page = output.report;
	if (format->write(trace, &report, output.file) && !ferror(output.file))
		return output_close(&output, trouble("too much hangs together to be drawn: give the format dot"));
	return output_close(&output, trace->counts[TRACE_BROKEN] ? STATUS_FINDINGS : STATUS_CLEAN);
}

static int trace_jump(struct analysis *here, struct analysis *target, const struct cli_options *options,
		      const struct trace_format *format)
{
	struct trace_jump jump = {.zero_downtime = options->zero_downtime};
	struct analysis_options wanted = analysis_options_of(options);
	const char *revision = NULL;
	struct trace trace;
	const char *problem = trace_read_releases(here->arena, options->arguments[0], options->arguments[1], &jump);

	if (problem)
		return trouble("%s", problem);
	if (analysis_run(here, &wanted, ANALYSIS_CONFIG)) {
		diags_print(&here->diags, options->quiet);
		return STATUS_TROUBLE;
	}
	problem = trace_find_ends(here, &jump, &revision);
	if (problem)
		return trouble("%s", problem);
	if (analyse_target(here, revision, options, target))
		return STATUS_TROUBLE;
	trace_read_source(here, target, &jump);
	jump.schedule = config_schedule(&here->config, target->graph.project);
	note_shallow(here, options, "release tags do not count, and the tree stands for all releases in it");
	problem = trace_check_target(here->arena, &target->graph, &jump);
	if (problem)
		return trouble("%s", problem);
	trace_run(target->arena, &target->graph, &jump, &trace);
	return write_trace(&trace, options, format);
}

static int run(const struct cli_options *options)
{
	const struct trace_format *format = trace_format_find(options->format ? options->format : "text");
	struct analysis here, target;

	analysis_init(&here);
	analysis_init(&target);
	int status = trace_jump(&here, &target, options, format);
	analysis_done(&target);
	analysis_done(&here);
	return status;
}

const struct command command_trace = {
	.name = "trace",
	.arguments = "FROM TO",
	.summary = "simulate an upgrade from one release to another in one go",
	.help = "Prints what breaks when FROM is upgraded to TO without a stop in between: every dependency on\n"
		"a job that is queued on the way and has not run, what the customer sees, the fewest stops that\n"
		"repair it, and whether the declared ones do. Jobs that were queued at FROM or before count as\n"
		"finished.\n"
		"\n"
		"Where the repository has release tags, the files are those of TO's tag (of X.Y the latest\n"
		"patch), and what runs is what FROM's tag lacks. Without tags, the tree stands for all releases\n"
		"in it.\n"
		"\n"
		"With --zero-downtime, all regular migrations of the upgrade run before all post ones, and what\n"
		"depends on a job in that order alone is told, too.\n"
		"\n"
		"Ends with 1 when something breaks, with 2 when there is no such upgrade.",
	.least = 2,
	.most = 2,
	.run = run,
};
