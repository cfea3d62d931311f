/* stops: why each declared stop exists, which could go, and which would do. */
#include "analyzer/cli/cli.h"

#include "reports/stops.h"

static int write_answer(struct analysis *analysis, const struct cli_options *options, bool as_json)
{
	struct stops_answer answer;
	struct output output;
	int status = run_analysis(analysis, options, ANALYSIS_GRAPH);

	if (status == 0)
		status = output_open(options, &output);
	if (status)
		return status;
	stops_judge(analysis->arena, &analysis->graph, &(struct stops_options){0}, &answer);
	if (as_json)
		stops_write_json(&answer, output.file);
	else
		stops_write_text(&answer, output.file);
	return output_close(&output, STATUS_CLEAN);
}

static int run(const struct cli_options *options)
{
	struct analysis analysis;

	if (options->format && !str_in(options->format, "text json"))
		return trouble("the stops have no format '%s'; text and json are there", options->format);
	analysis_init(&analysis);
	int status = write_answer(&analysis, options, str_equal(options->format, "json"));
	analysis_done(&analysis);
	return status;
}

const struct command command_stops = {
	.name = "stops",
	.arguments = "",
	.summary = "tell why each declared stop exists and which stops would do",
	.help = "For every stop of config/upgrade_path.yml: the dependencies that only it protects, with their chain, and\n"
		"how many it shares with other stops. Then the fewest stops that protect everything, the fewest that keep\n"
		"to the schedule, and where a stop is needed that is not declared. The formats are text and json.",
	.run = run,
};
