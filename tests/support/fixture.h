/* What many tests need: a throw-away folder, an arena, and a list of diagnostics in it. Tests that need more put it first in a
 * struct of their own, and close what is theirs before fixture_done(). */
#ifndef STOPGRAPH_SUPPORT_FIXTURE_H
#define STOPGRAPH_SUPPORT_FIXTURE_H

#include "analyzer/base/diag.h"
#include "tests/support/folder.h"

#include <stdlib.h>

struct fixture {
	struct folder_fixture folder;
	struct arena *arena;
	struct diags diags;
};

static inline struct fixture *fixture_new(void (*make)(struct folder_fixture *folder))
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	make(&fixture->folder);
	fixture->arena = arena_new();
	fixture->diags = diags_new(fixture->arena);
	return fixture;
}

static inline int fixture_done(void **state)
{
	struct fixture *fixture = *state;

	arena_free(fixture->arena);
	folder_remove(&fixture->folder);
	free(fixture);
	return 0;
}

#endif
