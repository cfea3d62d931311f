/* The parts of witness.c: tables that are just large enough, values for their columns, and what each relation does. */
#ifndef STOPGRAPH_WITNESS_PARTS_H
#define STOPGRAPH_WITNESS_PARTS_H

#include "analyzer/witness/witness.h"
#include "graph/schema.h"

struct witness_maker {
	struct arena *arena;
	const struct edge *edge;
	const struct effect *statement; /* of the dependent; NULL: it has none */
	const char *table;              /* that the dependent is about */
	struct schema *schema;
	struct names columns; /* of the table, beside the key "id" */

	/* what witness_relation() fills in */
	struct names setup;     /* statements that come first in both halves */
	struct names job;       /* the job's work */
	struct names repair;    /* of what a finished job has left, which the dependent does not take either */
	struct names dependent; /* its statements; the last one is the one that fails, or makes the job fail */
	bool job_fails;         /* it is the job that fails, after the dependent */
	const char *sqlstate;
	const char *why_none; /* no statement fails: a sentence */
};

/* Decides by the relation what is done; sqlstate or why_none is set afterwards. */
void witness_relation(struct witness_maker *m);

/* Adds CREATE TABLE for m->table with "id" and m->columns to the setup; `foreign` (with its own columns) likewise. */
void witness_table(struct witness_maker *m);
void witness_foreign_table(struct witness_maker *m, const char *table, const struct names *key);

/* Value number `nth` (1, 2 ...) of a column's type, as a literal: values of different numbers differ where they can. */
const char *witness_value(struct witness_maker *m, const char *table, const char *column, int nth);

/* "FROM (VALUES ...) AS c0("a") CROSS JOIN ...": every combination of some values of m->columns, NULL first when
 * `nulls_first`, with the constants that `expression` (may be NULL) mentions. */
const char *witness_search(struct witness_maker *m, const char *expression, bool nulls_first);

#endif
