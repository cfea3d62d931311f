/* The table of path patterns, for the files of this folder that go through it. */
#ifndef STOPGRAPH_INPUTS_PATTERNS_H
#define STOPGRAPH_INPUTS_PATTERNS_H

#include "analyzer/inputs/inputs.h"

struct pattern {
	const char *path;
	enum input_role role;
	const char *database; /* "*": the segment that the first `*` of the path stands for */
};

/* The profile's own. */
extern const struct pattern input_patterns[];
extern const size_t input_pattern_count;

/* One segment of a path against one of a pattern, whose `*` stands for any part of it. */
bool segment_matches(const char *pattern, size_t pattern_length, const char *name);

/* Does the project set this role itself (`paths` may be NULL)? Then the profile's patterns for it do not count. */
bool input_role_is_set(const struct input_paths *paths, enum input_role role);
bool input_is_excluded(const struct input_paths *paths, const char *path);

#endif
