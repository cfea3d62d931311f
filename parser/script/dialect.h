/* Scripts in the SQL of another database. */
#ifndef STOPGRAPH_SCRIPT_DIALECT_H
#define STOPGRAPH_SCRIPT_DIALECT_H

#include "analyzer/model/effect.h"

/* When statements of `source` do not parse and it looks like the SQL of another database, one item of `list` (what could
 * not be resolved in the file) takes the place of theirs. Lives in `arena`. O(bytes), and only then. */
void dialect_gather(struct arena *arena, const struct source *source, struct statements *statements,
		    struct unresolved_list *list);

#endif
