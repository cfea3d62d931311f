/* The state of an instance's background migrations, as people can get at it:
 *
 *     finished   | BackfillNotes,notes,id,[]          gitlab-rake gitlab:background_migrations:status or :list
 *      job_class_name | table_name | status           psql, with a row of dashes
 *     job_class_name,table_name,column_name,...       CSV or TSV of the query, with a header
 *     [{"job_class_name": "BackfillNotes", ...}]      JSON
 *
 * A status is a word or a number. The numbers differ by era: up to 13.12 only 0 to 3 exist and 2 means aborted; later 2
 * does not exist, and 4, 5 and 6 are failed, finalizing and finalized. */
#ifndef STOPGRAPH_PLAN_STATUS_H
#define STOPGRAPH_PLAN_STATUS_H

#include "graph/graph.h"

enum job_status {
	STATUS_UNKNOWN,
	STATUS_PAUSED,
	STATUS_ACTIVE,
	STATUS_ABORTED,
	STATUS_FINISHED,
	STATUS_FAILED,
	STATUS_FINALIZING,
	STATUS_FINALIZED
};

/* What the numbers of a progress count. */
enum progress_unit { PROGRESS_UNKNOWN, PROGRESS_ROWS, PROGRESS_KEYS, PROGRESS_JOBS };

/* How far a job has come; only a database tells. */
struct job_progress {
	enum progress_unit unit;
	uint64_t done, total; /* total > 0 unless the unit is unknown; an estimate in rows */
	uint64_t failed_batches;
	bool has_estimate;
	uint64_t seconds_left;     /* at the pace of the last batches */
	const char *on_hold_until; /* as the database writes it; NULL: not on hold */
};

struct status_row {
	const char *class_name; /* without Gitlab::BackgroundMigration:: */
	const char *table;      /* NULL: not told */
	const char *column;
	const char *arguments; /* JSON without blanks, NULL: not told */
	enum job_status status;
	const char *status_text; /* as written */
	uint32_t line;           /* 0 in JSON and in a database */
	bool is_tracked;         /* from the table that tracks jobs of Sidekiq */
	struct job_progress progress;
};

struct status_list {
	struct status_row *items;
	size_t count;
	size_t capacity;
	struct names ignored;  /* lines that say nothing about a job, as written */
	struct names versions; /* of the migrations that a database has run, sorted; empty: not told */
	struct names remarks;  /* what a database would not tell: sentences, lower case, no full stop */
};

/* `from` decides what the numbers mean. NULL, or what is wrong with the text as a whole. */
const char *status_read(struct arena *arena, const struct source *source, struct release from, struct status_list *out);

/* Adds a row that has its names, its arguments and `status_text` as the product stores them; the rest is worked out.
 * NULL when it is none of a job. Good until the next one is added. */
struct status_row *status_add(struct arena *arena, struct release from, const struct status_row *told,
			      struct status_list *out);

/* The row of a job; NULL when it is not listed. What a row does not tell matches anything. */
const struct status_row *status_find(const struct status_list *list, const struct job *job);

/* Does the next hop accept it? */
bool status_is_done(enum job_status status);
const char *job_status_name(enum job_status status);

#endif
