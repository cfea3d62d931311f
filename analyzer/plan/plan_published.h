/* What is published about releases, for plans: the releases file and the release tags of the repository. */
#ifndef STOPGRAPH_PLAN_PUBLISHED_H
#define STOPGRAPH_PLAN_PUBLISHED_H

#include "analyzer/plan/plan.h"
#include "analyzer/releases/releases_git.h"

/* The rows of `source` (NULL: none) by release, each with its latest patch; a later patch among the final tags wins. */
void plan_published(struct arena *arena, const struct source *source, const struct release_tags *tags,
		    struct plan_releases *out, struct diags *diags);

#endif
