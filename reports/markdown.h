/* Text from migrations in Markdown as GitLab renders it: nothing of it becomes markup, a link, a mention or a
 * reference.
 *
 * Names and code go into code spans; sentences are escaped, and what they quote ('like this') becomes a code span. Line
 * breaks and control characters become blanks. Blocks end with an empty line. All functions print to `md->out`; what
 * they make lives in `md->arena`. */
#ifndef STOPGRAPH_MARKDOWN_H
#define STOPGRAPH_MARKDOWN_H

#include "analyzer/base/source.h"
#include "analyzer/base/str.h"

#include <stdio.h>

struct markdown {
	struct arena *arena;
	FILE *out;
	bool in_table; /* between markdown_table_new() and markdown_table_write() */
	int indent;    /* of fenced blocks: two within an item of a list */
};

/* A code span. `text` may be NULL. */
const char *markdown_code(struct markdown *md, const char *text);
/* A sentence. */
const char *markdown_text(struct markdown *md, const char *text);
/* "[words](url)" when the URL is one of http or https with plain characters, else both with the URL as code. */
const char *markdown_link(struct markdown *md, const char *words, const char *url);
/* "`path:line`" */
const char *markdown_place(struct markdown *md, struct location location);
/* The text of a quoted label in a Mermaid diagram. */
const char *markdown_mermaid(struct markdown *md, const char *text);
/* A fenced block; the fence is longer than any in it. Control characters within a line become blanks. */
void markdown_fence(struct markdown *md, const char *language, const struct names *lines);
/* A table, cell by cell in the order of reading. Columns are "name" or ">name" (to the right), separated by bars; one
 * in which every cell is "" or "?" is left out. */
struct markdown_table {
	struct names columns;
	struct names cells;
};

struct markdown_table markdown_table_new(struct markdown *md, const char *columns);
void markdown_cell(struct markdown *md, struct markdown_table *table, const char *cell);
void markdown_number(struct markdown *md, struct markdown_table *table, size_t number);
/* Nothing when it has no row. */
void markdown_table_write(struct markdown *md, const struct markdown_table *table);

/* A section that opens on click; `summary` is the program's own text. */
void markdown_open(struct markdown *md, const char *summary);
void markdown_close(struct markdown *md);

#endif
