/* The batch report of a release, or of the releases (from, to]: everything that it says, ready to be written.
 *
 *     struct release_report report;
 *     const char *problem = report_question_read(arena, NULL, "18.5", "18.9", &question);
 *     problem = release_report_make(arena, &analysis.result, &question, &report);
 *
 * The report looks back from the end of `to`: a gate of a later release does not count, so that the report of an
 * earlier release can be made from a later tree. Verdicts are for a self-managed instance; jobs and dependencies that
 * run nowhere else are left out. Everything lives in the arena and borrows from the result. Lists are in the order in
 * which they are read: what needs a decision first, then by natural keys. Writers are in reports/release_report.h.
 *
 * A place is a struct location (its source holds the bytes, so that every writer can show a few lines of it). */
#ifndef STOPGRAPH_RELEASE_REPORT_H
#define STOPGRAPH_RELEASE_REPORT_H

#include "analyzer/report/report_items.h"
#include "analyzer/unresolved.h"

struct report_question {
	struct release from; /* exclusive; major 0: only `to` */
	struct release to;   /* inclusive; major 0: that of the tree */
	const struct stop_schedule *schedule;
};

/* One release of the timeline. Counts are as of its end, of what the tree shows. */
struct report_release {
	struct release release;
	bool is_here;
	const struct declared_stop *stop; /* NULL: none */
	bool is_complete;                 /* the tree holds all its migrations, see graph_complete_since() */
	size_t migrations;
	size_t queued, gated, open, overdue; /* jobs queued and gated in it, open and overdue at its end */
	size_t by[PROTECTION_COUNT];         /* dependencies of its migrations (gates left out) by protection */
	size_t gates, gates_early; /* dependencies that are gates; those of them that report_gate_is_early() */
};

/* What the maintainer has to decide or do, most important first. */
struct report_decision {
	enum level level;
	const char *title;  /* a few words */
	const char *text;   /* a sentence or two */
	const char *anchor; /* the section with the rest: findings gates stops open-jobs squash coverage */
	struct location location;
};

struct release_report {
	const struct result *result;
	struct report_question question; /* with what was left open filled in */
	const char *title;               /* "18.9", "18.6 to 18.9" */
	struct release complete_since;   /* see graph_complete_since() */
	bool has_stops;                  /* stops are declared */
	bool has_dictionary;             /* of jobs */
	struct names remarks;            /* what limits the report: sentences, lower case, no full stop */
	VEC(struct report_decision) decisions;
	VEC(struct report_release) releases; /* all from the first queue of a job to `to`, ascending: the timeline */
	VEC(struct report_release *) trend;  /* the last ones of them that the tree holds completely */

	struct report_jobs jobs;                 /* all, by queue release, then id */
	struct report_jobs queued;               /* new ones, largest table first */
	struct report_jobs finished;             /* gated or cancelled in the releases */
	struct report_jobs open;                 /* overdue first, then by age in stops */
	struct report_dependencies dependencies; /* all up to `to`, in order of execution of the dependents */
	struct report_dependencies new_needs;    /* new, counting, no gates: least protected first */
	struct report_dependencies new_gates;    /* new gates: unprotected first, then largest table first */
	VEC(struct report_finding) findings;     /* not suppressed; new ones first, then by level */
	VEC(struct report_change) changes;       /* by kind, table, order */
	VEC(struct report_stop) stops;           /* ascending */
	struct report_next_stop next;
	VEC(struct report_squash) squashes; /* at the last stop (still outstanding) and at the next one */
	size_t findings_new[LEVEL_ERROR + 1], findings_old[LEVEL_ERROR + 1]; /* by level */
	size_t migrations, regular, post;                                    /* of the releases of the report */
	size_t statements, unresolved;                                       /* of those migrations */
	struct names
		never_queued; /* classes of jobs that nothing known queues: whether they are finished cannot be told */
	struct unresolved_items unresolved_items; /* of the whole tree; new ones are those in those migrations */
};

/* Reads `--release` or `--from` and `--to`; each may be NULL. NULL, or why this is no range. */
const char *report_question_read(struct arena *arena, const char *release, const char *from, const char *to,
				 struct report_question *out);

/* A gate that runs the job in the foreground whenever both are in one jump: no gate and no required stop is before
 * it. */
bool report_gate_is_early(const struct report_dependency *gate);

/* NULL, or why there is no such report of this tree: a release beyond it, or one whose migrations were squashed.
 * O(n log n) in migrations, jobs and edges, and O(n) for each release of the timeline. */
const char *release_report_make(struct arena *arena, const struct result *result,
				const struct report_question *question, struct release_report *out);

/* "gate" "stop" "conditional_stop" "none" */
const char *report_protection_name(enum report_protection protection);
/* "open" "gated" "cancelled" */
const char *report_job_state_name(enum report_job_state state);
/* "dropped" "tightened" "swapped" */
const char *report_change_name(enum report_change_kind kind);
/* "proven" "open" "none" */
const char *report_need_name(enum report_need need);

#endif
