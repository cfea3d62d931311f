/* The replay of all migrations in order, and what the relations (edges/) may ask and say during it.
 *
 * A relation is one file edges/<name>.c with one `const struct edge_kind edge_kind_<name>` and one row in edges.def. It
 * sees each effect before it is applied, looks up the facts of jobs, and states needs; walk_need() turns a need into an
 * edge for every pending run of the job. A relation keeps no state. */
#ifndef STOPGRAPH_GRAPH_WALK_H
#define STOPGRAPH_GRAPH_WALK_H

#include "graph/fact.h"
#include "graph/job.h"
#include "graph/schema.h"

/* An effect with the names that the replay could add: table, columns, kind of a constraint known by name only. */
struct target {
	struct effect effect;
	const struct effect *original;
	const struct effect *definition; /* where the object was defined, when it says more than the effect; NULL */
	struct names tables;             /* the table, then its parent, then its partitions */
};

/* What a relation found out: `job` must be complete before the present effect. */
struct need {
	struct tracked_job *job;
	enum relation relation;
	const char *why_benign; /* NULL: breaks */
	const char *why_likely; /* NULL: proven, as far as fact and effects are */
	const char *table;
	const char *column;        /* NULL: the whole table */
	const struct fact *fact;   /* what the job does; NULL for gates and declarations */
	const struct fact *reader; /* what the queued job reads of it; NULL unless the dependent queues a job */
	const struct effect *definition;
};

/* What proves one edge, beside its run and gate. */
struct proof {
	VEC(const struct fact *) facts;
	VEC(const struct fact *) readers;
	const struct effect *definition;
};

struct walk {
	struct arena *arena;
	const struct project *project;
	struct graph *graph;
	struct job_set *set;
	struct schema *schema;
	struct fact_index facts;
	VEC(struct proof) proofs; /* one per edge of the graph, same order */
	struct map repairs;       /* "table.column" -> struct repairs: data migrations that do what a job left */
	const struct placed_migration *placed;
	const struct effect *effect; /* NULL before the first effect of a migration */
	const struct target *target; /* the same with what the schema adds; NULL for those of jobs */
	const struct effect *kept;   /* a copy of target->effect that edges refer to; NULL: none yet */
	size_t when;                 /* order of the migration + 1 */
	struct tracked_job *dependent_job;
};

struct edge_kind {
	enum relation relation;
	const char *text; /* what an unfinished job means */
	void (*on_migration)(struct walk *walk);
	void (*on_effect)(struct walk *walk, const struct target *target);
	void (*on_queue)(struct walk *walk, struct tracked_job *queued, const struct tracked_job *parent);
	void (*on_gate)(struct walk *walk, const struct job_step *step);
	void (*on_end)(struct walk *walk);
};

#define X(name) extern const struct edge_kind edge_kind_##name;
#include "graph/edges.def"
#undef X

/* All relations, in the order of their names. */
extern const struct edge_kind *const edge_kinds[RELATION_COUNT];

/* Replays everything; the edges have relation, run, gate before, severity and certainty afterwards. */
void walk_run(struct walk *walk);

/* Adds the edges of a need: one per pending run that meets the present effect on some installation. Nothing when no run
 * is pending or when the column was created after the run. Edges that differ in columns only become one. */
void walk_need(struct walk *walk, const struct need *need);

/* Is a run of the job pending anywhere? */
bool walk_is_pending(const struct tracked_job *job);

/* Looks up what the effect leaves unsaid. */
struct target walk_resolve(struct walk *walk, const struct effect *effect);

#endif
