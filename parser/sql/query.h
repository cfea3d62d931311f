/* Scopes: which table's column a name means, and what the columns of a sub-select are made of.
 *
 * columns.c resolves names, query.c walks SELECT and expressions. All structs live in reader->scratch; the column
 * references in them name base tables only, so that whoever uses a CTE sees through it. */
#ifndef STOPGRAPH_SQL_QUERY_H
#define STOPGRAPH_SQL_QUERY_H

#include "analyzer/base/vec.h"
#include "parser/sql/read.h"

/* One column of the result of a query, and the base columns that it is made of. */
struct output {
	const char *name;
	struct column_refs refs;
	bool is_null;        /* the literal NULL */
	const char *literal; /* any other literal, NULL if it is none */
};

struct outputs {
	struct output *items;
	size_t count;
	size_t capacity;
};

/* The result of a SELECT, a VALUES list or a RETURNING clause. */
struct query {
	struct outputs outputs;
	struct names star_tables;   /* tables selected with *, columns not known */
	struct column_refs rest;    /* what any other column is made of (functions) */
	struct column_refs filters; /* what its rows were chosen by */
};

/* A table, CTE, sub-select or function in FROM. */
struct relation {
	const char *alias;
	const char *table;   /* NULL: derived, or a placeholder */
	struct query *query; /* of a derived relation */
	bool is_optional;    /* the null side of an outer join */
	struct relation *next;
};

struct cte {
	const char *name;
	struct query *query;
	struct cte *next;
};

struct scope {
	const struct scope *parent;
	struct relation *relations; /* in order of FROM */
	struct cte *ctes;
	const struct query *variables; /* of a function: names that are no columns, and what they hold */
	struct column_refs *filters;   /* of the statement: derived relations add theirs */
};

/* Where the columns found in an expression go. */
struct sink {
	struct column_refs *values;
	struct column_refs *filters; /* of sub-selects within it */
	enum read_role role;
	bool is_conjunct;      /* all that is read here must hold for a row to be chosen */
	bool is_denied;        /* and here must not: the operand of NOT */
	enum column_test test; /* of the column that is read next */
	enum test_reach reach; /* of that test, and of those that a conjunction holds */
	struct names literals;
};

/* What a name was found to be. */
struct found {
	const struct relation *relation; /* NULL: none */
	const struct output *output;     /* NULL with a base table */
	const char *table;               /* base table, NULL when there is none */
	bool is_guess;
};

/* columns.c */
/* False when the catalog knows that there is no such table. */
bool columns_may_be_table(struct reader *reader, const char *table);
struct relation *scope_add(struct reader *reader, struct scope *scope, const char *alias, const char *table,
			   struct query *query);
const struct cte *scope_cte(const struct scope *scope, const char *name);
struct found columns_find(struct reader *reader, const struct scope *scope, const char *qualifier, const char *column);
struct found columns_find_node(struct reader *reader, const struct scope *scope, const node_t *node);
void columns_add(struct reader *reader, const struct scope *scope, const node_t *node, const struct sink *sink);
void columns_add_found(struct reader *reader, const struct found *found, const char *column, const struct sink *sink);
void columns_add_ref(struct reader *reader, const char *table, const char *column, const struct sink *sink);
/* Adds `refs` in the sink's role; what was read for grouping stays so. */
void columns_add_refs(struct reader *reader, const struct column_refs *refs, const struct sink *sink);
/* Appends a column to the result of a query, unless there are too many. */
void query_add_output(struct reader *reader, struct query *query, struct output output);
/* All columns of `relation`, appended to the outputs of `query`. */
void columns_expand(struct reader *reader, const struct relation *relation, struct query *query);
/* The result goes to whoever asked: all its columns are read. */
void columns_select(struct reader *reader, const struct query *query);

/* query.c */
struct query *query_select(struct reader *reader, const struct scope *parent, const PgQuery__SelectStmt *select);
/* A node that is a SELECT or (in CTEs) a data-modifying statement. Never NULL. */
struct query *query_node(struct reader *reader, const struct scope *parent, const node_t *node);
void query_with(struct reader *reader, struct scope *scope, const PgQuery__WithClause *with);
void query_from(struct reader *reader, struct scope *scope, size_t count, node_t *const *items);
void query_targets(struct reader *reader, struct scope *scope, size_t count, node_t *const *targets,
		   struct query *query);
void query_where(struct reader *reader, const struct scope *scope, const node_t *condition);

/* expression.c */
void expression_read(struct reader *reader, const struct scope *scope, const node_t *node, const struct sink *sink);
void expression_list(struct reader *reader, const struct scope *scope, size_t count, node_t *const *nodes,
		     const struct sink *sink);
/* Is it the literal NULL, cast or not? */
bool expression_is_null(const node_t *node);
/* The text of a literal other than NULL, without its cast; NULL for anything else and for what stands for a value. */
const char *expression_literal(struct reader *reader, const node_t *node);
/* The name PostgreSQL gives a column that has no AS. */
const char *expression_name(const node_t *node);

/* dml.c: emits the effects of UPDATE, INSERT, DELETE, MERGE; gives what RETURNING returns. NULL: another kind. */
struct query *dml_statement(struct reader *reader, const struct scope *parent, const node_t *node);

#endif
