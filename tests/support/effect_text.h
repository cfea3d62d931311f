/* Effects as lines of text, for tables of expected results.
 *
 *     add_constraint constraint t(c) check_0123456789 kind=not_null validated=no expression="c IS NOT NULL"
 *
 * Verb, object, table with columns and name always stand first ("?" and "-" when there are none); then only what is set. */
#ifndef STOPGRAPH_TESTS_EFFECT_TEXT_H
#define STOPGRAPH_TESTS_EFFECT_TEXT_H

#include "analyzer/model/effect.h"

/* One line without a line break. Lives in `arena`. */
char *effect_text(struct arena *arena, const struct effect *effect);
/* All effects, one per line, then one line "unresolved WHAT: WHY" for each item. */
char *effects_text(struct arena *arena, const struct effects *effects, const struct unresolved_list *unresolved);

#endif
