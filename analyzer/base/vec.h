/* Growable typed arrays whose memory lives in an arena.
 *
 *     VEC(int) numbers = {0};
 *     vec_push(arena, &numbers, 42);
 *     vec_each(int, n, &numbers) printf("%d", *n);
 *
 * Items move when the array grows: keep indexes, not pointers, while pushing. */
#ifndef STOPGRAPH_BASE_VEC_H
#define STOPGRAPH_BASE_VEC_H

#include "analyzer/base/arena.h"

#define VEC(type)                                                                                                      \
	struct {                                                                                                       \
		type *items;                                                                                           \
		size_t count;                                                                                          \
		size_t capacity;                                                                                       \
	}

#define vec_reserve(arena, vec, extra)                                                                                 \
	do {                                                                                                           \
		if ((vec)->count + (extra) > (vec)->capacity) {                                                        \
			size_t vec_size = (vec)->capacity ? (vec)->capacity * 2 : 4;                                   \
			while (vec_size < (vec)->count + (extra))                                                      \
				vec_size *= 2;                                                                         \
			(vec)->items = arena_realloc((arena), (vec)->items, (vec)->capacity * sizeof(*(vec)->items),   \
						     vec_size * sizeof(*(vec)->items));                                \
			(vec)->capacity = vec_size;                                                                    \
		}                                                                                                      \
	} while (0)

#define vec_push(arena, vec, ...)                                                                                      \
	do {                                                                                                           \
		vec_reserve((arena), (vec), 1);                                                                        \
		(vec)->items[(vec)->count++] = (__VA_ARGS__);                                                          \
	} while (0)

#define vec_last(vec) (&(vec)->items[(vec)->count - 1])

#define vec_each(type, name, vec)                                                                                      \
	for (type *name = (vec)->items; (vec)->count && name < (vec)->items + (vec)->count; name++)

#endif
