/* dump: what one stage of the pipeline gives, one row a line, tab-separated, for seeing and testing that stage alone. */
#include "analyzer/cli/cli.h"

#include "analyzer/base/str.h"

#include <string.h>

struct dump {
	struct arena *arena;
	const struct result *result;
	const char *const *files; /* NULL-terminated; none: everything */
	FILE *out;
};

/* A file is wanted when a FILE is its path or ends it ("20250101000000_x.rb"). */
static bool wanted(const struct dump *dump, const char *path)
{
	if (!dump->files || !*dump->files)
		return true;
	for (const char *const *file = dump->files; path && *file; file++) {
		const char *name = str_starts_with(*file, "./") ? *file + 2 : *file;
		size_t length = strlen(name);
		size_t whole = strlen(path);
		if (whole >= length && strcmp(path + whole - length, name) == 0 &&
		    (whole == length || path[whole - length - 1] == '/'))
			return true;
	}
	return false;
}

static const char *text_or_dash(const char *text)
{
	return text && *text ? text : "-";
}

static void print_place(const struct dump *dump, struct location location)
{
	fprintf(dump->out, "%s:%u\t", location_path(location), location_line(location));
}

static void print_effect(const struct dump *dump, const struct effect *effect)
{
	const char *guard = guard_name(effect->guard);

	print_place(dump, effect->location);
	fprintf(dump->out, "%s\t%s\t%s\t%s\t%s\t%s\t%s%s%s", effect_verb_name(effect->verb),
		effect_object_name(effect->object), text_or_dash(effect->table),
		text_or_dash(names_join(dump->arena, &effect->columns, ",")), text_or_dash(effect->name),
		certainty_name(effect->certainty), guard ? "guard=" : "-", guard ? guard : "",
		effect->verb == EFFECT_GATE || effect->verb == EFFECT_QUEUE ? "\t" : "\n");
	if (effect->verb == EFFECT_GATE || effect->verb == EFFECT_QUEUE)
		fprintf(dump->out, "arguments=%s\n", effect->job ? text_or_dash(effect->job->arguments) : "-");
}

static void dump_statements(const struct dump *dump)
{
	vec_each(struct migration *, item, &dump->result->project->migrations) {
		if (!wanted(dump, (*item)->path))
			continue;
		vec_each(struct statement, statement, &(*item)->statements) {
			print_place(dump, statement->location);
			fprintf(dump->out, "%s\t%s\t%s\n", statement->what,
				statement->resolved ? "resolved" : "unresolved", text_or_dash(statement->why));
		}
	}
}

static void dump_effects(const struct dump *dump)
{
	vec_each(struct migration *, item, &dump->result->project->migrations) {
		if (!wanted(dump, (*item)->path))
			continue;
		vec_each(struct effect, effect, &(*item)->effects)
			print_effect(dump, effect);
	}
}

static void dump_facts(const struct dump *dump)
{
	for (size_t i = 0; i < dump->result->graph->jobs.count; i++) {
		const struct job *job = dump->result->graph->jobs.items[i];
		const char *path = job->job_class ? job->job_class->path : "";
		if (!wanted(dump, path))
			continue;
		for (size_t r = 0; r < job->reads.count; r++)
			fprintf(dump->out, "%s\t%s\treads\t%s\n", text_or_dash(path), job->id, job->reads.items[r]);
		for (size_t w = 0; w < job->writes.count; w++)
			fprintf(dump->out, "%s\t%s\twrites\t%s\n", text_or_dash(path), job->id, job->writes.items[w]);
		if (!job->resolved)
			fprintf(dump->out, "%s\t%s\tunresolved\t-\n", text_or_dash(path), job->id);
	}
}

static void dump_edges(const struct dump *dump)
{
	vec_each(struct edge, edge, &dump->result->graph->edges) {
		const char *rule = verdict_rule(edge->verdict);
		if (!wanted(dump, edge->dependent_path))
			continue;
		fprintf(dump->out, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", text_or_dash(edge->dependent_path),
			edge->job->id, relation_name(edge->relation), severity_name(edge->severity),
			certainty_name(edge->certainty), text_or_dash(edge->table),
			text_or_dash(names_join(dump->arena, &edge->columns, ",")),
			edge->stop ? edge->stop->release : "-", text_or_dash(rule));
	}
}

static const struct {
	const char *name;
	enum analysis_stage last;
	void (*write)(const struct dump *dump);
} stages[] = {
	{"edges", ANALYSIS_GRAPH, dump_edges},
	{"effects", ANALYSIS_SCAN, dump_effects},
	{"facts", ANALYSIS_GRAPH, dump_facts},
	{"statements", ANALYSIS_SCAN, dump_statements},
};

#define STAGE_COUNT (sizeof(stages) / sizeof(stages[0]))

static int dump_stage(struct analysis *analysis, const struct cli_options *options, size_t stage)
{
	struct output output;
	int status = run_analysis(analysis, options, stages[stage].last);

	if (status == 0)
		status = output_open(options, &output);
	if (status)
		return status;
	struct dump dump = {analysis->arena, &analysis->result, options->arguments + 1, output.file};
	stages[stage].write(&dump);
	return output_close(&output, STATUS_CLEAN);
}

static int run(const struct cli_options *options)
{
	const char *names[STAGE_COUNT + 1] = {NULL};
	const char *name = options->arguments[0];
	struct analysis analysis;
	size_t stage = 0;

	for (size_t i = 0; i < STAGE_COUNT; i++)
		names[i] = stages[i].name;
	while (stage < STAGE_COUNT && !str_equal(stages[stage].name, name))
		stage++;
	if (stage == STAGE_COUNT)
		return trouble("there is no stage '%s'%s", name, did_you_mean(name, names));
	analysis_init(&analysis);
	int status = dump_stage(&analysis, options, stage);
	analysis_done(&analysis);
	return status;
}

const struct command command_dump = {
	.name = "dump",
	.arguments = "STAGE [FILE...]",
	.summary = "print what one stage of the pipeline gives",
	.help = "STAGE is one of statements, effects, facts, edges. Prints one row a line with tabs between, for all\n"
		"files or for the FILEs given (a path in the tree, or the end of one). The whole tree is read either "
		"way.",
	.least = 1,
	.most = MANY,
	.run = run,
};
