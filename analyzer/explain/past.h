/* How a dependency came about, from git: when its ends were committed and released, when a stop was first declared for
 * it, and so how long it went unnoticed.
 *
 *     struct past past = {.arena = arena, .repository = repository, .tags = &tags, .tip = &tip};
 *     struct edge_past told;
 *     past_of_edge(&past, edge, &told);
 *
 * Tags bracket what is looked for, so that only the commits between two releases are opened. */
#ifndef STOPGRAPH_PAST_H
#define STOPGRAPH_PAST_H

#include "analyzer/releases/releases_git.h"

struct past {
	struct arena *arena;
	struct repository *repository; /* NULL: nothing is known */
	const struct release_tags *tags;
	const struct revision *tip; /* the commit that the tree is, or was made from */
};

/* When something was there for the first time. */
struct first_seen {
	const char *commit;            /* 12 hex digits; NULL: in no commit, or the history does not reach so far */
	int64_t committed;             /* seconds since 1970 */
	const struct release_tag *tag; /* of the lowest release that has it; NULL: not released */
};

struct edge_past {
	const struct edge *edge;
	struct first_seen queue;     /* the file that queues the job */
	struct first_seen dependent; /* the file that needs it */
	struct first_seen stop;      /* a required stop in the edge's interval, in config/upgrade_path.yml */
	const char *stop_release;    /* that stop; NULL when none was ever declared */
	bool lag_known;              /* both the dependent's release and the declaration are known */
	int64_t lag;                 /* days from the one to the other; 0 when the stop came first */
};

/* False without a repository. O(tags + commits between two releases). */
bool past_of_edge(const struct past *past, const struct edge *edge, struct edge_past *out);

/* Is the past of a dependency worth telling: does it break on self-managed instances? */
bool past_is_told(const struct edge *edge);
/* Of those: could a stop be what it needs? No gate comes before it, and its queue is of an earlier release. */
bool past_wants_stop(const struct edge *edge);

#endif
