/* The state of a running instance's background migrations, asked of its PostgreSQL.
 *
 *     struct instance_question question = {.url = url, .from = from};
 *     const char *problem = instance_read(arena, &question, &status);
 *
 * Two eras of tables are known: batched_background_migrations with the batches of each, and background_migration_jobs,
 * where releases before them (and some after) track jobs of Sidekiq. Nothing is written: every statement runs in a
 * read-only transaction that is rolled back, and has a time limit on both sides. Beside the jobs it tells which
 * migrations have run. */
#ifndef STOPGRAPH_INSTANCE_H
#define STOPGRAPH_INSTANCE_H

#include "analyzer/plan/plan_status.h"

struct instance_question {
	const char *url;     /* of libpq: postgresql://USER@HOST/DATABASE, or "host=... dbname=..." */
	struct release from; /* decides what the numbers of a status mean */
	int time_limit;      /* seconds for connecting and for each statement; 0: ten */
};

/* Adds the rows of one database to `out`. NULL, or what went wrong, which never holds a password. Lives in `arena`. */
const char *instance_read(struct arena *arena, const struct instance_question *question, struct status_list *out);

#endif
