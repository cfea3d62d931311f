/* The file of an index as a file: what it is, and how it is replaced. Included by store.c only. */
#ifndef STOPGRAPH_GRAPH_STORE_FILE_H
#define STOPGRAPH_GRAPH_STORE_FILE_H

#include "graph/store.h"

/* What the first bytes say: READY when it may be an index of this schema (what is in it is not looked at). `error` says
 * why otherwise. */
enum store_state store_file_state(struct arena *arena, const char *path, struct store_error *error);

/* Makes an empty file beside `path` and returns its name; NULL on failure. Removes what killed runs left behind. */
char *store_file_begin(struct arena *arena, const char *path, struct store_error *error);

/* Puts the finished file `written` at `path`. What lies there and is no index, not even a damaged one, is kept as
 * PATH.old; when that exists already, it fails. 0, or -1. */
int store_file_finish(struct arena *arena, const char *written, const char *path, struct store_error *error);

#endif
