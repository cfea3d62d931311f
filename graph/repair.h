/* Data migrations that complete a column in the foreground: what a job has left undone there is done afterwards. */
#ifndef STOPGRAPH_GRAPH_REPAIR_H
#define STOPGRAPH_GRAPH_REPAIR_H

#include "graph/walk.h"

/* Remembers the effect when it completes columns: an UPDATE of the rows where a column is not set, or of all rows. */
void repair_note(struct walk *walk, const struct effect *effect);

/* Remembers a gate for a batched job that leaves no NULL in the columns which it fills: those are NOT NULL from here on,
 * whatever other jobs still have to write there. */
void repair_note_gate(struct walk *walk, const struct tracked_job *job, const struct job_event *gate);

/* The first repair of what `need` is about that ran after `run`, covers `installations` and belongs to a relation for
 * which the column's values count; NULL when there is none. It stands in an edge in place of a gate. */
const struct job_event *repair_of(const struct walk *walk, const struct need *need, const struct job_run *run,
				  unsigned installations);

#endif
