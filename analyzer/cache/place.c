/* The environment is read here and nowhere else in this folder. */
#include "analyzer/cache/place.h"

#include "analyzer/base/str.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

const char *cache_place(struct arena *arena)
{
	const char *cache = getenv("XDG_CACHE_HOME");
	const char *home = getenv("HOME");

	if (cache && cache[0] == '/')
		return str_printf(arena, "%s/stopgraph", cache);
	return home && home[0] == '/' ? str_printf(arena, "%s/.cache/stopgraph", home) : NULL;
}

void cache_place_make(struct arena *arena, const char *folder)
{
	char *part = str_copy(arena, folder);

	if (!*part)
		return;
	for (char *slash = strchr(part + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		mkdir(part, 0700);
		*slash = '/';
	}
	mkdir(part, 0700);
}
