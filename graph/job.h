/* Jobs with what happens to them, in order: runs, gates, cancellations.
 *
 * jobs_collect() merges identities from every source and leaves a list of steps that the replay follows; a step is one
 * queue, gate or cancellation of one job. */
#ifndef STOPGRAPH_GRAPH_JOB_H
#define STOPGRAPH_GRAPH_JOB_H

#include "analyzer/base/map.h"
#include "graph/graph.h"

#define NO_RUN ((size_t)-1)

struct fact;

/* The pending run on one kind of installation and the gates it has met. */
struct job_slot {
	size_t run;        /* index into job.runs, or NO_RUN */
	VEC(size_t) gates; /* indexes into job.gates */
};

enum { SLOT_SELF_MANAGED, SLOT_ELSEWHERE, SLOT_COUNT };

struct tracked_job {
	struct job job; /* first: a struct job * of the graph is one of these */
	struct job_slot slots[SLOT_COUNT];
	bool starts_pending; /* runs.items[0] was queued before the tree begins */
	bool has_facts;
	VEC(struct fact *) facts;
	VEC(const struct job_reading *) readings; /* its own and those of its delegates */
	VEC(const struct tracked_job *) parents;  /* whose runs queue it */
	VEC(size_t) edges_here;                   /* edges made for the dependent at `here` */
	size_t here;
};

/* Jobs found by one key, in order of appearance. */
struct class_jobs {
	VEC(struct tracked_job *) jobs;
};

enum job_step_kind { STEP_QUEUE, STEP_GATE, STEP_CANCEL };

struct job_step {
	enum job_step_kind kind;
	size_t order;  /* of the migration */
	size_t effect; /* index into its effects */
	struct tracked_job *job;
	size_t item;                      /* index into job.runs, gates or cancels */
	const struct tracked_job *parent; /* the job whose run queues it; NULL when a migration does */
};

struct job_set {
	struct arena *arena;
	const struct project *project;
	struct graph *graph;
	struct map identities;         /* -> struct tracked_job */
	struct map by_class;           /* -> struct class_jobs */
	struct map by_delegate;        /* class whose perform they call -> struct class_jobs */
	struct map classes;            /* -> struct job_class */
	struct map dictionaries;       /* class -> struct job_dictionary */
	struct map versions;           /* -> struct placed_migration */
	struct map by_version;         /* queueing version -> struct class_jobs */
	struct map tables;             /* -> struct table_dictionary */
	struct map queued;             /* classes queued somewhere in the tree, and identities */
	struct map cancelled_down;     /* class -> struct effect of a `down` */
	VEC(struct job_step) steps;    /* by order, effect */
	VEC(struct tracked_job *) all; /* in order of appearance */
};

/* Fills `set` and graph->jobs (by id). */
void jobs_collect(struct arena *arena, const struct project *project, struct graph *graph, struct job_set *set);

/* Name of a job class without a leading :: and without the module of all jobs. */
const char *job_class_name(const char *name);

/* Forgets what is pending. */
void job_reset(struct tracked_job *job);

/* Its run before the tree begins was finished there: nothing is pending at the start. */
void job_forget(struct tracked_job *job);

/* Takes a queue, a matching gate or a cancellation into account. */
void job_start(struct tracked_job *job, size_t run);
void job_gate(struct arena *arena, struct tracked_job *job, size_t gate);
void job_cancel(struct tracked_job *job, enum guard guard);

#endif
