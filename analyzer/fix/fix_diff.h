/* What can be repaired by writing files, as one patch: a gate for every job that a migration needs too early, with its
 * entry in the dictionary of jobs, and the edits that rules propose. A gate is what is written although a finding may
 * have a better way out (to postpone), because it always applies. */
#ifndef STOPGRAPH_FIX_DIFF_H
#define STOPGRAPH_FIX_DIFF_H

#include "analyzer/analysis.h"
#include "analyzer/fix/patch.h"

struct fix_diff {
	struct patch written; /* the same, in parts */
	const char *patch;    /* "" when there is nothing to write */
	struct names remarks; /* findings of the graph that the patch leaves alone, and why: "PATH:LINE: ..." */
};

/* For the findings of analysis->result that are not suppressed. Everything lives in the arena of the analysis. */
void fix_diff_make(struct analysis *analysis, struct fix_diff *out);

#endif
