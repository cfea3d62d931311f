/* The parsers alone, on the files that the analysis parses. */
#include "tests/bench/floor.h"

#include "analyzer/base/str.h"
#include "parser/ruby/node.h"
#include "parser/sql/memo.h"
#include "parser/sql/scan.h"
#include "parser/sql/sql.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

double processor_seconds(void)
{
	struct timespec time;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

struct parsers parsers_new(struct arena *arena, parse_statement_fn *parse_statement)
{
	return (struct parsers){ruby_parser_new(), sql_memo_new(arena), parse_statement};
}

void parsers_free(struct parsers *parsers)
{
	ruby_parser_free(parsers->ruby);
}

/* A statement that stood in an earlier dump word for word need not be parsed, and is no part of the floor. */
static void parse_sql(const struct parsers *parsers, const struct source *source, struct floor_cost *cost)
{
	static const struct effects none = {0};
	struct effects ignored = {0};
	struct scanner scanner = {.text = source->bytes, .length = source->length};
	struct arena *arena = arena_new();
	size_t start;
	size_t end;

	while (scan_statement(&scanner, &start, &end)) {
		const char *text = source->bytes + start;
		if (memo_recall(parsers->sql, text, end - start, (struct location){0}, arena, &ignored))
			continue;
		memo_keep(parsers->sql, text, end - start, &none, 0);
		parsers->parse_statement(arena, str_copy_n(arena, text, end - start));
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

bool floor_counts(const struct input *input, const struct source *source)
{
	switch (input->role) {
	case INPUT_STRUCTURE:
	case INPUT_INITIAL_STRUCTURE:
	case INPUT_MIGRATION:
	case INPUT_POST_MIGRATION:
	case INPUT_JOB:
		return true;
	case INPUT_MODEL:
		return is_parsed_model(source);
	default:
		return false;
	}
}

void floor_parse(const struct parsers *parsers, const struct source *source, struct floor_cost *cost)
{
	if (str_ends_with(source->path, ".sql")) {
		parse_sql(parsers, source, cost);
		return;
	}
	ruby_parse_only(parsers->ruby, source);
	cost->ruby_files++;
	cost->ruby_bytes += source->length;
}

/* Reads everything first; only the parsing is timed. */
static struct floor_cost measure_once(const char *folder, parse_statement_fn *parse_statement)
{
	struct floor_cost cost = {0};
	struct arena *arena = arena_new();
	struct diags diags = diags_new(arena);
	struct tree reader = {0};
	struct inputs inputs = {0};
	VEC(struct source *) sources = {0};

	if (tree_open_folder(arena, folder, &reader, &diags) == 0) {
		struct parsers parsers = parsers_new(arena, parse_statement);
		inputs_list(arena, &reader, &inputs, &diags);
		vec_each(struct input, input, &inputs)
			vec_push(arena, &sources, input_read(arena, &reader, input, &diags));
		double start = processor_seconds();
		for (size_t i = 0; i < inputs.count; i++) {
			const struct source *source = sources.items[i];
			if (source && floor_counts(&inputs.items[i], source))
				floor_parse(&parsers, source, &cost);
		}
		cost.seconds = processor_seconds() - start;
		parsers_free(&parsers);
		tree_close(&reader);
	}
	arena_free(arena);
	return cost;
}

struct floor_cost floor_measure(const char *folder, parse_statement_fn *parse_statement, int rounds)
{
	struct floor_cost least = {0};

	for (int i = 0; i < rounds; i++) {
		struct floor_cost one = measure_once(folder, parse_statement);
		if (i == 0 || one.seconds < least.seconds)
			least = one;
	}
	return least;
}

void floor_print(const char *name, const struct floor_cost *cost)
{
	printf("%s %.3f s  %zu Ruby files (%zu bytes), %zu SQL statements (%zu bytes)\n", name, cost->seconds,
	       cost->ruby_files, cost->ruby_bytes, cost->sql_statements, cost->sql_bytes);
}
