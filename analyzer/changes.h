/* The check of a merge request: what is there now and was not at the base.
 *
 *     struct base_request request = {.revision = options->base};
 *     struct revision base;
 *     if (changes_find_base(&now, &request, &base) == 0 && changes_any(&now, &options, &base, &changed)) {
 *             struct names known = {0};
 *             changes_known(arena, &options, &now, &base, &known);    // fingerprints at the base
 *             if (!changes_are_harmless(&options, &now, &base, &known, &changed)) {
 *                     analysis_run(&now, &options, ANALYSIS_FINDINGS);
 *                     changes_keep_new(&now.result, &known);
 *             }
 *     }
 *
 * `now` is an analysis that ran up to ANALYSIS_CONFIG. */
#ifndef STOPGRAPH_CHANGES_H
#define STOPGRAPH_CHANGES_H

#include "analyzer/analysis.h"

struct base_request {
	const char *revision;   /* the base itself; NULL */
	const char *merge_base; /* the base, as a merge request's environment names it; NULL */
	const char *target;     /* the branch that it is to be merged into, from there; NULL */
};

/* What `now` is compared with: the base asked for, else the one that the environment names, else the merge base with
 * the target branch, else with the default branch (configured, origin/HEAD, main, master). 0; -1 after a diagnostic
 * that says what to fetch or to give. */
int changes_find_base(struct analysis *now, const struct base_request *request, struct revision *out);

/* Which files that are read differ. */
struct changed_files {
	struct names migrations; /* that are new, or have other bytes */
	bool others;             /* something else differs, or is gone */
};

/* Does any file that is read differ? Only ids are compared; untouched files of the working folder are not opened. */
bool changes_any(struct analysis *now, const struct analysis_options *options, const struct revision *base,
		 struct changed_files *out);

/* Analyses the base with the configuration of `now` and gives the fingerprints of its findings, sorted, in `arena`. A
 * base that holds nothing of the profile has none. 0, or -1 after a diagnostic in now->diags. */
int changes_known(struct arena *arena, const struct analysis_options *options, struct analysis *now,
		  const struct revision *base, struct names *out);

/* Is it certain, after reading no more than what the changed migrations can reach (analyzer/reach), that no finding is new?
 * Then now->result is that of the whole tree, without findings. False as well when nobody can tell that quickly: `now` is
 * then as it was. */
bool changes_are_harmless(const struct analysis_options *options, struct analysis *now, const struct revision *base,
			  const struct names *known, const struct changed_files *changed);

/* Leaves the findings whose fingerprints are not in `known`, and counts them again. */
void changes_keep_new(struct result *result, const struct names *known);

#endif
