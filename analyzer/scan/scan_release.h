/* The release of a tree for the scan, from what the tree itself says. Included by scan.c only. */
#ifndef STOPGRAPH_SCAN_RELEASE_H
#define STOPGRAPH_SCAN_RELEASE_H

#include "analyzer/scan/scan.h"

/* Sets project.release from a file of code that holds it (lib/version.rb, lib/NAME/version.rb), the one nearest to the root
 * first. Libraries that lie in the tree may have such files too: of several that contradict each other none counts, and a
 * diagnostic says so. */
void scan_release_of_code(struct arena *arena, struct scan *scan, const struct tree *tree, struct diags *diags);

#endif
