/* The parts of explain.c: one function per kind of thing that can be explained. */
#ifndef STOPGRAPH_EXPLAIN_PARTS_H
#define STOPGRAPH_EXPLAIN_PARTS_H

#include "analyzer/explain/explain.h"

struct rule;

struct explainer {
	struct arena *arena;
	const struct result *result;
	struct explanation *out;
};

/* Adds a line. */
void explain_say(struct explainer *e, const char *label, struct location location, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* Is the column (or "*", or the whole table) concerned by an effect? */
bool explain_effect_touches(const struct effect *effect, const char *table, const char *column);

void explain_rule(struct explainer *e, const struct rule *rule);
void explain_finding(struct explainer *e, const struct finding *finding);
void explain_column(struct explainer *e, const char *table_column);
void explain_job(struct explainer *e, const struct job *job);
void explain_migration(struct explainer *e, const struct placed_migration *placed);

#endif
