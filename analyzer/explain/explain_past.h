/* What `explain` adds from git: the history of the dependencies that were told. */
#ifndef STOPGRAPH_EXPLAIN_PAST_H
#define STOPGRAPH_EXPLAIN_PAST_H

#include "analyzer/explain/explain.h"
#include "analyzer/explain/past.h"

struct edge_pasts {
	struct edge_past *items;
	size_t count;
	size_t capacity;
	bool has_more; /* some were left out */
};

/* The past of the wanted ones of about->edges, in their order, one per job, dependent and relation; of many the first
 * twelve. Empty without a repository. */
void explain_find_pasts(const struct past *past, const struct explanation *about,
			bool (*is_wanted)(const struct edge *), struct edge_pasts *out);

/* Adds them to about->lines, and says when some were left out. */
void explain_add_pasts(struct arena *arena, const struct edge_pasts *pasts, struct explanation *about);

/* "committed 2021-01-12 (0123456789ab), first released in 13.8 (v13.8.0-ee, 2021-01-22)" */
const char *first_seen_words(struct arena *arena, const struct first_seen *seen);

#endif
