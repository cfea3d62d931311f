/* graph: the whole model. */
#include "analyzer/cli/cli.h"

#include "reports/formats.h"

static int write_graph(struct analysis *analysis, const struct cli_options *options, const struct report_format *format)
{
	struct output output;
	int status = run_analysis(analysis, options, ANALYSIS_FINDINGS);

	if (status == 0)
		status = output_open(options, &output);
	if (status)
		return status;
	format->write_graph(&analysis->result, &output.report, output.file);
	return output_close(&output, STATUS_CLEAN);
}

static int run(const struct cli_options *options)
{
	const struct report_format *format = format_find(options->format ? options->format : "json");
	struct analysis analysis;

	if (!format || !format->write_graph)
		return trouble("the graph has no format '%s'", options->format);
	analysis_init(&analysis);
	int status = write_graph(&analysis, options, format);
	analysis_done(&analysis);
	return status;
}

const struct command command_graph = {
	.name = "graph",
	.arguments = "",
	.summary = "print the whole model: migrations, jobs, edges, stops",
	.help = "Prints every migration with its effects, every background job with what it reads and writes, every\n"
		"dependency between them, and what could not be resolved. The formats are json and\n"
		"cincinnati: releases as nodes, upgrades as edges, with the risks of those that something speaks "
		"against.",
	.run = run,
};
