/* Tables of {statements, effects}: what parser/sql makes of a text. The notation of an effect:
 *
 *     verb table(columns) name>to kind ... ~filters[...] <sources[...]
 *
 * Roles in filters and sources: v value, f filter, j join, g group. One line an effect, the effects of a function's body
 * in braces, unresolved statements as "! reason". */
#ifndef STOPGRAPH_TESTS_SQL_CASE_H
#define STOPGRAPH_TESTS_SQL_CASE_H

#include "analyzer/base/arena.h"

#include <stdbool.h>
#include <stddef.h>

struct sql_row {
	const char *sql;
	const char *expected;
};

/* What a text does, in the notation; lives in `arena`. The catalog, if it is wanted, has the tables items (id, project_id,
 * state), items_archived (id, project_id, archived_at) and projects (id, namespace_id, path), and the index index_items. */
char *sql_effects(struct arena *arena, const char *sql, bool with_catalog);

/* Fails the running test with the first row whose effects are others. */
void check_sql_rows(const struct sql_row *rows, size_t count, bool with_catalog);

#define CHECK_SQL_ROWS(rows, with_catalog) check_sql_rows((rows), sizeof(rows) / sizeof((rows)[0]), (with_catalog))

#endif
