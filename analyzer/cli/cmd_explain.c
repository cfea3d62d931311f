/* explain: everything known about one thing. Rules need no tree; the rest is the engine's answer. */
#include "analyzer/cli/cli.h"

#include "analyzer/cli/rule_text.h"
#include "analyzer/explain/explain_past.h"
#include "analyzer/rules.h"
#include "analyzer/witness/witness.h"
#include "reports/explain_text.h"
#include "reports/rca.h"

#include <string.h>

static int explain_rule(const struct rule *rule, const struct cli_options *options)
{
	struct output output;
	int status = output_open(options, "text", &output);

	if (status)
		return status;
	rule_print(rule, output.file);
	return output_close(&output, STATUS_CLEAN);
}

static int find_out(struct analysis *analysis, const struct cli_options *options, struct explanation *out)
{
	if (options->coverage) {
		explain_coverage(analysis->arena, &analysis->result, out);
		return 0;
	}
	if (explain(analysis->arena, &analysis->result, options->arguments[0], out) == EXPLAIN_FOUND)
		return 0;
	return no_thing(options->arguments[0], out);
}

/* The past of what is told, when there is a repository. */
static struct edge_pasts find_pasts(struct analysis *analysis, const struct explanation *about,
				    bool (*is_wanted)(const struct edge *))
{
	struct past past = {.arena = analysis->arena,
			    .repository = analysis->repository,
			    .tags = &analysis->tags,
			    .tip = &analysis->tip};
	struct edge_pasts pasts = {0};

	explain_find_pasts(&past, about, is_wanted, &pasts);
	return pasts;
}

static int write_rca(struct analysis *analysis, const struct explanation *about, const struct cli_options *options)
{
	struct edge_pasts pasts = find_pasts(analysis, about, past_wants_stop);
	struct output output;

	if (!analysis->repository)
		return trouble("a root-cause analysis needs a git repository for its history");
	if (repository_is_shallow(analysis->repository))
		return trouble("a root-cause analysis needs the history, and this clone is shallow: run 'git fetch "
			       "--unshallow --tags'");
	if (!pasts.count)
		return trouble("nothing about '%s' needs a stop: there is no cause to analyse", options->arguments[0]);
	int status = output_open(options, "markdown", &output);
	if (status)
		return status;
	rca_write_markdown(about, &pasts, output.file);
	return output_close(&output, STATUS_CLEAN);
}

/* VERSION:RELATION:TABLE.COLUMNS, the columns parted by commas. */
static const char *edge_words(const struct edge *edge, struct arena *arena)
{
	const char *by = edge->dependent ? edge->dependent->migration->version : edge->dependent_path;

	return str_printf(arena, "%s:%s:%s%s%s", by ? by : "", relation_name(edge->relation),
			  edge->table ? edge->table : "", edge->columns.count ? "." : "",
			  names_join(arena, &edge->columns, ","));
}

/* Is it what a person means by these words, of which the last ones may be left out, or by the relation alone? */
static bool is_meant(const struct edge *edge, const char *dependent, struct arena *arena)
{
	const char *words = edge_words(edge, arena);

	return str_equal(relation_name(edge->relation), dependent) ||
	       (str_starts_with(words, dependent) && strchr(":.", words[strlen(dependent)]));
}

/* Of the dependencies that were found: those that break, and of the dependent that is named, if one is. */
static const struct edge *choose_edge(const struct explanation *about, const char *dependent, struct arena *arena,
				      struct names *labels)
{
	const struct edge *chosen = NULL;

	vec_each(const struct edge *, found, &about->edges) {
		const struct edge *edge = *found;
		if (edge->severity != SEVERITY_BREAKS || (dependent && !is_meant(edge, dependent, arena)))
			continue;
		chosen = edge;
		names_add(arena, labels, str_printf(arena, "%s %s", edge->job->id, edge_words(edge, arena)));
	}
	return chosen;
}

static int write_witness(struct analysis *analysis, const struct explanation *about, const struct cli_options *options)
{
	const char *dependent = options->argument_count > 1 ? options->arguments[1] : NULL;
	struct names labels = {0};
	struct witness witness;
	struct output output;
	const struct edge *edge = choose_edge(about, dependent, analysis->arena, &labels);

	if (!edge)
		return trouble("nothing about '%s'%s%s needs a job to be finished", options->arguments[0],
			       dependent ? " and " : "", dependent ? dependent : "");
	if (labels.count > 1) {
		trouble("a witness is about one dependency; name its dependent as the second word:");
		for (size_t i = 0; i < labels.count; i++)
			fprintf(stderr, "  %s\n", labels.items[i]);
		return STATUS_TROUBLE;
	}
	witness_make(analysis->arena, &analysis->graph, edge, &witness);
	int status = output_open(options, "text", &output);
	if (status)
		return status;
	fputs(witness.script, output.file);
	return output_close(&output, STATUS_CLEAN);
}

static int explain_tree(struct analysis *analysis, const struct cli_options *options)
{
	struct explanation about = {0};
	struct output output;
	int status = run_analysis(analysis, options, ANALYSIS_FINDINGS);

	if (status == 0)
		status = find_out(analysis, options, &about);
	if (status == 0 && options->rca)
		return write_rca(analysis, &about, options);
	if (status == 0 && options->witness)
		return write_witness(analysis, &about, options);
	if (status == 0)
		status = output_open(options, "text", &output);
	if (status)
		return status;
	struct edge_pasts pasts = find_pasts(analysis, &about, past_is_told);
	if (about.edges.count)
		note_shallow(analysis, options, "the history of dependencies is not told");
	explain_add_pasts(analysis->arena, &pasts, &about);
	explain_write_text(&about, &output.report, output.file);
	return output_close(&output, STATUS_CLEAN);
}

static int run(const struct cli_options *options)
{
	struct analysis analysis;

	if (options->coverage == (options->argument_count > 0))
		return trouble("say what to explain, or give --coverage");
	if (options->argument_count > 1 && !options->witness)
		return trouble("a dependent is named for --witness only");
	const struct rule *rule = options->coverage ? NULL : rule_find(options->arguments[0]);
	if ((options->rca || options->witness) && (rule || options->coverage))
		return trouble("--%s is about a job, a migration, a column or a finding",
			       options->rca ? "rca" : "witness");
	if (rule)
		return explain_rule(rule, options);
	analysis_init(&analysis);
	int status = explain_tree(&analysis, options);
	analysis_done(&analysis);
	return status;
}

const struct command command_explain = {
	.name = "explain",
	.arguments = "WHAT [DEPENDENT]",
	.summary = "print every fact about one thing, with its places",
	.help = "WHAT is the id of a rule, the fingerprint of a finding (six digits are enough), a\n"
		"table.column, a job or a migration; of the last two, any part of the name that means nothing\n"
		"else. When it means several things, they are listed. In a git repository it also says when\n"
		"both ends of a dependency were committed and released, and when a stop was first declared for\n"
		"it.\n"
		"\n"
		"With --coverage, prints everything that could not be read. With --rca, prints the same facts\n"
		"as the fields of a root-cause analysis.\n"
		"\n"
		"With --witness, prints an SQL script for an empty database that fails as the finding says, and\n"
		"passes when the job was finished. It is about one dependency: that of a finding, or the only\n"
		"one of WHAT, or the one that DEPENDENT names: a migration's version, a relation,\n"
		"VERSION:RELATION, VERSION:RELATION:TABLE, or VERSION:RELATION:TABLE.COLUMN,COLUMN.",
	.most = 2,
	.run = run,
};
