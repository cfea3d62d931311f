/* dump: what one stage of the pipeline gives, for seeing and testing that stage alone. */
#include "analyzer/cli/cli.h"

#include "reports/dump.h"

static int dump(struct analysis *analysis, const struct cli_options *options, const struct dump_stage *stage)
{
	struct names files = {0};
	struct output output;
	int status = find_files(analysis->arena, options, 1, &files);

	if (status == 0)
		status = run_analysis(analysis, options, ANALYSIS_GRAPH);
	if (status == 0)
		status = output_open(options, "text", &output);
	if (status)
		return status;
	stage->write(&analysis->graph, options->argument_count > 1 ? &files : NULL, output.file);
	return output_close(&output, STATUS_CLEAN);
}

static int unknown_stage(struct arena *arena, const char *name)
{
	size_t count;
	const struct dump_stage *stages = dump_stages(&count);
	struct names names = {0};

	for (size_t i = 0; i < count; i++)
		names_push(arena, &names, stages[i].name);
	return trouble("STAGE is %s, not '%s'", str_list(arena, names_join(arena, &names, " "), " or "), name);
}

static int run(const struct cli_options *options)
{
	const struct dump_stage *stage = dump_stage_find(options->arguments[0]);
	struct analysis analysis;

	if (!stage)
		return unknown_stage(options->arena, options->arguments[0]);
	analysis_init(&analysis);
	int status = dump(&analysis, options, stage);
	analysis_done(&analysis);
	return status;
}

const struct command command_dump = {
	.name = "dump",
	.arguments = "STAGE [FILE...]",
	.summary = "print what one stage finds, one thing a line",
	.help = "STAGE is one of statements, effects, facts, edges. Prints one thing a line, for the whole tree\n"
		"or for what lies in the FILEs. The whole tree is read either way.",
	.least = 1,
	.most = MANY,
	.run = run,
};
