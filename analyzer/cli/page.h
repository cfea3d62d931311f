/* Help for a terminal of 80 columns. */
#ifndef STOPGRAPH_CLI_PAGE_H
#define STOPGRAPH_CLI_PAGE_H

#include <stddef.h>
#include <stdio.h>

/* Writes text from `column` on, where the cursor is, as paragraphs that are filled up to column 80. An empty line ends
 * a paragraph; a line that begins with a blank is written as it is. Ends with a newline. */
void page_write(FILE *out, const char *text, size_t column);

#endif
