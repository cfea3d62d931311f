/* What jobs do to tables and columns, found by table and column. */
#ifndef STOPGRAPH_GRAPH_FACT_H
#define STOPGRAPH_GRAPH_FACT_H

#include "graph/job.h"
#include "graph/schema.h"

enum fact_kind { FACT_READ, FACT_WRITE, FACT_INSERT, FACT_DELETE, FACT_TRUNCATE };

struct fact {
	struct tracked_job *job;
	enum fact_kind kind;
	const char *table;
	const char *column;          /* NULL: the rows; "*": every column */
	enum read_role role;         /* reads */
	enum column_test test;       /* reads: what every row that is looked at passes */
	const struct effect *effect; /* of the job class, the trigger's function, or the queue (batch column) */
	enum certainty certainty;
	bool chooses_deleted; /* read by a DELETE to choose its rows */
	bool writes_null;
	bool over_value;      /* writes: the column was NOT NULL when the job was queued, no row waits for a value */
	bool through_trigger; /* the statement does not name the column, a trigger writes it */
	bool triggered_on_purpose;    /* and firing the trigger is what the job is for */
	const struct effect *renamed; /* the rename through which the name is known, NULL */
};

struct fact_list {
	struct fact **items;
	size_t count;
	size_t capacity;
};

struct fact_index {
	struct arena *arena;
	struct map by_table;  /* -> struct fact_list */
	struct map by_column; /* "table.column" -> struct fact_list */
	struct map by_filled; /* the same, only what fills the column: FACT_WRITE and FACT_INSERT */
};

struct fact_index fact_index_new(struct arena *arena);

/* Facts about a table, or about one column of it; never NULL, possibly empty. In order of registration. */
const struct fact_list *facts_of_table(const struct fact_index *index, const char *table);
const struct fact_list *facts_of_column(const struct fact_index *index, const char *table, const char *column);
const struct fact_list *facts_filling(const struct fact_index *index, const char *table, const char *column);

/* Derives the facts of a job, triggers as `schema` has them now. Does nothing the second time. */
void facts_register(struct fact_index *index, struct schema *schema, struct tracked_job *job);

/* Gives every fact about `table` (about `column` of it, unless NULL) the new name as well. */
void facts_follow(struct fact_index *index, const struct effect *rename, const char *table, const char *column,
		  const char *to);

/* The same for the two sides of a swap of columns or tables. */
void facts_swap(struct fact_index *index, const struct effect *swap);

/* Is it the job's own work: that of its statements, or of a trigger which the job is there to fire? */
bool fact_is_own_work(const struct fact *fact);

/* Questions about one job. Facts that it has through triggers by accident do not count. */
bool job_has_fact(const struct tracked_job *job, enum fact_kind kind, const char *table, const char *column);
/* Does it read the column in this role? */
bool job_reads_as(const struct tracked_job *job, const char *table, const char *column, enum read_role role);
bool job_reads_table(const struct tracked_job *job, const char *table);
/* Does it write, insert or delete in `table`; in any other table? */
bool job_writes_table(const struct tracked_job *job, const char *table);
bool job_writes_other_table(const struct tracked_job *job, const char *table);

/* Does the job choose rows to delete from the read's table by what it reads there? When a statement of its own does the
 * choosing, `why_likely` says so, unless the DELETE itself knows nothing but keys. */
bool job_deletes_by(const struct fact *read, const char **why_likely);

/* job.reads, job.writes and job.touched from the facts, sorted. */
void facts_list(struct arena *arena, struct tracked_job *job);

/* Do the rows which the statement behind `fact` inserts lack the column, and nothing else gives it a value? Only a statement
 * whose columns are all known can tell. */
bool fact_inserts_without(struct schema *schema, const struct fact *fact, const char *column);

#endif
