/* query: the user's SQL over the index. The output is opened only when the statement turned out to be right, so that a
 * slip of the pen does not empty the file of --output. */
#include "analyzer/cli/index.h"
#include "reports/rows.h"

#include <stdlib.h>
#include <string.h>

#define DEFAULT_SECONDS 30.0
#define SQL_LIMIT (1u << 20)

struct question {
	const struct cli_options *options;
	const struct row_format *format;
	struct rows rows;
	struct output output;
	bool is_open;
	int status;
};

static int take_columns(void *payload, const char *const *names, size_t count)
{
	struct question *question = payload;

	question->status = output_open(question->options, question->format->name, &question->output);
	if (question->status)
		return -1;
	question->is_open = true;
	question->rows.out = question->output.file;
	if (question->output.is_terminal)
		question->rows.width = question->output.report.width;
	return question->format->columns(&question->rows, names, count);
}

static int take_row(void *payload, const struct store_value *values, size_t count)
{
	struct question *question = payload;

	return question->format->row(&question->rows, values, count);
}

/* The line of the SQL that the offset is in, with a caret below. */
static void point_at(const char *sql, size_t offset)
{
	const char *start = sql + offset;

	while (start > sql && start[-1] != '\n')
		start--;
	fprintf(stderr, "  %.*s\n  ", (int)strcspn(start, "\n"), start);
	for (; start < sql + offset; start++) {
		/* continuation bytes of UTF-8 take no column */
		if (((unsigned char)*start & 0xc0) != 0x80)
			fputc(*start == '\t' ? '\t' : ' ', stderr);
	}
	fputs("^\n", stderr);
}

static const char *table_hint(struct arena *arena, enum store_subject subject, const char *text)
{
	static const char beginning[] = "no such table: ";
	size_t count;
	const struct store_table *tables = store_tables(subject, &count);
	const char *names[128] = {NULL};
	size_t used = 0;

	if (!str_starts_with(text, beginning))
		return "";
	for (size_t i = 0; i < count && used + 1 < sizeof(names) / sizeof(names[0]); i++) {
		if (tables[i].part != STORE_INDEX)
			names[used++] = tables[i].name;
	}
	return str_proposal(arena, text + sizeof(beginning) - 1, names);
}

static enum store_subject subject_of(const struct cli_options *options)
{
	return options->all_releases ? STORE_RELEASES : STORE_TREE;
}

static int report_failure(const struct question *question, const char *sql, enum store_answer answer, double seconds,
			  const struct store_error *error)
{
	enum store_subject subject = subject_of(question->options);

	if (answer == STORE_TIMEOUT)
		return trouble("the query was ended after %g seconds; --time-limit SECONDS gives it more", seconds);
	if (answer == STORE_FAILED)
		return trouble("the index cannot be read: %s; 'stopgraph index' builds it anew", error->text);
	trouble("%s%s", error->text, table_hint(question->rows.arena, subject, error->text));
	if (error->offset >= 0 && (size_t)error->offset <= strlen(sql))
		point_at(sql, (size_t)error->offset);
	if (str_starts_with(error->text, "no such"))
		fprintf(stderr, "stopgraph: 'stopgraph query%s --schema' lists the tables, views and columns\n",
			subject == STORE_RELEASES ? " --all-releases" : "");
	return STATUS_TROUBLE;
}

static int answer_with(struct question *question, struct index *index, const char *sql, double seconds)
{
	struct store_query query = {seconds, question, take_columns, take_row};
	struct store_error error;

	question->rows.arena = index->arena;
	enum store_answer answer = store_query(index->store, sql, &query, &error);
	if (answer == STORE_ANSWERED)
		question->format->end(&question->rows);
	else if (answer != STORE_STOPPED)
		question->status = report_failure(question, sql, answer, seconds, &error);
	return question->is_open ? output_close(&question->output, question->status) : question->status;
}

/* NULL after a message. */
static const char *read_sql(const struct cli_options *options)
{
	const char *argument = options->arguments[0];

	if (!str_equal(argument, "-"))
		return argument;
	char *text = arena_alloc(options->arena, SQL_LIMIT + 1);
	size_t length = fread(text, 1, SQL_LIMIT + 1, stdin);
	if (length > SQL_LIMIT) {
		trouble("the SQL on the standard input is longer than %u bytes", SQL_LIMIT);
		return NULL;
	}
	text[length] = '\0';
	return text;
}

/* One table or view: its name and sentence, and its columns with their comments or its SELECT. */
static void print_table(const struct store_table *table, FILE *out)
{
	fprintf(out, "%s %s: %s\n", table->part == STORE_VIEW ? "view" : "table", table->name, table->sentence);
	for (const char *line = table->sql; *line; line += strcspn(line, "\n"), line += *line == '\n') {
		bool is_bracket = line[0] == '(' || line[0] == ')' || str_starts_with(line, "AS\n");
		if (!is_bracket)
			fprintf(out, "  %.*s\n", (int)strcspn(line, "\n"), line);
	}
	fputc('\n', out);
}

static int print_schema(const struct cli_options *options)
{
	struct output output;
	size_t count;
	const struct store_table *tables = store_tables(subject_of(options), &count);
	int status = output_open(options, "text", &output);

	if (status)
		return status;
	for (size_t i = 0; i < count; i++) {
		if (tables[i].part != STORE_INDEX)
			print_table(&tables[i], output.file);
	}
	return output_close(&output, STATUS_CLEAN);
}

static int run(const struct cli_options *options)
{
	struct question question = {.options = options,
				    .format = row_format_find(options->format ? options->format : "table")};
	struct index index;
	double seconds;

	if (options->schema)
		return print_schema(options);
	if (options->release_range && !options->all_releases)
		return trouble("--release-range is about releases: give --all-releases, too");
	if (!options->argument_count)
		return trouble("give one SQL statement, or --schema to see what there is");
	if (read_time_limit(options, DEFAULT_SECONDS, &seconds))
		return STATUS_TROUBLE;
	const char *sql = read_sql(options);
	if (!sql)
		return STATUS_TROUBLE;
	int status = index_open(options, INDEX_ANY_PLACE, &index);
	if (status == 0)
		status = answer_with(&question, &index, sql, seconds);
	index_close(&index);
	return status;
}

const struct command command_query = {
	.name = "query",
	.arguments = "SQL",
	.summary = "ask the SQLite index with SQL",
	.help = "Runs one SQL statement that reads the index. The index is built when there is none or when the\n"
		"tree has changed. With '-' the SQL is read from the standard input. 'stopgraph query --schema'\n"
		"prints the tables and views; for example:\n"
		"\n"
		"  stopgraph query \"SELECT id, release FROM open_jobs\"\n"
		"  stopgraph query \"SELECT * FROM ungated_edges WHERE stop IS NULL\"\n"
		"  stopgraph query --format csv \"SELECT * FROM edges_by_release\"\n"
		"\n"
		"With --all-releases the question goes to the index of all releases of the repository (see 'stopgraph\n"
		"help index'), which is built when there is none or when tags have changed:\n"
		"\n"
		"  stopgraph query --all-releases \"SELECT * FROM finding_history\"\n"
		"  stopgraph query --all-releases \"SELECT * FROM migration_forms WHERE is_noop\"",
	.most = 1,
	.run = run,
};
