/* The rules as a whole: the table of all, and the runner.
 *
 *     struct rule_options options = {.schedule = &stop_schedule_default};
 *     struct result result = {0};
 *     rules_run(arena, project, &graph, &options, &result);
 *
 * The text of the rows says when each fires: it is the documentation for users. */
#ifndef STOPGRAPH_RULES_H
#define STOPGRAPH_RULES_H

#include "analyzer/releases/release_calendar.h"
#include "analyzer/result.h"

struct rule;
struct suppressions;
struct mitigations;

/* A level set by configuration for one rule. */
struct rule_level {
	const char *rule;
	bool off;
	enum level level;
};

struct rule_options {
	const struct stop_schedule *schedule; /* NULL: no schedule of stops */
	int notice;                           /* releases of notice that a new stop needs; 0: two */
	const struct rule_level *levels;      /* configured levels, in any order */
	size_t level_count;
	const struct mitigations *mitigations; /* NULL: none */
	struct suppressions *suppressions;     /* applied and marked as used; NULL: none */
};

/* All rules, sorted by id; the list lives in `arena`, the rows for ever. */
const struct rule *const *rules_list(struct arena *arena, size_t *count_out);

/* The rule with an id, NULL when there is none. */
const struct rule *rule_find(const char *id);

/* "; did you mean 'x'?" when a rule's id is near `id`, else "". Lives in `arena`. */
const char *rule_proposal(struct arena *arena, const char *id);

/* Runs every rule whose requirements are met and fills all of `out` but tool_version: findings in order, without
 * duplicates, with fingerprints and counts. Findings live in `arena`. Levels: the configured one, else the rule's; an
 * error that is not proven becomes a warning; what began before the floor of the floor of the tree's release is a
 * note. */
void rules_run(struct arena *arena, const struct project *project, const struct graph *graph,
	       const struct rule_options *options, struct result *out);

/* Counts the findings by level anew, when some were taken out or suppressed. */
void result_count(struct result *result);

/* FNV-1a (64 bits, Fowler/Noll/Vo) over rule, job, dependent, relation and subject as 16 hex digits. `occurrence` 0 for
 * the first with these parts, then 1, 2 ... */
const char *finding_fingerprint(struct arena *arena, const struct finding *finding, unsigned occurrence);

#endif
