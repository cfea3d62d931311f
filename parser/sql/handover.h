/* How the tree of a statement comes out of libpg_query, into an arena.
 *
 *     PgQueryProtobufParseResult result = pg_query_parse_protobuf(text);
 *     PgQuery__ParseResult *tree = handover_take(arena, result.parse_tree.data, result.parse_tree.len);
 *
 * The library's message is either packed as Protocol Buffers have it or a copy of the tree as it is (see handover.c);
 * the caller need not know which. */
#ifndef STOPGRAPH_SQL_HANDOVER_H
#define STOPGRAPH_SQL_HANDOVER_H

#include "analyzer/base/arena.h"

#include <pg_query/pg_query.pb-c.h>
#include <stdbool.h>

/* The tree in `length` bytes at `message`, which may be released afterwards. Lives in `arena`. NULL when it cannot be
 * read. */
PgQuery__ParseResult *handover_take(struct arena *arena, const char *message, size_t length);

/* Is the tree in `message` a copy as it is? For tests: nothing depends on it but time. */
bool handover_is_direct(const char *message, size_t length);

#endif
