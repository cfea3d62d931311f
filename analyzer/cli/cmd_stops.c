/* stops: why each declared stop exists, which could go, and which would do; the proposal of a new one. */
#include "analyzer/cli/cli.h"

#include "reports/stops.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* The file is replaced as a whole, so that nobody sees half of it. */
static int replace_file(struct arena *arena, const char *path, const char *text)
{
	const char *temporary = str_printf(arena, "%s.new", path);
	FILE *file = fopen(temporary, "wx");

	if (!file)
		return trouble("cannot write '%s': %s", temporary, strerror(errno));
	bool failed = fputs(text, file) == EOF;
	failed = fclose(file) != 0 || failed;
	if (failed || rename(temporary, path) != 0) {
		trouble("cannot write '%s': %s", path, strerror(errno));
		unlink(temporary);
		return STATUS_TROUBLE;
	}
	return 0;
}

static int write_entry(struct analysis *analysis, const struct cli_options *options, struct release release)
{
	const char *path = str_printf(analysis->arena, "%s/config/upgrade_path.yml", options->folder);
	struct source *file = analysis_read_file(analysis, path);

	if (!file) {
		diags_print(&analysis->diags, true);
		return STATUS_TROUBLE;
	}
	const char *text = propose_entry(analysis->arena, file, release);
	return text ? replace_file(analysis->arena, path, text) : 0;
}

static int propose(struct analysis *analysis, const struct cli_options *options, struct proposal *out)
{
	struct release release;

	if (!release_parse(options->propose, &release))
		return trouble("--propose wants a release such as 18.11, not '%s'", options->propose);
	struct stop_calendar calendar = {&analysis->graph, config_schedule(&analysis->config, analysis->graph.project)};
	const char *problem = propose_stop(analysis->arena, &calendar, release, out);
	if (problem)
		return trouble("%s", problem);
	return options->write ? write_entry(analysis, options, release) : 0;
}

/* The project's mitigations file names stops that no migration explains. */
static void judge(struct analysis *analysis, struct stops_answer *out)
{
	VEC(struct stop_reason) reasons = {0};

	vec_each(struct recorded_stop, stop, &analysis->mitigations.stops) {
		struct stop_reason reason = {.text = stop->reason};
		if (release_parse(stop->release, &reason.release))
			vec_push(analysis->arena, &reasons, reason);
	}
	struct stops_options options = {config_schedule(&analysis->config, analysis->graph.project), reasons.items,
					reasons.count};
	stops_judge(analysis->arena, &analysis->graph, &options, out);
}

/* The stop that is asked about; NULL after a message. */
static const struct stop_entry *find_entry(const struct stops_answer *answer, const char *text)
{
	struct release release;

	if (!release_parse(text, &release)) {
		trouble("'%s' is no release", text);
		return NULL;
	}
	vec_each(const struct stop_entry, entry, &answer->entries) {
		if (release_compare_minor(entry->release, release) == 0)
			return entry;
	}
	trouble("no stop is declared at %s", text);
	return NULL;
}

static int write_text(const struct stops_answer *answer, const struct cli_options *options)
{
	struct stops_report report = {.full = options->full};
	struct output output;

	if (options->argument_count) {
		report.only = find_entry(answer, options->arguments[0]);
		if (!report.only)
			return STATUS_TROUBLE;
	}
	int status = output_open(options, "text", &output);
	if (status)
		return status;
	report.page = output.report;
	stops_write_text(answer, &report, output.file);
	return output_close(&output, STATUS_CLEAN);
}

static int write_answer(struct analysis *analysis, const struct cli_options *options)
{
	struct proposal proposal;
	struct stops_answer answer;
	struct output output;
	bool is_json = str_equal(options->format, "json");
	int status = run_analysis(analysis, options, ANALYSIS_GRAPH);

	if (status == 0 && options->propose)
		status = propose(analysis, options, &proposal);
	if (status)
		return status;
	judge(analysis, &answer);
	if (!options->propose && !is_json)
		return write_text(&answer, options);
	status = output_open(options, is_json ? "json" : "markdown", &output);
	if (status)
		return status;
	if (is_json)
		stops_write_json(&answer, options->propose ? &proposal : NULL, output.file);
	else
		proposal_write_text(&proposal, output.file);
	return output_close(&output, STATUS_CLEAN);
}

static int run(const struct cli_options *options)
{
	struct analysis analysis;

	if (options->argument_count && (options->propose || str_equal(options->format, "json")))
		return trouble("a stop is named for the text of its dependencies, not with --propose or json");
	if (options->write && !options->propose)
		return trouble("--write wants --propose");
	if (options->write && options->revision)
		return trouble("--write changes the files in a folder, not a revision");
	analysis_init(&analysis);
	int status = write_answer(&analysis, options);
	analysis_done(&analysis);
	return status;
}

const struct command command_stops = {
	.name = "stops",
	.arguments = "[RELEASE]",
	.summary = "tell why each declared stop exists, and which stops would be enough",
	.help = "For every stop of config/upgrade_path.yml, prints how many dependencies it alone protects,\n"
		"with some of them, and how many it shares with other stops; with RELEASE, all dependencies of\n"
		"that stop, each with its chain. Then come the fewest stops that protect everything, the fewest\n"
		"that keep to the schedule, and where a stop is needed that is not declared.\n"
		"\n"
		"With --propose, prints the planning issue of a stop: what needs it, the deadline, its entry,\n"
		"what can be squashed and which jobs are in the way, and a checklist.",
	.most = 1,
	.run = run,
};
