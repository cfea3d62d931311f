/* The batch report of a release, or of the releases (from, to]: everything that it says, ready to be written.
 *
 *     struct release_report report;
 *     const char *problem = release_report_read(arena, "18.5", "18.9", &question);
 *     problem = release_report_make(arena, &analysis.result, &question, &report);
 *
 * The report looks back from the end of `to`: a gate of a later release does not count, so that the report of an earlier
 * release can be made from a later tree. Verdicts are for a self-managed instance; jobs and dependencies that run nowhere
 * else are left out. Everything lives in the arena and borrows from the result. Lists are in the order in which they are
 * read: what needs a decision first, then by natural keys. Writers are in reports/release_report.h.
 *
 * A place is a struct location (its source holds the bytes, so that every writer can show a few lines of it). */
#ifndef STOPGRAPH_RELEASE_REPORT_H
#define STOPGRAPH_RELEASE_REPORT_H

#include "analyzer/propose.h"
#include "analyzer/result.h"
#include "analyzer/unresolved.h"

/* Required stops that lie behind the queue of an open job from which on it is overdue. */
#define REPORT_OVERDUE_STOPS 2

struct report_question {
	struct release from; /* exclusive; major 0: only `to` */
	struct release to;   /* inclusive; major 0: that of the tree */
	const struct stop_schedule *schedule;
};

/* What keeps a dependent from meeting an unfinished job. */
enum report_protection {
	PROTECTION_GATE,        /* a gate runs before the dependent */
	PROTECTION_STOP,        /* a required stop lies between queue and dependent */
	PROTECTION_CONDITIONAL, /* only a conditional stop does */
	PROTECTION_NONE,
	PROTECTION_COUNT
};

enum report_job_state {
	REPORT_JOB_OPEN,      /* neither gate nor cancellation since its last queue, up to `to` */
	REPORT_JOB_GATED,     /* a gate completes it */
	REPORT_JOB_CANCELLED, /* taken back by a migration */
	REPORT_JOB_STATE_COUNT
};

struct report_dependency;
struct report_job;

struct report_jobs {
	struct report_job **items;
	size_t count;
	size_t capacity;
};

struct report_dependencies {
	struct report_dependency **items;
	size_t count;
	size_t capacity;
};

/* A job that was queued at or before `to`. */
struct report_job {
	size_t index; /* in release_report.jobs: a short name that documents can link to */
	const struct job *job;
	const struct job_run *run;    /* its last live queue at or before `to` */
	enum report_job_state state;  /* at the end of `to` */
	const struct job_event *gate; /* the first gate after the queue: of `to` or before when GATED, else a later one
				       * that the tree holds already; NULL */
	struct location finished_at;  /* the gate, cancellation, or dictionary entry naming one; source NULL: open */
	struct release finished_in;   /* major 0: open, or not known */
	bool is_new;                  /* queued in the releases of the report */
	bool is_finished_here;        /* gated or cancelled in them */
	bool is_overdue;              /* open, and two or more required stops lie behind its queue */
	bool has_code;                /* its class is in the tree */
	bool blocks_squash;           /* open, and queued at or before the squash_to of the last stop's squash */
	size_t stops_passed;          /* required stops in [queue, to) */
	const char *feature_category; /* owner; NULL when nothing tells */
	const char *introduced_by_url;
	const char *table_size;                  /* "small" ... "over_limit" of the batch table; NULL when not known */
	size_t waiting;                          /* dependents that a gate does not shield, see dependencies */
	struct report_dependencies dependencies; /* all of the job, as in release_report.dependencies */
};

/* What one migration (or deletion of a class) needs of one job in one relation: the edges of all its columns. A deletion
 * (relation delete_job) has no date: it is never new, and its place is that of the job's queue. */
struct report_dependency {
	size_t index; /* in release_report.dependencies */
	struct report_job *job;
	const struct edge *edge; /* the gravest of them */
	struct edges edges;
	struct names columns; /* of all the edges */
	enum report_protection protection;
	const struct declared_stop *stop; /* that protects, NULL */
	const char *text;                 /* what the dependent does, a sentence part: "validates NOT NULL on ..." */
	struct location location;         /* of the dependent */
	const struct finding *finding;    /* the gravest about it that is not suppressed, NULL */
	const char *table_size;           /* of the edge's table, for gates of the batch table */
	bool is_new;                      /* the dependent is of the releases of the report */
	bool is_gate;                     /* relation finalizes */
	bool counts;                      /* unfinished work breaks something: severity breaks */
};

struct report_finding {
	const struct finding *finding;
	struct release release; /* that it is about; major 0: not known */
	bool is_new;            /* of the releases of the report */
};

enum report_change_kind { CHANGE_DROPPED, CHANGE_TIGHTENED, CHANGE_SWAPPED, CHANGE_KIND_COUNT };

/* A change of the schema that can break what still writes or reads the old one. Tables that the releases of the report
 * create themselves are left out. */
struct report_change {
	enum report_change_kind kind;
	const char *table;
	const char *table_size; /* NULL when not known */
	const char *text;       /* "drops column note_html", "validates NOT NULL on namespace_id" */
	const struct placed_migration *migration;
	const struct effect *effect;
	bool is_for_new_rows; /* tightened, but rows that exist are not checked */
};

/* A declared stop that dependencies of the report's releases rely on, or that lies in them. */
struct report_stop {
	const struct declared_stop *stop;
	struct release release;
	bool is_here;                      /* it is one of the releases of the report */
	struct report_dependencies alone;  /* new dependencies that only it protects */
	struct report_dependencies shared; /* that another required stop protects as well */
};

/* Is the next stop needed, and the smallest argument either way. */
enum report_need {
	NEED_PROVEN, /* a dependency of the tree has no other protection */
	NEED_OPEN,   /* nothing depends on it yet, but jobs wait for it to be finalized */
	NEED_NONE    /* neither */
};

struct report_next_stop {
	struct release release;  /* the first required or scheduled one after `to`; major 0: none known */
	struct release previous; /* the last required or scheduled one at or before `to`; major 0: none known */
	struct release after;    /* the one after it, where what waits would have to wait; major 0 */
	bool is_declared;
	int published; /* YYYYMMDD, 0 not known */
	int deadline;  /* ten days before */
	enum report_need need;
	const char *argument_for;     /* a sentence; NULL: there is none */
	const char *argument_against; /* likewise */
	struct edges needs;           /* dependencies of the tree that only this stop would protect */
	struct report_jobs waiting;   /* open jobs queued since the stop before it: none other helps them */
};

/* Migrations that the next stop lets be squashed (analyzer/propose.h), and what is in the way. */
struct report_squash {
	struct release squash_to; /* major 0: nothing to squash is known */
	struct release at;        /* the stop at which it is done */
	size_t migrations;
	const char *first_kept, *last_squashed;   /* versions; see struct proposal */
	struct report_jobs blocks;                /* open jobs queued at or before squash_to */
	VEC(const struct migration *) candidates; /* in order */
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
	size_t gates, gates_early;           /* dependencies that are gates; those of them that gate_is_early() */
};

/* What the maintainer has to decide or do, most important first. */
struct report_decision {
	enum level level;
	const char *title;  /* a few words */
	const char *text;   /* a sentence or two */
	const char *anchor; /* section of the document that has the rest: "dependencies", "open-jobs", ... */
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

/* A gate that runs the job in the foreground whenever both are in one jump: no gate and no required stop is before it. */
bool report_gate_is_early(const struct report_dependency *gate);

/* NULL, or why there is no such report of this tree: a release beyond it, or one whose migrations were squashed.
 * O(n log n) in migrations, jobs and edges. */
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
