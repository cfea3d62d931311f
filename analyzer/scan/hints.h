/* What a project may write into its configuration when nothing was found in the places of a profile. */
#ifndef STOPGRAPH_HINTS_H
#define STOPGRAPH_HINTS_H

#include "analyzer/base/diag.h"
#include "analyzer/inputs/inputs.h"

/* Looks for folders that hold what looks like migrations, and adds a note for each, with what to write. O(entries of the tree),
 * of 200,000 at most. Their texts live in `arena`. */
void hints_add(struct arena *arena, const struct tree *tree, struct diags *diags);

#endif
