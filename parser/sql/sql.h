/* PostgreSQL text -> effects. The only entry into parser/sql; libpg_query stays behind it.
 *
 *     struct sql_input in = {.text = sql, .length = strlen(sql), .location = call, .catalog = catalog};
 *     struct sql_output out = {.statements = &m->statements, .effects = &m->effects, .unresolved = &m->unresolved};
 *     sql_read(arena, &in, &out);
 *
 * Ruby that was interpolated and could not be evaluated stands in the text as a placeholder word
 * SQL_PLACEHOLDER_PREFIX + digits. A placeholder as a value, a limit, an alias or a whole condition is harmless; as a
 * table or a column it makes the statement unresolved; where it keeps the text from parsing, other readings of it are
 * tried (see retry.c) before the statement is given up and listed as unresolved. Bind marks (?, :name), %{name} and the
 * quotes of MySQL are read, too.
 *
 * What the effects say beyond effect.h:
 *   - CREATE TABLE is CREATE (all columns), then ADD_COLUMN for each written column, then its constraints. `references`
 *     of the CREATE is the table of LIKE, INHERITS or PARTITION OF; with a catalog its columns are among `columns`.
 *   - PARTITION: `table` the partition, `references` its parent, `type` "PARTITION OF", "ATTACH", "INHERITS" or
 *     "DETACH"; of an index: `name` the index, `references` the index of the parent.
 *   - An UNIQUE or PRIMARY KEY constraint USING INDEX is a RENAME of the index to the constraint's name (when they
 *     differ), then ADD_CONSTRAINT without columns.
 *   - DROP_CONSTRAINT and VALIDATE_CONSTRAINT do not know the kind of constraint: it may be a foreign key.
 *   - A view is CREATE of OBJECT_VIEW: `table` and `name` the view, `references` its first table, `columns` what it
 *     shows, `sources` and `filters` the base columns. Defining it reads nothing.
 *   - READ: `columns` all columns of one table, those with role READ_VALUE again in `sources`, others in `filters`.
 *     LIKELY when a column was given to the table by guess; so is a DELETE whose filter holds such a column.
 *   - An UPDATE that assigns a placeholder gives a second WRITE with no columns and certainty UNKNOWN.
 *   - A trigger function's body alone is no statement: wrap it as
 *     CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $body$ BEGIN ... END $body$. */
#ifndef STOPGRAPH_PARSER_SQL_H
#define STOPGRAPH_PARSER_SQL_H

#include "analyzer/model/catalog.h"
#include "analyzer/model/effect.h"

#define SQL_PLACEHOLDER_PREFIX "sg_unknown_"

struct sql_input {
	const char *text;
	size_t length;
	struct location location; /* the Ruby call; or, with text_is_source, where `text` starts in its source */
	bool text_is_source;      /* `text` is a range of the source: every statement gets its own offset */
	enum guard guard;
	enum certainty certainty;      /* CERTAINTY_PROVEN unless the text was guessed */
	const struct catalog *catalog; /* may be NULL */
	struct sql_memo *memo;         /* may be NULL; only with text_is_source and without a catalog */
};

/* Remembers statements from one sql_read() to the next, so that equal text is parsed once. The texts and the effects
 * lists that were read with it must stay. Lives in `arena`. */
struct sql_memo *sql_memo_new(struct arena *arena);

struct sql_output {
	struct statements *statements; /* may be NULL: no statement is recorded (fragments) */
	struct effects *effects;
	struct unresolved_list *unresolved; /* may be NULL */
	struct names *results; /* may be NULL: the columns of the rows that the last statement gives; empty when
					       it gives none or not all are known. Not with a memo */
};

/* Reads any number of statements (DDL, DML with CTEs, DO blocks, CREATE FUNCTION bodies in SQL and PL/pgSQL). Every
 * statement becomes one `struct statement` and its effects; effects[i].statement indexes into out->statements. A SELECT
 * gives one READ effect per table. Returns false when anything could not be parsed (it is then in `unresolved`). */
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
