/* A jump from one release to another, simulated: which migrations run, which jobs are queued on the way and so have not
 * run, what of the rest of the jump needs them, and where a halt would repair it.
 *
 *     struct trace_jump jump = {.from = from, .to = to};
 *     struct trace trace;
 *     trace_run(arena, &graph, &jump, &trace);
 *
 * Jobs queued at `from` or before count as finished: products ask for that before an upgrade. Verdicts are for a
 * self-managed instance. */
#ifndef STOPGRAPH_TRACE_H
#define STOPGRAPH_TRACE_H

#include "analyzer/releases/release_calendar.h"
#include "analyzer/releases/releases_git.h"

struct analysis;

struct trace_jump {
	struct release from, to;
	const char *from_tag, *to_tag;         /* whose trees were compared; NULL: releases tell what runs */
	const struct release_tag *from_tree;   /* that of from_tag */
	const struct map *before;              /* migration keys of the source's tree, NULL: releases tell what runs */
	const struct stop_schedule *schedule;  /* of stops, NULL: none */
	bool zero_downtime;                    /* all regular migrations run before all post ones */
	VEC(struct declared_stop) later_stops; /* that the tree before us declares and the target's perhaps not */
};

enum trace_state {
	TRACE_BROKEN,
	TRACE_FOREGROUND, /* met by running the job as part of the upgrade */
	TRACE_MET,        /* a gate completes the job before */
	TRACE_BENIGN,
	TRACE_STATE_COUNT
};

/* What the customer sees. */
enum trace_symptom { SYMPTOM_MIGRATION_FAILS, SYMPTOM_JOB_FAILS, SYMPTOM_WRONG_DATA, SYMPTOM_FOREGROUND };

/* One dependency inside the jump: its job is queued in it, and its dependent runs in it. */
struct trace_need {
	const struct edge *edge;
	enum trace_state state;
	enum trace_symptom symptom;
	const char *text;            /* what the dependent does, for people: lower case, no full stop */
	const char *why;             /* why it is met or benign, NULL when broken */
	struct release from, before; /* stops in [from, before) repair it */
	bool ends_upgrade;           /* the first migration that fails */
	bool is_repairable;          /* by a stop: queue and dependent are of different releases */
	const char *repaired_by;     /* the first declared required stop that repairs it, NULL */
	const char *conditional;     /* a conditional stop that would; NULL */
	size_t rank;                 /* of the dependent in the jump */
	struct release dependent_release;
	bool is_queued_later;     /* the dependent comes before the job is queued */
	enum trace_state one_run; /* without downtime: what it is in one run; TRACE_STATE_COUNT: no dependency */
	const char *one_run_why;  /* why it is not broken there; NULL: it is, or this is one run */
};

/* A job that is queued inside the jump. */
struct trace_job {
	const struct job *job;
	const struct job_run *run;
};

/* A stop on the way, of those that are declared. */
struct trace_stop {
	struct release release;
	enum stop_kind kind;
	const char *comment;
	bool is_later; /* the target's tree does not declare it: it became known later */
};

/* One of the fewest stops: any release from `from` to `last` does; `release` is the best of them (a declared one, a
 * scheduled one, the earliest). */
struct trace_halt {
	struct release release, from, last;
	size_t repairs; /* dependencies */
};

struct trace {
	struct trace_jump jump;
	const struct graph *graph;
	VEC(const struct placed_migration *) migrations; /* in order of execution */
	VEC(struct trace_job) jobs;                      /* in order of the queueing migrations */
	VEC(struct trace_need) needs;                    /* by rank of the dependent, then as in the graph */
	size_t counts[TRACE_STATE_COUNT];
	size_t broken_here;            /* of the broken ones: not so in one run */
	size_t regular, post;          /* of the migrations */
	size_t statements, unresolved; /* of the migrations */
	VEC(struct trace_halt) halts;  /* the fewest stops, ascending */
	size_t not_repairable;         /* broken, and no stop helps */
	VEC(struct trace_stop) stops;  /* declared ones on the way, ascending */
	size_t not_repaired;           /* broken and repairable, and no declared required stop does it */
	struct release floor;          /* of the target; major 0: not known */
	bool is_refused;               /* the jump starts below the floor */
};

/* `graph` is that of one run; for an upgrade without downtime another one is made of its project. Everything lives in `arena`
 * and borrows from `graph` and `jump`. O(migrations + edges log edges). */
void trace_run(struct arena *arena, const struct graph *graph, const struct trace_jump *jump, struct trace *out);

/* "broken" "foreground" "met" "benign" */
const char *trace_state_name(enum trace_state state);
/* "migration_fails" "job_fails" "wrong_data" "foreground" */
const char *trace_symptom_name(enum trace_symptom symptom);
/* "the migration fails" ... */
const char *trace_symptom_words(enum trace_symptom symptom);

/* Reads both releases. NULL, or why they are no jump; lives in `arena`. */
const char *trace_read_releases(struct arena *arena, const char *from, const char *to, struct trace_jump *out);

/* What `here`, an analysis that ran up to ANALYSIS_CONFIG, knows about the ends of the jump: their tags, and the stops
 * that are declared now. `*revision_out` is what to analyse for the target, NULL:
 * the tree itself. NULL, or why there is no such jump. */
const char *trace_find_ends(struct analysis *here, struct trace_jump *jump, const char **revision_out);

/* The migrations of the source's tree, if there is one, under the keys that they have in `target`, which was analysed. */
void trace_read_source(struct analysis *here, const struct analysis *target, struct trace_jump *jump);

/* NULL, or why the tree that was analysed cannot stand for the target. */
const char *trace_check_target(struct arena *arena, const struct graph *graph, const struct trace_jump *jump);

#endif
