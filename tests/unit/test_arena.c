/* The arena: growth, marks, reallocation in place. */
#include "analyzer/base/arena.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void allocations_are_zeroed_and_aligned(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	for (size_t size = 0; size < 300; size++) {
		unsigned char *bytes = arena_alloc(arena, size);
		assert_int_equal((uintptr_t)bytes % 16, 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(bytes[i], 0);
		memset(bytes, 0xff, size);
	}
	arena_free(arena);
}

static void a_mark_gives_memory_back(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	char *kept = arena_alloc(arena, 10);
	strcpy(kept, "kept");
	struct arena_mark mark = arena_mark(arena);
	size_t before = arena_used(arena);
	for (int i = 0; i < 100; i++)
		arena_alloc(arena, 10000);
	assert_true(arena_used(arena) >= before + 1000000);
	arena_pop(arena, mark);
	assert_int_equal(arena_used(arena), before);
	assert_string_equal(kept, "kept");
	/* memory handed out again is zeroed again */
	char *again = arena_alloc(arena, 100);
	for (int i = 0; i < 100; i++)
		assert_int_equal(again[i], 0);
	arena_clear(arena);
	assert_int_equal(arena_used(arena), 0);
	arena_free(arena);
}

static void growing_the_last_allocation_stays_in_place(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	char *bytes = arena_alloc(arena, 8);
	memcpy(bytes, "12345678", 8);
	char *grown = arena_realloc(arena, bytes, 8, 64);
	assert_ptr_equal(bytes, grown);
	assert_memory_equal(grown, "12345678\0\0", 10);
	arena_alloc(arena, 1);
	char *moved = arena_realloc(arena, grown, 64, 128);
	assert_ptr_not_equal(moved, grown);
	assert_memory_equal(moved, "12345678\0\0", 10);
	assert_non_null(arena_realloc(arena, NULL, 0, 16));
	arena_free(arena);
	arena_free(NULL);
}

static void one_allocation_may_be_larger_than_a_block(void **state)
{
	struct arena *arena = arena_new();

	(void)state;
	size_t size = 5u << 20;
	char *bytes = arena_alloc(arena, size);
	bytes[0] = 'a';
	bytes[size - 1] = 'z';
	assert_true(arena_used(arena) >= size);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(allocations_are_zeroed_and_aligned),
		cmocka_unit_test(a_mark_gives_memory_back),
		cmocka_unit_test(growing_the_last_allocation_stays_in_place),
		cmocka_unit_test(one_allocation_may_be_larger_than_a_block),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
