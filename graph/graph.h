/* facts -> jobs, edges, intervals, stops: the answer that rules and reports read.
 *
 * graph/ knows objects, actors and releases; no language, no file system. It includes analyzer/base and analyzer/model.
 * Everything lives in the arena given to graph_build(); the lists are in a natural order (releases, then versions, then
 * ids), never in hash or pointer order. What was decided where the semantics leave a choice stands in
 * corpus/README.md. */
#ifndef STOPGRAPH_GRAPH_H
#define STOPGRAPH_GRAPH_H

#include "analyzer/model/project.h"

/* A product release: 18.5 or 14.9.5. `patch` is -1 when the source gives none. Compared as numbers. */
struct release {
	int major;
	int minor;
	int patch;
};

enum release_source { RELEASE_UNKNOWN, RELEASE_MILESTONE, RELEASE_TAG, RELEASE_DICTIONARY, RELEASE_INFERRED };

/* A migration with its place in the order of execution. */
struct placed_migration {
	const struct migration *migration;
	struct release release;
	enum release_source release_source;
	size_t order; /* 0-based rank in the single-run order of the target release, over all databases */
};

/* One queueing of a job that took effect; also made for queues that are absent from the tree (migration NULL). */
struct job_run {
	const struct placed_migration *migration; /* NULL: squashed or unknown */
	const char *version;                      /* NULL when not known */
	struct release release;                   /* major 0: not known */
	enum release_source release_source;
	struct location location; /* the queue call, or the dictionary entry */
	enum guard guard;
	bool live;                   /* false: a no-op because the same identity was queued and not cancelled before */
	const struct effect *effect; /* the queue effect, NULL when absent from the tree */
};

/* A gate or cancellation in a migration. In edge.gate also a data migration that does what the job left (effect->job is
 * NULL then). */
struct job_event {
	const struct placed_migration *migration;
	const struct effect *effect;
	enum guard guard;
	bool matches; /* gates: equals a live queue before it; false: protects nothing */
};

struct job {
	const char *id; /* Class/table.column/ARGUMENTS */
	const char *class_name;
	const struct job_class *job_class; /* NULL: not in the tree */
	const char *table;
	const char *batch_column;
	const char *arguments; /* canonical JSON; NULL when not known */
	const char *database;
	const char *gitlab_schema;
	enum job_era era;
	enum guard guard;
	VEC(struct job_run) runs;      /* in order */
	VEC(struct job_event) gates;   /* in order */
	VEC(struct job_event) cancels; /* in order */
	struct names reads;            /* "table.column", sorted */
	struct names writes;           /* "table.column", "table:insert", "table:delete", "table:truncate", sorted */
	struct names touched;          /* tables of which it knows anything, by every name they had, sorted */
	const struct job_reading *reading; /* NULL when there is no class */
	bool resolved;                     /* exact read and write sets */
	const struct job_dictionary *dictionary;
};

enum relation {
	RELATION_NOT_NULL,
	RELATION_UNIQUE,
	RELATION_FK,
	RELATION_REJECTS_WRITE,
	RELATION_DROP_SOURCE,
	RELATION_DROP_TARGET,
	RELATION_SWAP_OR_RENAME,
	RELATION_READS_RESULT,
	RELATION_FINALIZES,
	RELATION_DROP_SUPPORT,
	RELATION_DELETE_JOB,
	RELATION_DECLARED,
	RELATION_COUNT
};

enum severity { SEVERITY_BENIGN, SEVERITY_BREAKS };
enum gate_position { GATE_NONE, GATE_BEFORE, GATE_AFTER };

/* What the gates and stops of an edge leave. VERDICT_NONE: benign, guarded, or fine. */
enum verdict {
	VERDICT_NONE,
	VERDICT_CONDITIONAL_STOP_ONLY,
	VERDICT_EARLY_FINALIZE_ERROR,
	VERDICT_EARLY_FINALIZE_WARNING,
	VERDICT_STOP_ONLY,
	VERDICT_GATE_AFTER,
	VERDICT_GATE_AFTER_SAME_RELEASE,
	VERDICT_IMPLICIT_STOP
};

enum link_role { LINK_QUEUE, LINK_READ, LINK_WRITE, LINK_GATE, LINK_DEPENDENT, LINK_STOP, LINK_SCHEMA };

/* One link of the chain that proves an edge. */
struct link {
	enum link_role role;
	struct location location;
	const char *text; /* a sentence for people: "writes notes.namespace_id", lower case, no full stop */
};

struct edge {
	struct job *job;
	const struct job_run *run;                /* the last live queue before the dependent; NULL when not known */
	const struct placed_migration *dependent; /* NULL for delete_job */
	const struct effect *dependent_effect;    /* NULL for delete_job and declared */
	/* all of the dependent's that ask for it, with what the schema adds: the columns of what has a name only */
	VEC(const struct effect *) statements;
	struct job *dependent_job; /* when the dependent queues a job */
	const char *dependent_path;
	struct release dependent_release;
	enum relation relation;
	enum severity severity;
	const char *why_benign; /* a reason when benign, NULL otherwise */
	enum certainty certainty;
	const char *why_likely; /* what stands in for a proof, NULL when proven */
	const char *table;
	struct names columns;
	enum guard guard;
	const struct job_event *gate; /* the gate before the dependent, else the first one after it */
	enum gate_position gate_position;
	bool gate_only_in_single_run; /* the gate is a post migration and the dependent a regular one */
	struct release interval_from; /* [from, before); from.major 0: at or before the squash */
	struct release interval_before;
	VEC(const struct declared_stop *) stops; /* all in the interval, by release */
	const struct declared_stop *stop;        /* first required, else first conditional, else NULL */
	enum verdict verdict;
	VEC(struct link) evidence; /* in chain order */
};

struct graph {
	const struct project *project;
	struct release release;                  /* of the tree */
	VEC(struct placed_migration) migrations; /* in order of execution */
	VEC(struct job *) jobs;                  /* by id */
	VEC(struct edge) edges;                  /* by dependent's order, job id, relation, table, columns */
	VEC(struct declared_stop) stops;         /* by release */
	size_t statements, statements_resolved;
	size_t jobs_resolved;
};

/* Builds the whole graph. `project` is borrowed and must outlive the graph. */
void graph_build(struct arena *arena, const struct project *project, struct graph *out);

/* Where a migration stands towards one hop of an upgrade without downtime, in which all regular migrations run before all
 * post ones. */
enum hop_part { HOP_BEFORE, HOP_INSIDE, HOP_AFTER };

struct graph_hop {
	enum hop_part (*part)(void *payload, const struct placed_migration *placed);
	void *payload;
};

/* The same with the migrations of the hop in that order. A job is then queued, gated or needed where this order has it. */
void graph_build_hop(struct arena *arena, const struct project *project, const struct graph_hop *hop,
		     struct graph *out);

/* Names as the JSON contracts spell them. */
const char *relation_name(enum relation relation);
const char *severity_name(enum severity severity);
const char *gate_position_name(enum gate_position position);
const char *link_role_name(enum link_role role);
const char *release_source_name(
	enum release_source source); /* "milestone" "tag" "dictionary" "inferred"; NULL unknown */
/* The rule id a verdict stands for, NULL for VERDICT_NONE. */
const char *verdict_rule(enum verdict verdict);

/* "18.5", "14.9.5" or suffixes such as "18.9.0-pre"; false when it is not a release. Major.minor suffices. */
bool release_parse(const char *text, struct release *out);
/* <0, 0, >0 by major, minor, then patch (absent before any). */
int release_compare(struct release a, struct release b);
/* by major and minor only */
int release_compare_minor(struct release a, struct release b);
bool release_known(struct release release);
/* "18.5" or "14.9.5"; NULL when not known. Lives in `arena`. */
char *release_text(struct arena *arena, struct release release);

#endif
