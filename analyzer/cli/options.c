/* One table of all options; a row says which commands take it. libpopt parses: first what stands in front of the
 * command, then, with the command's own rows added, what follows it. */
#include "analyzer/cli/cli.h"

#include "analyzer/base/cleanup.h"
#include "analyzer/base/str.h"
#include "analyzer/cli/page.h"

#include <popt.h>
#include <sched.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct option_row {
	const char *name;
	char letter;
	size_t offset;        /* of the member of struct cli_options */
	const char *commands; /* space-separated; NULL: every command */
	const char *value;    /* how help calls the value; NULL: it takes none */
	const char *help;
	const char *words; /* space-separated, that the value may be, the default one first; NULL: any text */
};

#define MOST_SECONDS 86400.0
#define MOST_THREADS 1024
#define USUAL_THREADS 2 /* a third one would spare an eighth of the time for a tenth more memory */
#define MEMBER(name) offsetof(struct cli_options, name)

static const struct option_row rows[] = {
	{"directory", 'C', MEMBER(folder), NULL, "DIR", "read the tree in DIR (default: the current folder)", NULL},
	{"rev", 0, MEMBER(revision), NULL, "REV", "read the git revision REV instead of the files in DIR", NULL},
	{"config", 0, MEMBER(config), NULL, "FILE", "read FILE instead of DIR/.stopgraph.yml", NULL},
	{"releases", 0, MEMBER(releases), NULL, "FILE",
	 "read FILE instead of the releases file that comes with the program", NULL},
	{"format", 0, MEMBER(format), "check", "FORMAT", "format of the findings",
	 "text codequality github json junit rdjson rdjsonl sarif"},
	{"format", 0, MEMBER(format), "graph", "FORMAT", "format of the graph", "json cincinnati dot mermaid svg"},
	{"format", 0, MEMBER(format), "report", "FORMAT", "format of the report", "markdown html json"},
	{"format", 0, MEMBER(format), "query", "FORMAT", "format of the answer", "table csv json"},
	{"format", 0, MEMBER(format), "stops plan", "FORMAT", "format of the answer", "text json"},
	{"format", 0, MEMBER(format), "trace", "FORMAT", "format of the answer", "text dot json mermaid svg"},
	{"format", 0, MEMBER(format), "help", "FORMAT", "print one of the texts that are installed",
	 "bash fish man man5 zsh"},
	{"output", 'o', MEMBER(output), "check graph report dump rules explain config query stops plan trace", "FILE",
	 "write to FILE instead of the standard output", NULL},
	{"color", 0, MEMBER(color), NULL, "WHEN", "use colours", "auto always never"},
	{"fail-on", 0, MEMBER(fail_on), "check", "LEVEL", "end with 1 from this level on", "error warning note never"},
	{"quiet", 'q', MEMBER(quiet), NULL, NULL, "print results and errors only", NULL},
	{"cache", 0, MEMBER(cache_path), NULL, "FILE",
	 "keep readings in FILE instead of ~/.cache/stopgraph/" READINGS_FILE, NULL},
	{"no-cache", 0, MEMBER(no_cache), NULL, NULL, "read everything anew, and keep nothing", NULL},
	{"threads", 'j', MEMBER(threads_text), NULL, "N",
	 "parse with N threads (default: one, or two when there are two processors)", NULL},
	{"no-progress", 0, MEMBER(no_progress), NULL, NULL, "show no progress bar", NULL},
	{"report", 0, MEMBER(reports), "check", "FORMAT=FILE", "also write the findings to FILE in FORMAT; repeatable",
	 "text codequality github json junit rdjson rdjsonl sarif"},
	{"baseline", 0, MEMBER(baseline), "check", "FILE",
	 "leave out the findings that are in FILE, written by --format json", NULL},
	{"explain-suppressed", 0, MEMBER(explain_suppressed), "check", NULL, "also show what is suppressed, and why",
	 NULL},
	{"fix-diff", 0, MEMBER(fix_diff), "check", NULL, "print a patch with gates and edits instead of the findings",
	 NULL},
	{"all", 0, MEMBER(all), "check", NULL, "check the whole tree", NULL},
	{"base", 0, MEMBER(base), "check", "REV", "report what is new since REV (default: the merge base)", NULL},
	{"staged", 0, MEMBER(staged), "check", NULL, "check what would be committed now", NULL},
	{"coverage", 0, MEMBER(coverage), "explain", NULL, "list what could not be read, and what it may hide", NULL},
	{"rca", 0, MEMBER(rca), "explain", NULL, "print the fields of a root-cause analysis as Markdown", NULL},
	{"witness", 0, MEMBER(witness), "explain", NULL, "print SQL that shows the failure on an empty database", NULL},
	{"full", 0, MEMBER(full), "graph", NULL, "also draw the dependencies that are benign", NULL},
	{"full", 0, MEMBER(full), "trace", NULL, "also list each migration, each job, and the dependencies that hold",
	 NULL},
	{"full", 0, MEMBER(full), "stops", NULL, "list every dependency of a stop with its chain", NULL},
	{"zero-downtime", 0, MEMBER(zero_downtime), "trace", NULL, "run all regular migrations before all post ones",
	 NULL},
	{"all-releases", 0, MEMBER(all_releases), "index query", NULL,
	 "the releases of the repository, by its tags, instead of the tree", NULL},
	{"index", 0, MEMBER(index), "index query", "FILE", "keep the index in FILE instead of the cache folder", NULL},
	{"schema", 0, MEMBER(schema), "query", NULL, "print the tables and views with what they mean", NULL},
	{"time-limit", 0, MEMBER(time_limit), "query", "SECONDS", "end a query that takes longer (default: 30)", NULL},
	{"time-limit", 0, MEMBER(time_limit), "plan", "SECONDS",
	 "end a query of a database that takes longer (default: 10)", NULL},
	{"propose", 0, MEMBER(propose), "stops", "RELEASE", "print the planning issue for a stop at RELEASE", NULL},
	{"write", 0, MEMBER(write), "stops", NULL, "add the proposed stop to config/upgrade_path.yml", NULL},
	{"release", 0, MEMBER(release), "report", "RELEASE", "report on RELEASE (default: that of the tree)", NULL},
	{"from", 0, MEMBER(from), "plan", "RELEASE", "the release that the instance runs now", NULL},
	{"from", 0, MEMBER(from), "report", "RELEASE", "report on the releases after RELEASE", NULL},
	{"to", 0, MEMBER(to), "plan", "RELEASE", "the release to upgrade to", NULL},
	{"to", 0, MEMBER(to), "report", "RELEASE", "up to RELEASE (default: that of the tree)", NULL},
	{"has", 0, MEMBER(has), "plan", "CONDITION", "the instance meets CONDITION; repeatable, or a list with commas",
	 NULL},
	{"has-not", 0, MEMBER(has_not), "plan", "CONDITION", "the instance does not meet CONDITION", NULL},
	{"plan", 0, MEMBER(plan), "plan", "FILE", "review the releases that are listed in FILE", NULL},
	{"status", 0, MEMBER(status), "plan", "FILE",
	 "read the status of the instance's background migrations from FILE", NULL},
	{"focus", 0, MEMBER(focus), "graph", "WHAT", "draw what is near WHAT, a name as explain takes it", NULL},
	{"depth", 0, MEMBER(depth), "graph", "N", "how many arrows away from the focus (default: 2)", NULL},
	{"release-range", 0, MEMBER(release_range), "graph", "A..B", "draw what is queued or needed in these releases",
	 NULL},
	{"release-range", 0, MEMBER(release_range), "index query", "A..B",
	 "with --all-releases: only these (A.. and ..B leave an end open)", NULL},
	{"database", 0, MEMBER(databases), "plan", "URL",
	 "ask the instance's PostgreSQL for that status; repeatable, for each of its databases", NULL},
	{"help", 'h', MEMBER(help), NULL, NULL, "explain the program or a command", NULL},
	{"version", 0, MEMBER(version), NULL, NULL, "print the version", NULL},
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
			.argInfo = rows[i].value ? POPT_ARG_STRING : POPT_ARG_NONE,
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
	else if (row->value)
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

static int report_bad_option(poptContext context, int error, struct arena *arena, const char *command)
{
	const char *option = poptBadOption(context, POPT_BADOPTION_NOALIAS);
	const char *names[ROW_COUNT + 1] = {NULL};
	char name[40];
	size_t count = 0;

	if (error == POPT_ERROR_NOARG)
		return trouble("the option '%s' wants a value", option);
	if (error != POPT_ERROR_BADOPT)
		return trouble("'%.*s': %s", (int)strcspn(option, "="), option, poptStrerror(error));
	for (size_t i = 0; i < ROW_COUNT; i++) {
		if (row_is_for(&rows[i], command))
			names[count++] = rows[i].name;
	}
	/* what follows may be a URL with a password */
	snprintf(name, sizeof(name), "%.*s", (int)strcspn(option, "="), option);
	return trouble("%s%s%s has no option '%s'%s", command ? "the command '" : "the program", command ? command : "",
		       command ? "'" : "", name, str_proposal(arena, name + strspn(name, "-"), names));
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
		return report_bad_option(context, result, options->arena, command);
	store_arguments(options, poptGetArgs(context));
	return 0;
}

/* As many as there are processors that this program may use. */
static unsigned usual_threads(void)
{
	cpu_set_t processors;

	if (sched_getaffinity(0, sizeof(processors), &processors))
		return 1;
	return CPU_COUNT(&processors) < USUAL_THREADS ? (unsigned)CPU_COUNT(&processors) : USUAL_THREADS;
}

static int read_threads(struct cli_options *options)
{
	const char *text = options->threads_text;
	char *end = NULL;
	long number = text ? strtol(text, &end, 10) : 0;

	if (text && (end == text || *end || number < 1 || number > MOST_THREADS))
		return trouble("--threads is a number from 1 to %d, not '%s'", MOST_THREADS, text);
	options->threads = text ? (unsigned)number : usual_threads();
	return 0;
}

static int check_word(const struct cli_options *options, const struct option_row *row)
{
	const char *value = *(const char *const *)((const char *)options + row->offset);

	if (!value || str_in(value, row->words))
		return 0;
	return trouble("--%s is %s, not '%s'", row->name, str_list(options->arena, row->words, " or "), value);
}

/* Values that are one of some words are checked here for all commands; --report is two values in one. */
static int check_values(struct cli_options *options, const char *command)
{
	for (size_t i = 0; i < ROW_COUNT; i++) {
		if (rows[i].words && !row_repeats(&rows[i]) && row_is_for(&rows[i], command) &&
		    check_word(options, &rows[i]))
			return STATUS_TROUBLE;
	}
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
	return status ? status : check_values(out, *command_out);
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

bool option_describe(size_t index, struct option_description *out)
{
	if (index >= ROW_COUNT)
		return false;
	const struct option_row *row = &rows[index];
	*out = (struct option_description){.name = row->name,
					   .letter = row->letter,
					   .value = row->value,
					   .commands = row->commands,
					   .words = row->words};
	/* the formats of --report are told by --format */
	bool tells_words = row->words && !strchr(row->value, '=');
	int length = snprintf(out->help, sizeof(out->help), "%s%s", row->help, tells_words ? ": " : "");
	for (const char *word = tells_words ? row->words : ""; *word; word += strspn(word, " ")) {
		int count = (int)strcspn(word, " ");
		const char *separator = word == row->words ? "" : ", ";
		length += snprintf(out->help + length, sizeof(out->help) - (size_t)length, "%s%.*s", separator, count,
				   word);
		word += count;
	}
	return true;
}

void options_print(const char *command, FILE *out)
{
	struct option_description option;

	for (size_t i = 0; option_describe(i, &option); i++) {
		char left[40];
		if (command ? !option.commands || !str_in(command, option.commands) : option.commands != NULL)
			continue;
		char letter[6] = "    ";
		if (option.letter)
			snprintf(letter, sizeof(letter), "-%c, ", option.letter);
		snprintf(left, sizeof(left), "%s--%s%s%s", letter, option.name, option.value ? " " : "",
			 option.value ? option.value : "");
		page_write(out, option.help, (size_t)fprintf(out, "  %-24s ", left));
	}
}
