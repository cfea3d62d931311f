/* Messages of the Language Server Protocol on two file descriptors: a head with the length, then JSON. */
#ifndef STOPGRAPH_CLI_LSP_MESSAGE_H
#define STOPGRAPH_CLI_LSP_MESSAGE_H

#include "analyzer/base/source.h"
#include "analyzer/base/str.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdio.h>

/* The next message, which the caller releases; NULL at the end of the input, or when it is no message. */
json_t *lsp_read(FILE *in);

/* Is there input that was not read yet? */
bool lsp_waiting(FILE *in, int milliseconds);

/* Writes and releases `message`. */
void lsp_write(FILE *out, json_t *message);

/* The path of a file: URI, and the reverse. NULL when it is another kind of URI. Live in `arena`. */
char *lsp_path(struct arena *arena, const char *uri);
char *lsp_uri(struct arena *arena, const char *path);

/* The byte of a line at `units` UTF-16 units from its start, at most `length`. */
size_t lsp_column(const char *line, size_t length, size_t units);

/* A place as the protocol has it: lines from 0, columns in UTF-16 units. A new reference. */
json_t *lsp_range(struct location location);

#endif
