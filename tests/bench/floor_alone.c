/* The floor with the libraries as they come: the calls that their manuals name, and nothing of parser/sql/handover.c, which
 * this program must not hold.
 *
 *     floor TREE [ROUNDS] */
#include "tests/bench/floor.h"

#include <pg_query.h>
#include <pg_query/pg_query.pb-c.h>
#include <stdio.h>
#include <stdlib.h>

static void *allocate(void *arena, size_t size)
{
	return arena_alloc(arena, size);
}

static void release(void *arena, void *memory)
{
	(void)arena;
	(void)memory;
}

static void parse_statement(struct arena *arena, const char *text)
{
	ProtobufCAllocator allocator = {.alloc = allocate, .free = release, .allocator_data = arena};
	PgQueryProtobufParseResult result = pg_query_parse_protobuf(text);

	if (!result.error && !pg_query__parse_result__unpack(&allocator, result.parse_tree.len,
							     (const uint8_t *)result.parse_tree.data)) {
		fprintf(stderr, "floor: the trees do not come packed\n");
		exit(1);
	}
	pg_query_free_protobuf_parse_result(result);
}

int main(int argc, char **argv)
{
	if (argc < 2) {
		fprintf(stderr, "usage: floor TREE [ROUNDS]\n");
		return 2;
	}
	struct floor_cost cost = floor_measure(argv[1], parse_statement, argc > 2 ? atoi(argv[2]) : 3);
	floor_print("floor", &cost);
	return 0;
}
