/* plan: the path of an upgrade, what each hop asks for, and a verdict. Without a tree the path alone is told. */
#include "analyzer/cli/cli.h"

#include "analyzer/plan/instance.h"
#include "analyzer/plan/plan_published.h"
#include "reports/plan.h"

#include <string.h>

struct request {
	struct analysis *analysis;
	const struct cli_options *options;
	struct plan_releases published;
	struct releases given;
	struct status_list status;
	struct plan_question question;
};

static int read_release(const char *option, const char *text, struct release *out)
{
	if (release_parse(text, out))
		return 0;
	return trouble("--%s wants a release such as 16.1 or 14.0.12, not '%s'", option, text);
}

/* The words of one list with commas; each must be a condition that some release has, or a release. */
static int read_words(struct request *request, const char *text, struct names *out)
{
	struct arena *arena = request->options->arena;
	struct names known = {0};

	vec_each(struct plan_release, row, &request->published) {
		for (size_t i = 0; i < row->names.count; i++)
			names_add(arena, &known, row->names.items[i]);
	}
	while (*text) {
		size_t length = strcspn(text, ",");
		const char *word = str_copy_n(arena, text, length);
		struct release release;
		if (!names_has(&known, word) && !release_parse(word, &release))
			return trouble("there is no condition '%s'; known are a release such as 16.2, %s", word,
				       names_join(arena, &known, ", "));
		names_add(arena, out, word);
		text += length + (text[length] == ',');
	}
	return 0;
}

static int read_conditions(struct request *request, const struct names *lists, struct names *out)
{
	int status = 0;

	for (size_t i = 0; status == 0 && i < lists->count; i++)
		status = read_words(request, lists->items[i], out);
	return status;
}

/* A file that an option names; NULL after a message. */
static struct source *read_file(struct request *request, const char *path)
{
	struct source *source = analysis_read_file(request->analysis, path);

	diags_print(&request->analysis->diags, request->options->quiet);
	return source;
}

static int read_given(struct request *request)
{
	const char *path = request->options->plan;
	const char *bad = NULL;

	if (!path)
		return 0;
	struct source *source = read_file(request, path);
	if (!source)
		return STATUS_TROUBLE;
	request->given = plan_read_path(request->analysis->arena, source, &bad);
	if (bad)
		return trouble("'%s' in '%s' is no release", bad, path);
	request->question.given = &request->given;
	return 0;
}

static int read_status(struct request *request)
{
	const char *path = request->options->status;
	struct release from = request->given.count ? request->given.items[0] : request->question.from;

	if (!path)
		return 0;
	struct source *source = read_file(request, path);
	if (!source)
		return STATUS_TROUBLE;
	const char *problem = status_read(request->analysis->arena, source, from, &request->status);
	if (problem)
		return trouble("'%s': %s", path, problem);
	request->question.status = &request->status;
	return 0;
}

static int read_databases(struct request *request)
{
	const struct names *urls = &request->options->databases;
	struct instance_question question = {.from = request->given.count ? request->given.items[0]
									  : request->question.from};
	double seconds;

	if (!urls->count)
		return 0;
	if (request->options->status)
		return trouble("give --status or --database, not both");
	if (read_time_limit(request->options, 0, &seconds))
		return STATUS_TROUBLE;
	question.time_limit = seconds > 0 && seconds < 1 ? 1 : (int)seconds;
	for (size_t i = 0; i < urls->count; i++) {
		question.url = urls->items[i];
		const char *problem = instance_read(request->analysis->arena, &question, &request->status);
		if (problem)
			return trouble("--database%s: %s",
				       urls->count > 1 ? str_printf(request->options->arena, " number %zu", i + 1) : "",
				       problem);
	}
	for (size_t i = 0; !request->options->quiet && i < request->status.remarks.count; i++)
		fprintf(stderr, "stopgraph: note: %s\n", request->status.remarks.items[i]);
	request->question.status = &request->status;
	return 0;
}

static int read_question(struct request *request)
{
	const struct cli_options *options = request->options;
	struct plan_question *question = &request->question;
	int status = read_conditions(request, &options->has, &question->has);

	if (status == 0)
		status = read_conditions(request, &options->has_not, &question->has_not);
	if (status == 0)
		status = read_given(request);
	if (status == 0)
		status = read_status(request);
	return status ? status : read_databases(request);
}

static int read_tree(struct request *request)
{
	struct analysis *analysis = request->analysis;
	struct analysis_options options = analysis_options_of(request->options);
	int status = run_analysis(analysis, request->options, ANALYSIS_CONFIG);

	if (status)
		return status;
	if (analysis_has_tree(analysis)) {
		status = run_analysis(analysis, request->options, ANALYSIS_GRAPH);
		request->question.graph = &analysis->graph;
	}
	if (status)
		return status;
	/* about a file that the scan has read, it has said what there is to say */
	struct diags said = diags_new(analysis->arena);
	struct source *source = analysis_read_releases(analysis, &options);
	status = source || !analysis->diags.count ? 0 : STATUS_TROUBLE;
	plan_published(analysis->arena, source, &analysis->tags, &request->published,
		       request->question.graph ? &said : &analysis->diags);
	request->question.published = &request->published;
	diags_print(&analysis->diags, request->options->quiet);
	return status;
}

static int make_plan(struct request *request)
{
	const struct cli_options *options = request->options;
	struct output output;
	struct plan plan;
	bool is_json = str_equal(options->format, "json");
	int status = options->plan ? 0 : read_release("from", options->from, &request->question.from);

	if (status == 0 && !options->plan)
		status = read_release("to", options->to, &request->question.to);
	if (status == 0)
		status = read_tree(request);
	if (status == 0)
		status = read_question(request);
	if (status)
		return status;
	const char *problem = plan_make(request->analysis->arena, &request->question, &plan);
	if (problem)
		return trouble("%s", problem);
	status = output_open(options, is_json ? "json" : "markdown", &output);
	if (status)
		return status;
	if (is_json)
		plan_write_json(&plan, output.file);
	else
		plan_write_text(&plan, output.file);
	return output_close(&output, plan.verdict == PLAN_GO ? STATUS_CLEAN : STATUS_FINDINGS);
}

static int run(const struct cli_options *options)
{
	struct analysis analysis;
	struct request request = {.analysis = &analysis, .options = options};

	if (options->plan ? options->from || options->to : !options->from || !options->to)
		return trouble("give --from and --to, or a path with --plan");
	analysis_init(&analysis);
	int status = make_plan(&request);
	analysis_done(&analysis);
	return status;
}

const struct command command_plan = {
	.name = "plan",
	.arguments = "",
	.summary = "plan or review a customer's upgrade from one release to another",
	.help = "Prints the path over the stops, as Markdown for a ticket: at each release the jobs to wait for\n"
		"before the next hop, and for each hop what runs in the foreground, what can fail, the SQL that\n"
		"finds offending rows beforehand, and the rollback point. Outside of a tree the path is known,\n"
		"but not what its hops need.\n"
		"\n"
		"--has and --has-not answer the conditions of stops that only some installations need. --status\n"
		"takes the list that the rake task prints, or the answer of psql to a query of\n"
		"batched_background_migrations with at least job_class_name and status, as a table, CSV, TSV or\n"
		"JSON. --database asks PostgreSQL itself, in a read-only transaction with a time limit, and\n"
		"tells how far each job is. A password is better left to ~/.pgpass or PGPASSWORD than written\n"
		"into the URL, where other users of the machine can see it.\n"
		"\n"
		"Ends with 0 when the verdict is go, with 1 when it is wait or no-go.",
	.run = run,
};
