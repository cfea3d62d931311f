/* An upgrade from one release to another: the path over the stops, what each hop asks for, and a verdict.
 *
 *     struct plan_question question = {.graph = &graph, .rows = &rows, .from = from, .to = to};
 *     struct plan plan;
 *     const char *problem = plan_make(arena, &question, &plan);
 *
 * A step is one release of the path. Its `foreground`, `can_fail` and `checks` are about the upgrade that arrives
 * there; its `wait_for` are the jobs that must be finished before it is left. An edge belongs to the step where its
 * dependent runs: queued at or before the release that is left, it is waited for; queued on the way, waiting cannot
 * help. */
#ifndef STOPGRAPH_PLAN_H
#define STOPGRAPH_PLAN_H

#include "analyzer/plan/plan_status.h"
#include "analyzer/stops/stops.h"

/* What is published about a release: a row of the releases file, or what the tags add to it. */
struct plan_release {
	struct release release; /* the latest patch, patch -1 when not known */
	bool is_required;       /* a stop for everybody */
	const char *condition;  /* a stop for some installations; NULL: none */
	struct names names;     /* of the condition, for --has */
};

struct plan_releases {
	struct plan_release *items;
	size_t count;
	size_t capacity;
};

struct plan_question {
	const struct graph *graph;             /* NULL: there is no tree, the path alone is known */
	const struct plan_releases *published; /* may be empty */
	struct release from, to;
	struct names has, has_not;        /* conditions that the installation meets, or does not */
	const struct releases *given;     /* a path to review, from first to last; NULL: none */
	const struct status_list *status; /* of the instance; NULL: not known */
};

enum plan_kind { PLAN_START, PLAN_REQUIRED, PLAN_CONDITIONAL, PLAN_TARGET, PLAN_SUPERFLUOUS };
enum plan_verdict { PLAN_GO, PLAN_WAIT, PLAN_NO_GO };

/* A job to wait for, and the first dependency that asks for it; a gate only if nothing else does. */
struct plan_wait {
	const struct job *job;
	const struct edge *edge;
	size_t dependents;               /* how many need it in the next hop */
	const struct status_row *status; /* NULL: not listed, or no status given */
};

/* What the instance has not finished. */
struct plan_unfinished {
	const struct status_row *row;
	bool blocks; /* something in the next hop is known to need it */
};

struct plan_check {
	const struct edge *edge;
	const char *sql; /* counts offending rows; 0 is good */
};

struct plan_step {
	struct release release;
	enum plan_kind kind;
	const char *condition; /* of a conditional stop, else NULL */
	const char *asked; /* the names that answer it, with commas; NULL when it was answered or has no condition */
	VEC(struct plan_wait) wait_for;
	struct edges foreground;
	struct edges can_fail;
	VEC(struct plan_check) checks;
	const char *rollback; /* a sentence */
};

struct plan {
	struct release from, to;
	enum plan_verdict verdict;
	VEC(struct plan_step) path;
	struct releases skipped; /* stops that a given path leaves out */
	struct names reasons;    /* sentences, lower case, no full stop; what forbids comes first */
	bool has_status;         /* of the instance */
	VEC(struct plan_unfinished) unfinished;
};

/* NULL, or why there is no such upgrade. Everything lives in `arena`. */
const char *plan_make(struct arena *arena, const struct plan_question *question, struct plan *out);

/* "start" ..., "go" "wait" "no-go" */
const char *plan_kind_name(enum plan_kind kind);
const char *plan_verdict_name(enum plan_verdict verdict);

/* The SQL that counts the rows which one of edge->statements would reject; NULL when its relation has none. */
const char *plan_check_sql(struct arena *arena, const struct edge *edge, const struct effect *statement);

/* Releases in a text: words that are releases, separated by anything; '#' begins a comment. `bad_out` is the first word
 * with a digit that is none, NULL. */
struct releases plan_read_path(struct arena *arena, const struct source *source, const char **bad_out);

#endif
