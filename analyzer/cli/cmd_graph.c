/* graph: the whole model as data, or a part of it as a picture. */
#include "analyzer/cli/cli.h"

#include "reports/formats.h"
#include "reports/graph_picture.h"

#include <stdlib.h>
#include <string.h>

#define DEFAULT_DEPTH 2
#define DEPTH_LIMIT 1000

static int write_graph(struct analysis *analysis, const struct cli_options *options, const struct report_format *format)
{
	struct output output;
	int status = run_analysis(analysis, options, ANALYSIS_FINDINGS);

	if (status == 0)
		status = output_open(options, format->name, &output);
	if (status)
		return status;
	format->write_graph(&analysis->result, &output.report, output.file);
	return output_close(&output, STATUS_CLEAN);
}

/* What --depth and --release-range say. 0, or STATUS_TROUBLE after a message. */
static int read_view(const struct cli_options *options, struct graph_view *out)
{
	char *end = NULL;

	out->full = options->full;
	out->depth = DEFAULT_DEPTH;
	if (options->depth && !options->focus)
		return trouble("--depth counts from something: give --focus, too");
	if (options->depth) {
		long depth = strtol(options->depth, &end, 10);
		if (*end || end == options->depth || depth < 0 || depth > DEPTH_LIMIT)
			return trouble("--depth is a number from 0 to %d, not '%s'", DEPTH_LIMIT, options->depth);
		out->depth = (size_t)depth;
	}
	if (options->release_range && !graph_view_read_range(options->arena, options->release_range, out))
		return trouble("--release-range is A..B with releases such as 18.2, not '%s'", options->release_range);
	return 0;
}

/* 0, or STATUS_TROUBLE after a message: the name must mean one thing. */
static int find_focus(struct analysis *analysis, const char *what, struct explain_thing *out)
{
	struct explanation matches = {0};

	if (explain_find(analysis->arena, &analysis->result, what, out, &matches) == EXPLAIN_FOUND)
		return 0;
	return no_thing(what, &matches);
}

static void note_left_out(const struct cli_options *options, const struct picture *picture, size_t benign)
{
	if (options->quiet)
		return;
	if (picture->arrows.count == 0)
		fputs("stopgraph: the picture is empty: no dependency that breaks something is there\n", stderr);
	if (benign)
		fprintf(stderr, "stopgraph: %zu benign %s left out (--full draws them)\n", benign,
			benign == 1 ? "dependency is" : "dependencies are");
}

static int write_picture(struct analysis *analysis, const struct cli_options *options,
			 const struct picture_format *format)
{
	struct graph_view view = {0};
	struct explain_thing focus;
	struct output output;
	size_t benign;

	if (read_view(options, &view))
		return STATUS_TROUBLE;
	int status = run_analysis(analysis, options, ANALYSIS_FINDINGS);

	if (status == 0 && options->focus) {
		status = find_focus(analysis, options->focus, &focus);
		view.focus = &focus;
	}
	if (status)
		return status;
	struct picture picture = graph_picture(analysis->arena, &analysis->result, &view, &benign);
	size_t largest = picture_largest_group(&picture);
	if (format->group_limit && largest > format->group_limit)
		return trouble("%zu nodes hang together, too many to lay out: give --focus or --release-range, or the "
			       "format dot",
			       largest);
	note_left_out(options, &picture, benign);
	status = output_open(options, format->name, &output);
	if (status)
		return status;
	if (format->write(&picture, output.file) && !ferror(output.file))
		return output_close(&output, trouble("the picture could not be laid out"));
	return output_close(&output, STATUS_CLEAN);
}

static int run(const struct cli_options *options)
{
	const char *name = options->format ? options->format : "json";
	const struct report_format *format = format_find(name);
	const struct picture_format *picture = picture_format_find(name);
	struct analysis analysis;

	if (!picture && (options->focus || options->depth || options->release_range || options->full))
		return trouble("--focus, --depth, --release-range and --full are about pictures: give --format svg, "
			       "dot or mermaid");
	analysis_init(&analysis);
	int status = picture ? write_picture(&analysis, options, picture) : write_graph(&analysis, options, format);
	analysis_done(&analysis);
	return status;
}

const struct command command_graph = {
	.name = "graph",
	.arguments = "",
	.summary = "print every migration, job and dependency, or draw a part of them",
	.help = "As json, prints every migration with its effects, every background job with what it reads and\n"
		"writes, every dependency between them, and what could not be resolved. As cincinnati, prints\n"
		"the releases as nodes and the upgrades between them as edges, with the risks that are known of\n"
		"each upgrade.\n"
		"\n"
		"As svg, dot or mermaid, draws the jobs with the migrations that queue them and those that need\n"
		"them finished: all, those of the releases of --release-range, or what is at most --depth\n"
		"arrows away from --focus. The focus is named as for 'stopgraph explain'.",
	.run = run,
};
