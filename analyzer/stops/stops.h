/* Why each declared stop exists, which could go, and which releases would do.
 *
 *     struct stops_answer answer;
 *     stops_judge(arena, &graph, &(struct stops_options){0}, &answer);
 *
 * A dependency counts when unfinished work breaks something on a self-managed instance and no gate stands before the
 * dependent (the gate then carries the interval). The lists keep the order of the graph. */
#ifndef STOPGRAPH_STOPS_H
#define STOPGRAPH_STOPS_H

#include "analyzer/releases/release_calendar.h"
#include "graph/stop.h"

struct edges {
	const struct edge **items;
	size_t count;
	size_t capacity;
};

/* What is not read from migrations and asks for a stop all the same. */
struct stop_reason {
	struct release release;
	const char *text; /* for people, lower case, no full stop */
};

struct stops_options {
	const struct stop_schedule *schedule; /* NULL: none */
	const struct stop_reason *reasons;
	size_t reason_count;
};

enum stop_state {
	STOP_NEEDED,    /* it alone protects something, or a reason of another kind stands */
	STOP_REDUNDANT, /* what it protects, if anything, is protected by another required stop too */
	STOP_OPEN,      /* not below the tree's release: what needs it is still to come */
	STOP_UNKNOWN    /* older than what the tree holds completely */
};

struct stop_entry {
	const struct declared_stop *stop;
	struct release release;
	enum stop_state state;
	struct edges alone;   /* that only this stop protects */
	struct edges shared;  /* that another required stop protects as well */
	struct names reasons; /* of other kinds */
};

struct stops_answer {
	struct release release;         /* of the tree */
	struct release complete_since;  /* the first release whose migrations the tree holds; major 0: not known */
	VEC(struct stop_entry) entries; /* by release */
	struct releases fewest;         /* that hit every interval; declared ones where as few do */
	struct releases scheduled;      /* the same from what is declared before the schedule begins and the schedule */
	struct stop_intervals off_schedule; /* that no such release hits */
	struct releases undeclared;         /* the fewest that hit what no required stop protects */
	struct stop_intervals unprotected;  /* those intervals */
	struct edges unhelped;              /* queue and dependent in one release: no stop can help */
	size_t without_queue;               /* dependencies whose job was queued at a release that is not known */
};

void stops_judge(struct arena *arena, const struct graph *graph, const struct stops_options *options,
		 struct stops_answer *out);

/* Does the edge count? */
bool edge_needs_stop(const struct edge *edge);

/* Does it count, and is `release` the only one at which a required stop protects it, or would? */
bool edge_needs_only(const struct edge *edge, struct release release);

/* Does a required stop other than `stop` protect it as well? */
bool edge_has_other_stop(const struct edge *edge, const struct declared_stop *stop);

/* Is there a required stop at `release` (major.minor)? */
bool stop_is_declared(const struct graph *graph, struct release release);

/* See complete_since. A release counts as held when it has a twentieth of the migrations of the fullest one: some
 * migrations survive every squash. */
struct release graph_complete_since(struct arena *arena, const struct graph *graph);

/* "needed", "redundant", "open", "unknown" */
const char *stop_state_name(enum stop_state state);

#endif
