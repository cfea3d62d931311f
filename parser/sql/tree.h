/* PostgreSQL's own grammar: text of one statement -> tree. The only file with calls into libpg_query.
 *
 * The node structs (pg_query.pb-c.h) are used inside parser/sql/ only. A tree lives in the arena given, so nothing has
 * to be released. */
#ifndef STOPGRAPH_SQL_TREE_H
#define STOPGRAPH_SQL_TREE_H

#include "analyzer/base/arena.h"
#include "analyzer/base/str.h"

#include <pg_query/pg_query.pb-c.h>
#include <stdbool.h>

typedef PgQuery__Node node_t;

struct sql_tree {
	const node_t **statements; /* one, but for texts that the scanner could not split */
	size_t count;
	const char *error;   /* NULL when it was parsed */
	size_t error_offset; /* byte of `text` where the grammar stopped */
};

/* Parses NUL-terminated `text`. False, and error set, when it is no SQL. The caller bounds length and depth first
 * (scan_depth): the library recurses. */
bool tree_parse(struct arena *arena, const char *text, struct sql_tree *out);

/* A CREATE FUNCTION or DO statement in PL/pgSQL as the library's JSON; NULL and the reason when it does not parse. */
char *tree_plpgsql(struct arena *arena, const char *text, const char **error_out);

typedef void (*tree_visit)(void *payload, const node_t *child);

/* Calls `visit` for every direct child node of `node`, in the order of the fields. */
void tree_each_child(const node_t *node, tree_visit visit, void *payload);

/* Adds the name of every table in the statement, targets included, once for each place. */
void tree_tables(struct arena *arena, const node_t *node, struct names *out);

/* The byte where an expression starts; false when it does not know (never 0, a statement starts with a keyword). */
bool tree_location(const node_t *node, size_t *offset_out);

#endif
