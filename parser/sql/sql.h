/* PostgreSQL text -> effects. The only entry into parser/sql; libpg_query stays behind it.
 *
 *     struct sql_input in = {.text = sql, .length = strlen(sql), .location = call, .catalog = catalog};
 *     struct sql_output out = {.statements = &m->statements, .effects = &m->effects, .unresolved = &m->unresolved};
 *     sql_read(arena, &in, &out);
 *
 * Ruby that was interpolated and could not be evaluated stands in the text as a placeholder word
 * SQL_PLACEHOLDER_PREFIX + digits. A placeholder as a value, a limit, an alias or a whole condition is harmless; as a
 * table or a column it makes the statement unresolved; where it keeps the text from parsing, other readings of it are
 * tried (see sql.c) before the statement is given up and listed as unresolved. */
#ifndef STOPGRAPH_PARSER_SQL_H
#define STOPGRAPH_PARSER_SQL_H

#include "analyzer/model/catalog.h"
#include "analyzer/model/effect.h"

#define SQL_PLACEHOLDER_PREFIX "sg_unknown_"

struct sql_input {
	const char *text;
	size_t length;
	struct location location;      /* the Ruby call; or, with text_is_source, where `text` starts in its source */
	bool text_is_source;           /* `text` is a range of the source: every statement gets its own offset */
	enum guard guard;
	enum certainty certainty;      /* CERTAINTY_PROVEN unless the text was guessed */
	const struct catalog *catalog; /* may be NULL */
};

struct sql_output {
	struct statements *statements;      /* may be NULL: no statement is recorded (fragments) */
	struct effects *effects;
	struct unresolved_list *unresolved; /* may be NULL */
};

/* Reads any number of statements (DDL, DML with CTEs, DO blocks, CREATE FUNCTION bodies in SQL and PL/pgSQL). Every
 * statement becomes one `struct statement` and its effects; effects[i].statement indexes into out->statements.
 * A SELECT gives one READ effect per table. Returns false when anything could not be parsed (it is then in `unresolved`). */
bool sql_read(struct arena *arena, const struct sql_input *in, const struct sql_output *out);

/* Only the columns that a statement reads, with their roles, CTEs and sub-selects looked through; used for fragments
 * that the caller wraps into a statement ("SELECT 1 FROM t WHERE <text>"). False when it does not parse. */
bool sql_read_columns(struct arena *arena, const struct sql_input *in, struct column_refs *out);

/* Does `word` contain a placeholder? */
bool sql_has_placeholder(const char *word);

/* A name as PostgreSQL folds it: quotes removed, unquoted parts in lower case, the schemas public and
 * gitlab_partitions_dynamic/static dropped. Lives in `arena`. */
char *sql_name(struct arena *arena, const char *name);

#endif
