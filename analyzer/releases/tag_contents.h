/* What the trees of a repository's release tags hold, found out when first asked for and then remembered: by the tags, for as
 * long as they live, and by the cache. Several analyses of one repository share it with the tags.
 *
 *     tag_contents_look(&walk, &keys);
 *     size_t number = tag_contents_first(walk.tags, "main/20250101000000");
 *     const struct tag_declarations *declared = tag_contents_declarations(&walk);
 *
 * Tags are counted from 1 here; 0 is none. */
#ifndef STOPGRAPH_TAG_CONTENTS_H
#define STOPGRAPH_TAG_CONTENTS_H

#include "analyzer/base/map.h"
#include "analyzer/releases/releases_git.h"

struct tag_contents;

/* Of tags that lie in the same arena. */
struct tag_contents *tag_contents_new(struct arena *arena);

/* Looks for the first tag of each of these migrations (migration_key()): goes on through the tags, lowest release first,
 * until all were met. Tags that were gone through before are not looked at again. */
void tag_contents_look(const struct release_walk *walk, const struct names *keys);

/* The lowest tag whose tree holds a migration that was looked for; 0 when none does. */
size_t tag_contents_first(const struct release_tags *tags, const char *key);

struct tag_declarations {
	size_t first_file; /* the lowest tag that has the file of declared stops at all */
	struct map first;  /* release of a stop -> number of the lowest tag that declares it, as a pointer */
};

/* Which tag was the first to declare which stop. */
const struct tag_declarations *tag_contents_declarations(const struct release_walk *walk);

#endif
