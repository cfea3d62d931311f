/* What the batch report lists: jobs, dependencies, findings, changes, stops, squashes. See release_report.h. */
#ifndef STOPGRAPH_REPORT_ITEMS_H
#define STOPGRAPH_REPORT_ITEMS_H

#include "analyzer/result.h"
#include "analyzer/stops/propose.h"

/* Required stops that lie behind the queue of an open job from which on it is overdue. */
#define REPORT_OVERDUE_STOPS 2

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

/* What one migration (or deletion of a class) needs of one job in one relation: the edges of all its columns. A
 * deletion (relation delete_job) has no date: it is never new, and its place is that of the job's queue. */
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

/* Migrations that the next stop lets be squashed (analyzer/stops/propose.h), and what is in the way. */
struct report_squash {
	struct release squash_to; /* major 0: nothing to squash is known */
	struct release at;        /* the stop at which it is done */
	size_t migrations;
	const char *first_kept, *last_squashed;   /* versions; see struct proposal */
	struct report_jobs blocks;                /* open jobs queued at or before squash_to */
	VEC(const struct migration *) candidates; /* in order */
};

#endif
