/* What git knows about a tree beyond its files, for the rules: migrations that an earlier tree still holds, when a stop
 * was first declared, when a new file was first committed.
 *
 *     struct history_options options = {.repository = repository, .tags = &tags, .tip = &tip, .base = NULL};
 *     history_read(arena, &options, scan);
 *
 * Fills `removed`, `tags_known`, `stops[].declared_in` and `migrations[]->first_commit_day` of the project. */
#ifndef STOPGRAPH_HISTORY_H
#define STOPGRAPH_HISTORY_H

#include "analyzer/releases/releases_git.h"

struct history_options {
	struct repository *repository;   /* NULL: nothing is known */
	const struct release_tags *tags; /* may be empty */
	const struct revision *tip;      /* the commit that the tree is, or was made from */
	const struct revision *base;     /* of a comparison; NULL: none */
	struct cache_file *cache;        /* keeps what tags and trees hold; may be NULL */
	scan_progress_fn *progress;      /* may be NULL */
	void *progress_payload;
	struct diags *diags; /* of what is not looked at */
};

/* What git cannot tell stays empty. Lives in `arena`. O(tags), and with a base O(its commits up to the tip), 2,000 of them. */
void history_read(struct arena *arena, const struct history_options *options, struct scan *scan);

#endif
