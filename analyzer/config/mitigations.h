/* What only people know: workarounds in the code that mask what a job repairs, and stops that exist for other reasons
 * than migrations. A file of the project (YAML), `.stopgraph-mitigations.yml` or what the configuration names:
 *
 *     mitigations:
 *       - name: wrongly expired artifacts
 *         masks: artifacts whose date was filled wrongly are kept
 *         path: app/services/destroy_batch_service.rb   # or a list; the workaround is there while one of them has it
 *         pattern: detect_wrongly_expired               # extended regular expression
 *         since: '14.9'                                 # first release with the workaround
 *         repaired_by: FixWronglyExpired                # class of the job; null: what it masks ends with an upgrade
 *         earliest_removal: '15.6'                      # may be left out
 *     stops:
 *       - release: '18.2'
 *         reason: the old registry is not supported any more
 *         link: https://example.com/deprecations
 *
 * The rule workaround-removed checks the first list; the second completes the stops that the program infers. */
#ifndef STOPGRAPH_MITIGATIONS_H
#define STOPGRAPH_MITIGATIONS_H

#include "analyzer/inputs/inputs.h"
#include "graph/graph.h"

struct mitigation {
	const char *name;
	const char *masks;
	struct names paths;
	const char *pattern;
	const char *since_text, *removal_text;  /* as written, NULL when not given */
	struct release since, earliest_removal; /* major 0: not given */
	const char *repaired_by;
	struct location location;     /* of the pattern */
	bool is_present;              /* the tree has it: filled by mitigations_look() */
	const struct source *remains; /* the first of the paths that is in the tree, NULL when none is */
};

/* A stop that something outside migrations requires. */
struct recorded_stop {
	const char *release;
	const char *reason;
	const char *link; /* NULL when not given */
	struct location location;
};

struct mitigations {
	const struct source *source; /* the file, NULL when there is none */
	VEC(struct mitigation) items;
	VEC(struct recorded_stop) stops;
};

/* Reads the file. 0, or -1 after diagnostics when anything in it cannot be used. Lives in `arena`. */
int mitigations_read(struct arena *arena, const struct source *source, struct mitigations *out, struct diags *diags);

/* Looks for every pattern in the tree. */
void mitigations_look(struct arena *arena, const struct tree *tree, struct mitigations *mitigations,
		      struct diags *diags);

/* Has the tree a file of that path? */
bool tree_has_file(struct arena *arena, const struct tree *tree, const char *path);

#endif
