/* Bump memory: everything of one life is allocated from one arena and released at once.
 *
 *     struct arena *a = arena_new();
 *     int *numbers = ARENA_ARRAY(a, int, 10);    // zeroed
 *     struct arena_mark mark = arena_mark(a);
 *     ... temporary allocations ...
 *     arena_pop(a, mark);
 *     arena_free(a);
 *
 * Allocation never returns NULL: when memory is exhausted the process ends in arena.c, the one place in the libraries
 * that may do so. Released memory is poisoned under AddressSanitizer. An arena is not safe for two threads. */
#ifndef STOPGRAPH_BASE_ARENA_H
#define STOPGRAPH_BASE_ARENA_H

#include <stddef.h>

struct arena;
struct arena_block;

struct arena_mark {
	struct arena_block *block;
	size_t used;
};

/* A new, empty arena. The caller releases it with arena_free(). */
struct arena *arena_new(void);

/* Releases the arena and everything in it. NULL is fine. */
void arena_free(struct arena *arena);

/* Releases everything in the arena and keeps the arena, and a little memory, for reuse. */
void arena_clear(struct arena *arena);

/* Zeroed memory of `size` bytes, aligned for any type. Lives in `arena`. A size of 0 gives a valid pointer. */
void *arena_alloc(struct arena *arena, size_t size) __attribute__((malloc, returns_nonnull));

/* The same, but what it holds is not set: for bytes that are all written at once. */
void *arena_alloc_unset(struct arena *arena, size_t size) __attribute__((malloc, returns_nonnull));

/* Memory of `new_size` bytes holding the first min(old_size, new_size) bytes of `memory`; in place when `memory` was
 * the last allocation. The rest is zero. `memory` may be NULL when old_size is 0. */
void *arena_realloc(struct arena *arena, void *memory, size_t old_size, size_t new_size);

/* Much of the arena will be used soon: from now on it grows by larger blocks, for which the kernel is asked to give large
 * pages. It may waste some megabytes. */
void arena_expect_much(struct arena *arena);

/* The present fill level, for arena_pop(). */
struct arena_mark arena_mark(const struct arena *arena);

/* Releases what was allocated after `mark` was taken. */
void arena_pop(struct arena *arena, struct arena_mark mark);

/* Bytes handed out since the arena was made or cleared, for tests and benchmarks. */
size_t arena_used(const struct arena *arena);

#define ARENA_NEW(arena, type) ((type *)arena_alloc((arena), sizeof(type)))
#define ARENA_ARRAY(arena, type, count) ((type *)arena_alloc((arena), sizeof(type) * (size_t)(count)))

#endif
