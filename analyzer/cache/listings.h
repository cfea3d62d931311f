/* What the folders of a tree hold, without opening those that did not change since they were listed last.
 *
 *     struct listings *listings = listings_new(arena, file, &tree);
 *     struct tree view = listings_view(listings);
 *     inputs_list(arena, &view, &inputs, &diags);
 *     listings_save(listings);
 *
 * A folder's time of change tells when a name came into it or left it. One that changed at about the time when it was
 * listed is not trusted later. */
#ifndef STOPGRAPH_CACHE_LISTINGS_H
#define STOPGRAPH_CACHE_LISTINGS_H

#include "analyzer/cache/kept.h"

struct listings;

/* Everything is borrowed. For a tree whose folders tell nothing, nothing is kept. */
struct listings *listings_new(struct arena *arena, struct cache_file *file, const struct tree *tree);

/* The tree for listing only: to read and to close is the tree's own business. */
struct tree listings_view(struct listings *listings);

/* Keeps what was listed. */
void listings_save(struct listings *listings);

#endif
