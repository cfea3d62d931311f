/* Releases as files and tags write them, and patterns for tags: the first line is a pattern, the others are names. */
#include "analyzer/releases/releases_git.h"

#include "analyzer/base/str.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	struct arena *arena = arena_new();
	char *pattern = str_copy_n(arena, (const char *)bytes, size);
	char *name = strchr(pattern, '\n');
	bool is_usable;

	if (name)
		*name++ = '\0';
	is_usable = strlen(pattern) < 200 && !release_pattern_problem(arena, pattern);
	while (name) {
		char *next = strchr(name, '\n');
		struct release_tag tag;
		struct release release;
		if (next)
			*next++ = '\0';
		release_tag_parse(NULL, name, &tag);
		if (is_usable)
			release_tag_parse(pattern, name, &tag);
		release_parse(name, &release);
		name = next;
	}
	arena_free(arena);
	return 0;
}
