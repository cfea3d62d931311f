/* Blocks of doubling size, linked from the newest back. The first bytes of a block are its header. A mark is a block
 * and its fill level: popping frees the blocks made after it. */
#include "analyzer/base/arena.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#if defined(__SANITIZE_ADDRESS__)
#define ARENA_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define ARENA_ASAN 1
#endif
#endif

#ifdef ARENA_ASAN
#include <sanitizer/asan_interface.h>
#define POISON(memory, size) __asan_poison_memory_region((memory), (size))
#define UNPOISON(memory, size) __asan_unpoison_memory_region((memory), (size))
#define RED_ZONE 16u
#else
#define POISON(memory, size) ((void)(memory), (void)(size))
#define UNPOISON(memory, size) ((void)(memory), (void)(size))
#define RED_ZONE 0u
#endif

#define ALIGNMENT 16u
#define FIRST_BLOCK (16u * 1024u)
#define LARGEST_BLOCK (1024u * 1024u)
#define MAPPED_BLOCK (128u * 1024u)
#define EXPECTED_BLOCK (4u * 1024u * 1024u - 64u) /* with its header, two large pages */

struct arena_block {
	struct arena_block *previous;
	size_t size;
	size_t used;
	size_t touched; /* what lies behind was never used, and is zero */
	size_t before;  /* bytes handed out in earlier blocks */
	_Alignas(16) unsigned char bytes[];
};

_Static_assert(sizeof(struct arena_block) <= 64, "EXPECTED_BLOCK leaves room for it");

struct arena {
	struct arena_block *block;
	unsigned char *last; /* start of the last allocation, for growth in place */
	bool expects_much;
};

static void out_of_memory(size_t size)
{
	fprintf(stderr, "stopgraph: out of memory (%zu bytes wanted)\n", size);
	exit(2);
}

static size_t align_up(size_t size)
{
	return (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
}

/* From MAPPED_BLOCK on a block is a mapping of its own: its pages are zero without being written, which a heap that has
 * been used cannot promise. What comes from the heap is cleared as it is handed out, so that an arena of which little is
 * used does not pay for a whole block. The leak checker does not look for pointers in mappings, so that it gets the
 * heap. */
static bool is_mapped(size_t size)
{
#ifdef ARENA_ASAN
	(void)size;
	return false;
#else
	return size >= MAPPED_BLOCK;
#endif
}

static struct arena_block *block_new(size_t size)
{
	size_t whole = sizeof(struct arena_block) + size;

	if (!is_mapped(size))
		return malloc(whole);
	void *memory = mmap(NULL, whole, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return memory == MAP_FAILED ? NULL : memory;
}

static size_t next_size(const struct arena *arena)
{
	size_t size = arena->block ? arena->block->size * 2 : FIRST_BLOCK;

	if (arena->expects_much)
		return EXPECTED_BLOCK;
	return size > LARGEST_BLOCK ? LARGEST_BLOCK : size;
}

static void block_push(struct arena *arena, size_t wanted)
{
	size_t size = next_size(arena);

	if (size < wanted)
		size = wanted;
	struct arena_block *block = block_new(size);
	if (!block)
		out_of_memory(size);
	if (arena->expects_much && is_mapped(size))
		madvise(block, sizeof(*block) + size, MADV_HUGEPAGE);
	block->previous = arena->block;
	block->size = size;
	block->used = 0;
	block->touched = is_mapped(size) ? 0 : size;
	block->before = arena->block ? arena->block->before + arena->block->used : 0;
	POISON(block->bytes, size);
	arena->block = block;
}

static void block_free(struct arena_block *block)
{
	UNPOISON(block->bytes, block->size);
	if (is_mapped(block->size))
		munmap(block, sizeof(*block) + block->size);
	else
		free(block);
}

static void block_pop(struct arena *arena)
{
	struct arena_block *block = arena->block;

	arena->block = block->previous;
	block_free(block);
}

struct arena *arena_new(void)
{
	struct arena *arena = calloc(1, sizeof(*arena));

	if (!arena)
		out_of_memory(sizeof(*arena));
	return arena;
}

void arena_free(struct arena *arena)
{
	if (!arena)
		return;
	while (arena->block)
		block_pop(arena);
	free(arena);
}

/* The largest block from the heap stays, for what comes next; blocks grow, so that mapped ones are the newest. */
void arena_clear(struct arena *arena)
{
	while (arena->block && arena->block->previous && is_mapped(arena->block->size))
		block_pop(arena);
	while (arena->block && arena->block->previous) {
		struct arena_block *older = arena->block->previous;
		arena->block->previous = older->previous;
		block_free(older);
	}
	arena_pop(arena, (struct arena_mark){arena->block, 0});
	if (arena->block)
		arena->block->before = 0;
}

/* Makes `size` bytes zero that were just handed out; fresh ones are, and need not be brought into memory for it. */
static void clear(struct arena_block *block, unsigned char *memory, size_t size)
{
	size_t start = (size_t)(memory - block->bytes);

	if (start < block->touched)
		memset(memory, 0, size < block->touched - start ? size : block->touched - start);
	if (block->used > block->touched)
		block->touched = block->used;
}

/* Room that may hold anything. */
static void *take(struct arena *arena, size_t size)
{
	if (size > SIZE_MAX / 2)
		out_of_memory(size);
	size_t step = align_up(size + RED_ZONE + (size == 0));
	if (!arena->block || arena->block->size - arena->block->used < step)
		block_push(arena, step);
	struct arena_block *block = arena->block;
	unsigned char *memory = block->bytes + block->used;
	block->used += step;
	UNPOISON(memory, size);
	arena->last = memory;
	return memory;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	unsigned char *memory = take(arena, size);

	clear(arena->block, memory, size);
	return memory;
}

void *arena_alloc_unset(struct arena *arena, size_t size)
{
	unsigned char *memory = take(arena, size);
	struct arena_block *block = arena->block;

	if (block->used > block->touched)
		block->touched = block->used;
	return memory;
}

void *arena_realloc(struct arena *arena, void *memory, size_t old_size, size_t new_size)
{
	struct arena_block *block = arena->block;

	if (memory && memory == arena->last && new_size > old_size) {
		size_t start = (size_t)((unsigned char *)memory - block->bytes);
		size_t step = align_up(new_size + RED_ZONE);
		if (start + step <= block->size) {
			block->used = start + step;
			UNPOISON(memory, new_size);
			clear(block, (unsigned char *)memory + old_size, new_size - old_size);
			return memory;
		}
	}
	void *copy = arena_alloc(arena, new_size);
	if (memory && old_size)
		memcpy(copy, memory, old_size < new_size ? old_size : new_size);
	return copy;
}

void arena_expect_much(struct arena *arena)
{
	arena->expects_much = true;
}

struct arena_mark arena_mark(const struct arena *arena)
{
	return (struct arena_mark){arena->block, arena->block ? arena->block->used : 0};
}

void arena_pop(struct arena *arena, struct arena_mark mark)
{
	while (arena->block != mark.block)
		block_pop(arena);
	if (arena->block) {
		POISON(arena->block->bytes + mark.used, arena->block->size - mark.used);
		arena->block->used = mark.used;
	}
	arena->last = NULL;
}

size_t arena_used(const struct arena *arena)
{
	return arena->block ? arena->block->before + arena->block->used : 0;
}
