/* The text of a migration that completes a job: the product's own helper, with everything that identifies the job. */
#ifndef STOPGRAPH_GATE_MIGRATION_H
#define STOPGRAPH_GATE_MIGRATION_H

#include "graph/graph.h"

struct gate_request {
	const struct job *job;
	const struct job_run *run; /* the queue that the gate completes; NULL when not known */
	const struct placed_migration
		*dependent;     /* that needs the job; the gate has its release, folder and superclass */
	const char *class_name; /* of the migration */
	bool is_early;          /* no required stop lies between queue and gate */
};

/* Why no gate can be written, as a sentence part after "no patch: "; NULL when one can. */
const char *gate_obstacle(const struct gate_request *request);

/* The whole file. Wants a request without obstacle. Lives in `arena`. */
char *gate_migration_text(struct arena *arena, const struct gate_request *request);

#endif
