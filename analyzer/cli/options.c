/* One table of all options; a row says which commands take it. libpopt parses: first what stands in front of the
 * command, then, with the command's own rows added, what follows it. */
#include "analyzer/cli/cli.h"

#include "analyzer/base/cleanup.h"
#include "analyzer/base/str.h"
#include "analyzer/cli/page.h"

#include <popt.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct option_row {
	const char *name;
	char letter;
	bool has_value;
	size_t offset;        /* of the member of struct cli_options */
	const char *commands; /* space-separated; NULL: every command */
	const char *value;    /* how help calls the value */
	const char *help;
};

#define MOST_SECONDS 86400.0
#define MOST_THREADS 1024
#define MEMBER(name) offsetof(struct cli_options, name)

static const struct option_row rows[] = {
	{"directory", 'C', true, MEMBER(folder), NULL, "DIR", "read the tree in DIR (default: the current folder)"},
	{"rev", 0, true, MEMBER(revision), NULL, "REV", "read the git revision REV instead of the files in DIR"},
	{"config", 0, true, MEMBER(config), NULL, "FILE", "read FILE instead of DIR/.stopgraph.yml"},
	{"releases", 0, true, MEMBER(releases), NULL, "FILE", "read FILE instead of the releases file that came along"},
	{"format", 0, true, MEMBER(format), "check graph report query stops plan trace help", "F",
	 "format of the output"},
	{"output", 'o', true, MEMBER(output), "check graph report dump rules explain config query stops plan trace",
	 "FILE", "write to FILE instead of the standard output"},
	{"color", 0, true, MEMBER(color), NULL, "WHEN", "auto, always or never"},
	{"fail-on", 0, true, MEMBER(fail_on), "check", "LEVEL",
	 "end with 1 from this level on: error, warning, note, never"},
	{"quiet", 'q', false, MEMBER(quiet), NULL, NULL, "print results and errors only"},
	{"cache", 0, true, MEMBER(cache_path), NULL, "FILE",
	 "keep readings in FILE instead of ~/.cache/stopgraph/readings-2.sqlite"},
	{"no-cache", 0, false, MEMBER(no_cache), NULL, NULL, "read everything anew, and keep nothing"},
	{"threads", 'j', true, MEMBER(threads_text), NULL, "N", "parse with N threads (default 1)"},
	{"no-progress", 0, false, MEMBER(no_progress), NULL, NULL, "no progress bar"},
	{"report", 0, true, MEMBER(reports), "check", "FORMAT=FILE",
	 "also write the findings to FILE in FORMAT; may be given several times"},
	{"baseline", 0, true, MEMBER(baseline), "check", "FILE",
	 "leave out what FILE, findings in the format json, holds already"},
	{"explain-suppressed", 0, false, MEMBER(explain_suppressed), "check", NULL,
	 "also show what is suppressed, and why"},
	{"fix-diff", 0, false, MEMBER(fix_diff), "check", NULL,
	 "print a patch with gates and edits instead of the findings"},
	{"all", 0, false, MEMBER(all), "check", NULL, "check the whole tree"},
	{"base", 0, true, MEMBER(base), "check", "REV", "report what is new since REV (default: the merge base)"},
	{"staged", 0, false, MEMBER(staged), "check", NULL, "check what would be committed now"},
	{"coverage", 0, false, MEMBER(coverage), "explain", NULL, "list what could not be read, and what it may hide"},
	{"rca", 0, false, MEMBER(rca), "explain", NULL, "print the fields of a root-cause analysis as Markdown"},
	{"witness", 0, false, MEMBER(witness), "explain", NULL,
	 "print SQL that shows the failure on an empty database"},
	{"full", 0, false, MEMBER(full), "graph trace stops", NULL,
	 "tell everything: each dependency with its chain, each migration and job of a jump"},
	{"zero-downtime", 0, false, MEMBER(zero_downtime), "trace", NULL,
	 "run all regular migrations before all post ones"},
	{"all-releases", 0, false, MEMBER(all_releases), "index query", NULL,
	 "the releases of the repository, by its tags, instead of the tree"},
	{"index", 0, true, MEMBER(index), "index query", "FILE", "keep the index in FILE instead of the cache folder"},
	{"schema", 0, false, MEMBER(schema), "query", NULL, "print the tables and views with what they mean"},
	{"time-limit", 0, true, MEMBER(time_limit), "query plan", "SECONDS",
	 "end a query that takes longer (default: 30, of a database 10)"},
	{"propose", 0, true, MEMBER(propose), "stops", "RELEASE", "print the planning issue for a stop at RELEASE"},
	{"write", 0, false, MEMBER(write), "stops", NULL, "add the proposed stop to config/upgrade_path.yml"},
	{"release", 0, true, MEMBER(release), "report", "RELEASE", "report on RELEASE (default: that of the tree)"},
	{"from", 0, true, MEMBER(from), "plan", "RELEASE", "what the instance has now"},
	{"from", 0, true, MEMBER(from), "report", "RELEASE", "report on what comes after RELEASE"},
	{"to", 0, true, MEMBER(to), "plan", "RELEASE", "what it shall have"},
	{"to", 0, true, MEMBER(to), "report", "RELEASE", "up to RELEASE (default: that of the tree)"},
	{"has", 0, true, MEMBER(has), "plan", "CONDITION",
	 "the instance meets it (repeatable, or separated by commas)"},
	{"has-not", 0, true, MEMBER(has_not), "plan", "CONDITION", "the instance does not meet it"},
	{"plan", 0, true, MEMBER(plan), "plan", "FILE", "review the releases that are listed in FILE"},
	{"status", 0, true, MEMBER(status), "plan", "FILE", "what the instance says about its background migrations"},
	{"focus", 0, true, MEMBER(focus), "graph", "WHAT", "draw what is near WHAT, a name as explain takes it"},
	{"depth", 0, true, MEMBER(depth), "graph", "N", "how many arrows away from the focus (default: 2)"},
	{"release-range", 0, true, MEMBER(release_range), "graph", "A..B",
	 "draw what is queued or needed in these releases"},
	{"release-range", 0, true, MEMBER(release_range), "index query", "A..B",
	 "with --all-releases: only these (A.. and ..B leave an end open)"},
	{"database", 0, true, MEMBER(databases), "plan", "URL",
	 "ask the instance's PostgreSQL about them (repeatable: one for each of its databases)"},
	{"help", 'h', false, MEMBER(help), NULL, NULL, "explain the program or a command"},
	{"version", 0, false, MEMBER(version), NULL, NULL, "print the version"},
};

#define ROW_COUNT (sizeof(rows) / sizeof(rows[0]))

DEFINE_CLEANUP(poptContext, poptFreeContext)

static bool row_is_for(const struct option_row *row, const char *command)
{
	return !row->commands || str_in(command, row->commands);
}

/* Every row that is taken gets its number as popt's `val`, so that popt stores nothing itself. */
static void make_table(const char *command, struct poptOption *table)
{
	size_t count = 0;

	for (size_t i = 0; i < ROW_COUNT; i++) {
		if (!row_is_for(&rows[i], command))
			continue;
		table[count++] = (struct poptOption){
			.longName = rows[i].name,
			.shortName = rows[i].letter,
			.argInfo = rows[i].has_value ? POPT_ARG_STRING : POPT_ARG_NONE,
			.val = (int)i + 1,
		};
	}
	table[count] = (struct poptOption){0};
}

/* May it be given several times? */
static bool row_repeats(const struct option_row *row)
{
	return row->offset == MEMBER(reports) || row->offset == MEMBER(has) || row->offset == MEMBER(has_not) ||
	       row->offset == MEMBER(databases);
}

/* Copies the value of an option into its member. popt's own copy is the caller's to free. */
static void store(struct cli_options *options, const struct option_row *row, char *value)
{
	void *member = (char *)options + row->offset;

	if (row_repeats(row))
		names_push(options->arena, member, str_copy(options->arena, value));
	else if (row->has_value)
		*(const char **)member = str_copy(options->arena, value);
	else
		*(int *)member = 1;
	free(value);
}

static void store_arguments(struct cli_options *options, const char **arguments)
{
	size_t count = 0;

	while (arguments && arguments[count])
		count++;
	options->arguments = ARENA_ARRAY(options->arena, const char *, count + 1);
	options->argument_count = count;
	for (size_t i = 0; i < count; i++)
		options->arguments[i] = str_copy(options->arena, arguments[i]);
}

static int report_bad_option(poptContext context, int error, const char *command)
{
	const char *option = poptBadOption(context, POPT_BADOPTION_NOALIAS);
	const char *names[ROW_COUNT + 1] = {NULL};
	char name[40];
	size_t count = 0;

	if (error != POPT_ERROR_BADOPT)
		return trouble("'%.*s': %s", (int)strcspn(option, "="), option, poptStrerror(error));
	for (size_t i = 0; i < ROW_COUNT; i++) {
		if (row_is_for(&rows[i], command))
			names[count++] = rows[i].name;
	}
	/* what follows may be a URL with a password */
	snprintf(name, sizeof(name), "%.*s", (int)strcspn(option, "="), option);
	return trouble("%s%s%s has no option '%s'%s", command ? "the command '" : "the program", command ? command : "",
		       command ? "'" : "", name, did_you_mean(name + strspn(name, "-"), names));
}

/* Parses `argv` (its first word is skipped) and leaves what are no options in options->arguments. */
static int parse(int argc, const char **argv, struct cli_options *options, const char *command)
{
	struct poptOption table[ROW_COUNT + 1];
	unsigned flags = command ? 0 : POPT_CONTEXT_POSIXMEHARDER;
	int result;

	make_table(command, table);
	_cleanup_(poptFreeContext) poptContext context = poptGetContext("stopgraph", argc, argv, table, flags);
	while ((result = poptGetNextOpt(context)) > 0)
		store(options, &rows[result - 1], poptGetOptArg(context));
	if (result < -1)
		return report_bad_option(context, result, command);
	store_arguments(options, poptGetArgs(context));
	return 0;
}

static int read_threads(struct cli_options *options)
{
	const char *text = options->threads_text;
	char *end = NULL;
	long number = text ? strtol(text, &end, 10) : 0;

	if (text && (end == text || *end || number < 1 || number > MOST_THREADS))
		return trouble("--threads is a number from 1 to %d, not '%s'", MOST_THREADS, text);
	options->threads = (unsigned)number;
	return 0;
}

static int check_values(struct cli_options *options)
{
	if (options->color && !str_in(options->color, "auto always never"))
		return trouble("--color is auto, always or never, not '%s'", options->color);
	if (options->fail_on && !str_in(options->fail_on, "error warning note never"))
		return trouble("--fail-on is error, warning, note or never, not '%s'", options->fail_on);
	return read_threads(options);
}

int options_read(int argc, const char **argv, struct cli_options *out, const char **command_out)
{
	*out = (struct cli_options){.arena = arena_new()};
	*command_out = NULL;
	int status = parse(argc, argv, out, NULL);
	if (status == 0 && out->argument_count) {
		*command_out = out->arguments[0];
		if (command_find(*command_out))
			status = parse((int)out->argument_count, out->arguments, out, *command_out);
	}
	if (!out->folder)
		out->folder = ".";
	return status ? status : check_values(out);
}

int read_time_limit(const struct cli_options *options, double otherwise, double *out)
{
	const char *text = options->time_limit;
	char *end = NULL;

	*out = text ? strtod(text, &end) : otherwise;
	if (text && (end == text || *end || !(*out > 0 && *out <= MOST_SECONDS)))
		return trouble("--time-limit is a number of seconds, not '%s'", text);
	return 0;
}

void options_free(struct cli_options *options)
{
	arena_free(options->arena);
	*options = (struct cli_options){0};
}

void options_print(const char *command, FILE *out)
{
	for (size_t i = 0; i < ROW_COUNT; i++) {
		char left[40];
		if (command ? !rows[i].commands || !str_in(command, rows[i].commands) : rows[i].commands != NULL)
			continue;
		char letter[6] = "    ";
		if (rows[i].letter)
			snprintf(letter, sizeof(letter), "-%c, ", rows[i].letter);
		snprintf(left, sizeof(left), "%s--%s%s%s", letter, rows[i].name, rows[i].value ? " " : "",
			 rows[i].value ? rows[i].value : "");
		page_write(out, rows[i].help, (size_t)fprintf(out, "  %-24s ", left));
	}
}

bool option_describe(size_t index, struct option_description *out)
{
	if (index >= ROW_COUNT)
		return false;
	const struct option_row *row = &rows[index];
	*out = (struct option_description){row->name, row->letter, row->value, row->commands, row->help};
	return true;
}
