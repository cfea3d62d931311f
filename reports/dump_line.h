/* Words of one line of a dump: separated by blanks, never empty, without blanks inside unless quoted. */
#ifndef STOPGRAPH_DUMP_LINE_H
#define STOPGRAPH_DUMP_LINE_H

#include "graph/graph.h"

#include <stdio.h>

struct dump_line {
	struct arena *arena;
	FILE *out;
	bool failed;
	bool has_words;
};

/* A word as it is; "-" for NULL or "". Blanks inside become "_". */
void dump_word(struct dump_line *line, const char *word);
/* key=word, and key="text" with quotes, backslashes and control characters escaped; nothing for NULL. */
void dump_pair(struct dump_line *line, const char *key, const char *word);
void dump_quoted(struct dump_line *line, const char *key, const char *text);
void dump_end(struct dump_line *line);

/* "VERSION@RELEASE" with "?" for what is not known; lives in the line's arena until the line ends. */
const char *dump_version(struct dump_line *line, const char *version, struct release release);
/* Is one of the paths this one, or the end of it ("20250101000000_x.rb")? True when `paths` is NULL or empty. */
bool dump_wanted(const struct names *paths, const char *path);

#endif
