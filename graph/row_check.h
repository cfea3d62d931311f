/* Statements that look at the rows which exist: checks, foreign keys, unique keys. They fail on rows that a job has
 * still to fill, to correct or to delete. */
#ifndef STOPGRAPH_GRAPH_ROW_CHECK_H
#define STOPGRAPH_GRAPH_ROW_CHECK_H

#include "graph/walk.h"

/* One such relation, as it asks about the present statement. */
struct row_check {
	enum relation relation;
	const char *why_benign; /* whatever the job does, rows that exist are not looked at; NULL: they are */
	/* Why a fact that fills the column is harmless; NULL when it is not, perhaps with what stands in for a
	 * proof. */
	const char *(*why_fact_is_benign)(const struct walk *walk, const struct target *target, const struct fact *fact,
					  const char **why_likely);
	/* Does what the job reads of the column matter, when it deletes rows by it? NULL: always. */
	bool (*read_counts)(const struct target *target, const struct fact *read);
};

/* States the needs of all facts about `column` of the target's table, its parent and its partitions. */
void row_check_column(struct walk *walk, const struct target *target, const char *column,
		      const struct row_check *check);

/* What makes a fact that fills a column harmless to every such statement; NULL when nothing does. */
const char *row_check_why_benign(const struct fact *fact);

#endif
