/* Lookups that several rules need: migrations by version, queues, gates and cancellations by job class, what comes and goes.
 * Built once per run of the rules in O(n log n); every question is O(log n). */
#ifndef STOPGRAPH_RULE_INDEX_H
#define STOPGRAPH_RULE_INDEX_H

#include "analyzer/object_history.h"

/* A queue, gate or cancellation as written in a migration. */
struct job_call {
	const char *class_name;
	const struct placed_migration *migration;
	const struct effect *effect;
	size_t position; /* of the effect in its migration */
};

struct job_calls {
	struct job_call *items;
	size_t count;
	size_t capacity;
};

struct rule_index {
	VEC(const struct placed_migration *) by_version;
	struct job_calls queues; /* by class, then order */
	struct job_calls gates;
	struct job_calls cancels;
	VEC(const struct job *) jobs;          /* by class, then id */
	VEC(const struct job_class *) classes; /* by name */
	struct object_history history;
};

/* The index over `graph`; lives in `arena`. */
const struct rule_index *rule_index_new(struct arena *arena, const struct graph *graph);

/* NULL when no migration of the tree has the version. */
const struct placed_migration *index_migration(const struct rule_index *index, const char *version);

/* The calls that name a class: a range of `calls`. */
struct job_calls job_calls_of(const struct job_calls *calls, const char *class_name);

/* The first job of a class; the others follow up to `count_out`. NULL for none. */
const struct job *const *index_jobs(const struct rule_index *index, const char *class_name, size_t *count_out);

/* The class of the tree with that name (namespaces of BackgroundMigration left away), NULL when there is none. */
const struct job_class *index_class(const struct rule_index *index, const char *name);

/* "::Gitlab::BackgroundMigration::X" and "::X" as "X"; NULL stays NULL. */
const char *job_class_short(const char *name);

#endif
