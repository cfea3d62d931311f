/* The cost of `check --all` against its floor, in one process and one run.
 *
 *     bench TREE [ROUNDS]      or   STOPGRAPH_BENCH_TREE=TREE meson test -C build --benchmark
 *
 * The floor is what nobody can avoid: tree-sitter over every Ruby file, and libpg_query over every statement of the SQL
 * files, that the analysis parses; nothing is evaluated, and SQL inside Ruby is not counted. Times are of the processor, the
 * best of the rounds, since a shared machine only ever adds; what is worth quoting is the ratio. */
#include "analyzer/analysis.h"
#include "parser/ruby/node.h"
#include "parser/sql/memo.h"
#include "parser/sql/scan.h"
#include "parser/sql/sql.h"
#include "parser/sql/tree.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

struct floor_cost {
	size_t ruby_files, ruby_bytes;
	size_t sql_statements, sql_bytes;
	double seconds;
};

static double now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* A statement that stood in an earlier dump word for word need not be parsed, and is no part of the floor. */
static void parse_sql(struct sql_memo *memo, const struct source *source, struct floor_cost *cost)
{
	static const struct effects none = {0};
	struct effects ignored = {0};
	struct scanner scanner = {.text = source->bytes, .length = source->length};
	struct arena *arena = arena_new();
	size_t start;
	size_t end;

	while (scan_statement(&scanner, &start, &end)) {
		struct sql_tree tree;
		const char *text = source->bytes + start;
		if (memo_recall(memo, text, end - start, (struct location){0}, &ignored))
			continue;
		memo_keep(memo, text, end - start, &none, 0);
		tree_parse(arena, str_copy_n(arena, text, end - start), &tree);
		arena_clear(arena);
		cost->sql_statements++;
		cost->sql_bytes += end - start;
	}
	arena_free(arena);
}

static bool is_parsed_model(const struct source *source)
{
	static const char mark[] = "ignore_column";

	return memmem(source->bytes, source->length, mark, strlen(mark)) != NULL;
}

struct parsers {
	struct ruby_parser *ruby;
	struct sql_memo *sql;
};

static void parse_input(const struct parsers *parsers, const struct input *input, const struct source *source,
			struct floor_cost *cost)
{
	switch (input->role) {
	case INPUT_STRUCTURE:
	case INPUT_INITIAL_STRUCTURE:
		parse_sql(parsers->sql, source, cost);
		return;
	case INPUT_MODEL:
		if (!is_parsed_model(source))
			return;
		break;
	case INPUT_MIGRATION:
	case INPUT_POST_MIGRATION:
	case INPUT_JOB:
		break;
	default:
		return;
	}
	ruby_parse_only(parsers->ruby, source);
	cost->ruby_files++;
	cost->ruby_bytes += source->length;
}

/* Reads everything first; only the parsing is timed. */
static struct floor_cost measure_floor(const char *folder)
{
	struct floor_cost cost = {0};
	struct arena *arena = arena_new();
	struct diags diags = diags_new(arena);
	struct tree reader = {0};
	struct inputs inputs = {0};
	VEC(struct source *) sources = {0};

	if (tree_open_folder(arena, folder, &reader, &diags) == 0) {
		struct parsers parsers = {ruby_parser_new(), sql_memo_new(arena)};
		inputs_list(arena, &reader, &inputs, &diags);
		vec_each(struct input, input, &inputs)
			vec_push(arena, &sources, input_read(arena, &reader, input, &diags));
		double start = now();
		for (size_t i = 0; i < inputs.count; i++) {
			if (sources.items[i])
				parse_input(&parsers, &inputs.items[i], sources.items[i], &cost);
		}
		cost.seconds = now() - start;
		ruby_parser_free(parsers.ruby);
		tree_close(&reader);
	}
	arena_free(arena);
	return cost;
}

static double measure_total(const char *folder)
{
	struct analysis analysis;
	struct analysis_options options = {.folder = folder};
	double start = now();

	analysis_init(&analysis);
	analysis_run(&analysis, &options, ANALYSIS_FINDINGS);
	analysis_done(&analysis);
	return now() - start;
}

int main(int argc, char **argv)
{
	const char *folder = argc > 1 ? argv[1] : getenv("STOPGRAPH_BENCH_TREE");
	int rounds = argc > 2 ? atoi(argv[2]) : 3;
	double total = 0;
	struct floor_cost cost = {0};
	struct rusage usage;

	if (!folder) {
		printf("skipped: STOPGRAPH_BENCH_TREE does not name a tree\n");
		return 77;
	}
	for (int i = 0; i < rounds; i++) {
		double one = measure_total(folder);
		total = i == 0 || one < total ? one : total;
	}
	getrusage(RUSAGE_SELF, &usage);
	for (int i = 0; i < rounds; i++) {
		struct floor_cost one = measure_floor(folder);
		if (i == 0 || one.seconds < cost.seconds)
			cost = one;
	}
	printf("floor  %.2f s  %zu Ruby files (%zu bytes), %zu SQL statements (%zu bytes)\n", cost.seconds,
	       cost.ruby_files, cost.ruby_bytes, cost.sql_statements, cost.sql_bytes);
	printf("total  %.2f s  peak memory %ld MB\n", total, usage.ru_maxrss / 1024);
	printf("ratio  %.2f\n", cost.seconds > 0 ? total / cost.seconds : 0);
	return 0;
}
