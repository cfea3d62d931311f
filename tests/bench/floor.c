/* The parsers alone, on the files that the analysis parses. */
#include "tests/bench/floor.h"

#include "analyzer/base/str.h"
#include "parser/ruby/node.h"
#include "parser/sql/memo.h"
#include "parser/sql/scan.h"
#include "parser/sql/sql.h"
#include "parser/sql/tree.h"

#include <string.h>
#include <time.h>

double processor_seconds(void)
{
	struct timespec time;

	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
	return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

struct parsers parsers_new(struct arena *arena)
{
	return (struct parsers){ruby_parser_new(), sql_memo_new(arena)};
}

void parsers_free(struct parsers *parsers)
{
	ruby_parser_free(parsers->ruby);
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
		if (memo_recall(memo, text, end - start, (struct location){0}, arena, &ignored))
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
		parse_sql(parsers->sql, source, cost);
		return;
	}
	ruby_parse_only(parsers->ruby, source);
	cost->ruby_files++;
	cost->ruby_bytes += source->length;
}
