/* What nobody can avoid: tree-sitter over a Ruby file, libpg_query over the statements of a SQL file. Nothing is evaluated, and
 * SQL inside of Ruby is not counted.
 *
 * libpg_query costs less in a program that has parser/sql/handover.c than by itself. Which of the two is measured depends on
 * where it is measured: the program `floor` is linked without that file.
 *
 *     struct parsers parsers = parsers_new(arena);
 *     floor_parse(&parsers, source, &cost);    // if the analysis parses such files at all
 *     parsers_free(&parsers); */
#ifndef STOPGRAPH_BENCH_FLOOR_H
#define STOPGRAPH_BENCH_FLOOR_H

#include "analyzer/inputs/inputs.h"

struct floor_cost {
	size_t ruby_files, ruby_bytes;
	size_t sql_statements, sql_bytes;
	double seconds;
};

/* Parses one statement, its tree thrown away with `arena`. */
typedef void parse_statement_fn(struct arena *arena, const char *text);

struct parsers {
	struct ruby_parser *ruby;
	struct sql_memo *sql;
	parse_statement_fn *parse_statement;
};

struct parsers parsers_new(struct arena *arena, parse_statement_fn *parse_statement);
void parsers_free(struct parsers *parsers);

/* Reads all that the analysis of a folder parses, and parses it: the least time of the rounds. */
struct floor_cost floor_measure(const char *folder, parse_statement_fn *parse_statement, int rounds);
void floor_print(const char *name, const struct floor_cost *cost);

/* Seconds of the processor that this process has used. */
double processor_seconds(void);

/* Does the analysis parse such a file? */
bool floor_counts(const struct input *input, const struct source *source);
/* Parses one, Ruby or SQL by its name. Adds to all of `cost` but the seconds. */
void floor_parse(const struct parsers *parsers, const struct source *source, struct floor_cost *cost);

#endif
