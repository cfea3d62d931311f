/* "explain WHAT": everything that is known about one thing, as lines with places; reports/explain_text.c shows it.
 *
 *     struct explanation about;
 *     switch (explain(arena, &result, "BackfillNotes", &about)) { ... }
 *
 * WHAT is a rule's id, a finding's fingerprint (or its first six digits and more), a table.column, a job (id, class, or
 * a part of it) or a migration (version, class, path, or a part of one). Exact names come before parts; the kinds are
 * tried in that order within each. */
#ifndef STOPGRAPH_EXPLAIN_H
#define STOPGRAPH_EXPLAIN_H

#include "analyzer/result.h"

struct rule;

enum explain_status {
	EXPLAIN_FOUND,
	EXPLAIN_AMBIGUOUS, /* `matches` lists them */
	EXPLAIN_UNKNOWN
};

enum explain_kind { EXPLAIN_RULE, EXPLAIN_FINDING, EXPLAIN_COLUMN, EXPLAIN_JOB, EXPLAIN_MIGRATION };

/* What a word means; one of the members below `name` is set, by kind, and none for a column. */
struct explain_thing {
	enum explain_kind kind;
	const char *name; /* in full: "services.type", the id of the job, the path of the migration */
	const struct rule *rule;
	const struct finding *finding;
	const struct job *job;
	const struct placed_migration *migration;
};

struct explain_line {
	struct location location; /* nowhere: the line has no place */
	const char *label; /* "queued", "reads", "gate" ...; the same label follows itself without a repetition */
	const char *text;
};

struct explanation {
	const char *title;
	VEC(struct explain_line) lines;
	VEC(const struct edge *) edges; /* the dependencies that the lines tell */
	struct names matches;           /* sorted; of an ambiguous question */
};

/* Finds what `what` means. `out` is filled when one thing is FOUND; `matches` lists them, sorted, when it is AMBIGUOUS,
 * and its `title` says how many there are; when it is UNKNOWN, `title` proposes a rule ("; did you mean ...?" or
 * ""). */
enum explain_status explain_find(struct arena *arena, const struct result *result, const char *what,
				 struct explain_thing *out, struct explanation *matches);

/* Lives in `arena`. `out` is the explanation when one thing is FOUND, else what explain_find() says instead. */
enum explain_status explain(struct arena *arena, const struct result *result, const char *what,
			    struct explanation *out);

/* Every unresolved statement and every job class that was not read exactly, with the reason and the tables that it may
 * hide. */
void explain_coverage(struct arena *arena, const struct result *result, struct explanation *out);

#endif
