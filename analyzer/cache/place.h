/* Where caches lie, by the XDG base directory specification. */
#ifndef STOPGRAPH_CACHE_PLACE_H
#define STOPGRAPH_CACHE_PLACE_H

#include "analyzer/base/arena.h"

/* $XDG_CACHE_HOME/stopgraph, else ~/.cache/stopgraph; NULL when there is no home. A relative path counts as not set. */
const char *cache_place(struct arena *arena);

/* Makes a folder and those above it, for this user alone. What fails is seen when a file is made in it. */
void cache_place_make(struct arena *arena, const char *folder);

#endif
