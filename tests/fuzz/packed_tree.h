/* A tree in one text, for fuzz targets: a line "=== PATH" begins a file. Paths are taken as written, so that strange ones are
 * tried, too; nothing is read from disk. */
#ifndef STOPGRAPH_TESTS_PACKED_TREE_H
#define STOPGRAPH_TESTS_PACKED_TREE_H

#include "analyzer/analysis.h"

#include <stdint.h>

/* Opens the text as a tree, which keeps pointing to `bytes`. Lives in `arena`. */
void packed_tree_open(struct arena *arena, const uint8_t *bytes, size_t size, struct tree *out);

/* A file of a tree by its path; NULL when there is none. */
struct source *packed_tree_file(struct analysis *analysis, const char *path);

/* The whole pipeline over a tree in one text, with the configuration and the mitigations in it. `analysis` was
 * initialised and is the caller's to release. 0; -1 when there is nothing to read. */
int packed_tree_analyse(struct analysis *analysis, const uint8_t *bytes, size_t size);

#endif
