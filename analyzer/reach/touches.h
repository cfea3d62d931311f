/* What a statement, a migration or a job has to do with: the names of tables, of what lies on them (indexes, constraints,
 * triggers) and of job classes. Two of them that share no name cannot matter to each other. */
#ifndef STOPGRAPH_REACH_TOUCHES_H
#define STOPGRAPH_REACH_TOUCHES_H

#include "analyzer/model/project.h"

/* Appends every name in the effects, in the bodies of triggers and in what queued jobs do; with duplicates. The texts are
 * borrowed. */
void touches_of_effects(struct arena *arena, const struct effects *effects, struct names *out);

/* Those of up and down. */
void touches_of_migration(struct arena *arena, const struct migration *migration, struct names *out);

/* Does the effect make columns of its table known, of which nothing need be known before? */
bool effect_describes(const struct effect *effect);
/* Appends the tables that the effects describe, under new names, too. */
void described_by_effects(struct arena *arena, const struct effects *effects, struct names *out);

#endif
