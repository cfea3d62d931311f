/* The inside of a trace, shared by trace.c and zero_downtime.c. */
#ifndef STOPGRAPH_TRACE_PARTS_H
#define STOPGRAPH_TRACE_PARTS_H

#include "analyzer/base/map.h"
#include "analyzer/trace/trace.h"

struct trace_rank {
	const struct migration *migration;
	size_t rank; /* 1 is the first one of the jump */
};

struct tracer {
	struct arena *arena;
	const struct graph *graph;   /* of one run */
	const struct graph *ordered; /* in the order of the jump: the same, or that without downtime */
	struct trace *out;
	VEC(struct trace_rank) ranks; /* by address */

	/* without downtime; else empty */
	struct map edges;   /* of `ordered`, by what they are about */
	struct map one_run; /* likewise: struct trace_need of the same jump in one run */
};

enum hop_part trace_part_of(struct arena *arena, const struct trace_jump *jump, const struct placed_migration *placed);

/* Makes the graph of an upgrade without downtime, and the trace of the same jump in one run to compare with. */
void trace_reorder(struct tracer *t);

/* Is there an edge about the same in the graph without downtime? */
bool trace_has_edge(const struct tracer *t, const struct edge *edge);

/* Fills in what the need is in one run. */
void trace_compare(const struct tracer *t, struct trace_need *need);

/* A dependent of an older release than the queue comes after it only within one hop: a stop between them that lets the
 * dependent run first repairs it. */
void trace_turn_interval(const struct tracer *t, struct trace_need *need);

#endif
