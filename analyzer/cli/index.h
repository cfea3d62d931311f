/* The index of the tree that the options name, or of all its releases (--all-releases): used as it is when it
 * answers for them, else built. */
#ifndef STOPGRAPH_CLI_INDEX_H
#define STOPGRAPH_CLI_INDEX_H

#include "analyzer/cli/cli.h"
#include "graph/store.h"

struct index {
	struct arena *arena;
	const char *path; /* NULL: it is in memory */
	struct store *store;
};

enum index_wish {
	INDEX_ANY_PLACE, /* in memory when no file can be written */
	INDEX_NEW_FILE   /* built anew, in a file */
};

/* Opens or builds the index; says in one diagnostic when what lay in its place was unusable, or when it cannot be
 * written. 0, or STATUS_TROUBLE after a message. index_close() in either case. */
int index_open(const struct cli_options *options, enum index_wish wish, struct index *out);
void index_close(struct index *index);

#endif
