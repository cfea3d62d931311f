/* `stopgraph dump STAGE`: one stage as stable lines of text, one thing per line, without tabs; for people and for
 * tests.
 *
 * statements  PATH:LINE resolved|unresolved WHAT [why="..."]
 * effects     OWNER verb object table(columns) name key=value...
 * facts       OWNER@RELEASE order=N verb table.column certainty      (one line per column; jobs: order=-)
 * edges       RELATION SEVERITY CERTAINTY JOBCLASS queued=V@R dependent=V@R table.col,col gate=V:before|none
 *             stop=18.5:required|none rule=ID|- guard=...|-
 *             by dependent's version, job class, relation, then the rest of the line
 *
 * OWNER is a migration's version or a job's id. What is not known, and what is not there, is "-". */
#ifndef STOPGRAPH_DUMP_H
#define STOPGRAPH_DUMP_H

#include "analyzer/result.h"

#include <stdio.h>

struct dump_stage {
	const char *name;
	const char *summary;
	/* `paths`: only what lies in these files (paths, or ends of paths), NULL for all. 0, or -1 when writing
	 * failed. */
	int (*write)(const struct graph *graph, const struct names *paths, FILE *out);
};

/* The stages, in the order of the pipeline. */
const struct dump_stage *dump_stages(size_t *count_out);

/* The stage with a name, NULL when there is none. */
const struct dump_stage *dump_stage_find(const char *name);

/* The writers of the table. */
int dump_statements(const struct graph *graph, const struct names *paths, FILE *out);
int dump_effects(const struct graph *graph, const struct names *paths, FILE *out);
int dump_facts(const struct graph *graph, const struct names *paths, FILE *out);
int dump_edges(const struct graph *graph, const struct names *paths, FILE *out);

#endif
