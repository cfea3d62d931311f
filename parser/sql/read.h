/* What the files of this folder share while one text is read. Nothing outside parser/sql includes this. */
#ifndef STOPGRAPH_SQL_READ_H
#define STOPGRAPH_SQL_READ_H

#include "parser/sql/scan.h"
#include "parser/sql/sql.h"
#include "parser/sql/tree.h"

/* Walkers refuse to go deeper than this; scan_depth() keeps parsed text below it. */
#define SQL_MAX_DEPTH 1000u
#define SQL_MAX_STATEMENT (512u << 10) /* its tree takes a hundred times that */
#define SQL_MAX_WORDS 10000u           /* names in a statement: lists of names are searched one by one */
#define SQL_MAX_OUTPUTS 1664u          /* columns of a sub-select, as PostgreSQL has it: * of * of * doubles them */
#define SQL_MAX_EFFECTS 100000u        /* of a text */
#define SQL_MAX_TEXT (256u << 20)

struct scope;

struct reader {
	struct arena *arena;   /* of the caller: effects are made of it */
	struct arena *scratch; /* tree and scopes of the present statement */
	const struct sql_input *in;
	struct effects *effects; /* where effects go: the output's, or a function's body */
	const node_t *root;      /* of the present statement */
	const node_t *listed;    /* the root of which `tables` was made */
	struct names tables;     /* every place where it names a table */
	const char *text;        /* of the present statement, NUL-terminated */
	struct location location;
	size_t statement;
	const char *why; /* first reason why the present statement is not resolved */
	unsigned depth;
	unsigned bodies;  /* functions within functions */
	bool hides_names; /* a part that may have named CTEs is not known: a table that is read may be none */
	bool is_altered;  /* the text was changed to make it parse: part of it is not known */

	struct names read_tables;    /* tables the statement reads rows of, in order */
	struct column_refs reads;    /* columns it reads */
	struct names guessed_tables; /* those of them to which a column was given by guess */
	bool has_guess;              /* a guess since this was last cleared */

	const struct scope *outer;  /* variables of the function around the statement */
	struct query *recursive;    /* WITH RECURSIVE: the query whose columns its first arm gives */
	bool skips_targets;         /* EXISTS: what the next SELECT selects does not matter */
	const struct query *result; /* what the present statement gives to whoever sent it; NULL: nothing */
};

/* Notes why the present statement is not fully resolved; the first reason stays. */
void reader_unresolved(struct reader *reader, const char *why);

/* Is `text` within the limits of size and depth? If not, that is noted. */
bool reader_accepts(struct reader *reader, const char *text, size_t length);

/* A new effect of the present statement at the end of reader->effects; valid until the next one. `table` NULL (a
 * placeholder) makes its certainty unknown, but for objects that belong to no table. */
struct effect *reader_emit(struct reader *reader, enum effect_verb verb, enum effect_object object, const char *table);

/* Emits one READ effect for every table read since the last call, and forgets them. */
void reader_emit_reads(struct reader *reader);

/* names.c: copies in reader->arena. NULL for a placeholder, which makes the statement unresolved. */
const char *name_table(struct reader *reader, const PgQuery__RangeVar *relation);
const char *name_column(struct reader *reader, const char *column);
const char *name_object(struct reader *reader, const char *name);
/* A list of String nodes, "schema.name"; `skip` drops that many from the end. */
const char *name_list(struct reader *reader, size_t count, node_t *const *nodes, size_t skip);
/* The string of a String node; NULL for other kinds. */
const char *name_string(const node_t *node);
/* The text of a constant, through casts; NULL when it is none. */
const char *constant_text(const node_t *node);
void names_add_columns(struct reader *reader, struct names *out, size_t count, node_t *const *nodes);
/* The name PostgreSQL gives when none is written: table_columns_label, shortened to 63 bytes. */
const char *name_automatic(struct reader *reader, const char *table, const struct names *columns, const char *label);
/* Joins schema and name as effects spell them; the usual schemas are dropped. */
const char *name_qualified(struct arena *arena, const char *schema, const char *name);

/* ddl.c, dml.c, plpgsql.c, table.c: each takes the kinds of statement it knows. False: not mine. */
bool ddl_read(struct reader *reader, const node_t *node);
bool table_read(struct reader *reader, const node_t *node);
bool dml_read(struct reader *reader, const node_t *node);
bool function_read(struct reader *reader, const node_t *node);

/* Reads one parsed node as a statement; used for the bodies of functions, too. */
void reader_statement(struct reader *reader, const node_t *node);

/* constraint.c: constraints and index expressions. `column` is the column a constraint is written at, or NULL. */
void constraint_read(struct reader *reader, const char *table, const char *column, const PgQuery__Constraint *node);
void index_read(struct reader *reader, const PgQuery__IndexStmt *node);
void columns_mentioned(struct reader *reader, const char *table, const node_t *expression, enum read_role role,
		       struct column_refs *out);

#endif
