/* The stop computation against brute force on small random intervals, and the schedule. */
#include "graph/stop.h"

#include "tests/support/cmocka_all.h"

#include <stdlib.h>

#define POINTS 12

/* Point n of a line that runs over two majors: 17.6 .. 17.11, 18.0 .. 18.5. */
static struct release point(int n)
{
	return n < 6 ? (struct release){17, 6 + n, -1} : (struct release){18, n - 6, -1};
}

static unsigned random_number(unsigned *state)
{
	*state = *state * 1103515245u + 12345u;
	return *state >> 16;
}

/* Size of the smallest set of allowed points (a bit mask) that hits all intervals which any allowed point hits. */
static int brute_force(const struct stop_intervals *intervals, unsigned allowed)
{
	int best = POINTS + 1;

	for (unsigned set = 0; set < 1u << POINTS; set++) {
		bool hits_all = (set & ~allowed) == 0;
		for (size_t i = 0; hits_all && i < intervals->count; i++) {
			const struct stop_interval *interval = &intervals->items[i];
			bool hit = false;
			bool can = false;
			for (int n = 0; n < POINTS; n++) {
				bool in = stop_hits(point(n), interval->from, interval->before);
				can |= in && (allowed >> n & 1);
				hit |= in && (set >> n & 1);
			}
			hits_all = hit || !can;
		}
		int size = __builtin_popcount(set);
		if (hits_all && size < best)
			best = size;
	}
	return best;
}

static struct stop_intervals random_intervals(struct arena *arena, unsigned *state)
{
	struct stop_intervals intervals = {0};
	unsigned count = 1 + random_number(state) % 6;

	for (unsigned i = 0; i < count; i++) {
		int from = (int)(random_number(state) % (POINTS - 1));
		int length = 1 + (int)(random_number(state) % 5);
		int before = from + length < POINTS ? from + length : POINTS - 1;
		vec_push(arena, &intervals, (struct stop_interval){point(from), point(before), NULL});
	}
	return intervals;
}

static bool hits_all(const struct stop_intervals *intervals, const struct releases *stops)
{
	vec_each(const struct stop_interval, interval, intervals) {
		bool hit = false;
		vec_each(const struct release, stop, stops)
			hit |= stop_hits(*stop, interval->from, interval->before);
		if (!hit)
			return false;
	}
	return true;
}

static void test_fewest_equals_brute_force(void **state)
{
	unsigned seed = 7;

	(void)state;
	for (int round = 0; round < 150; round++) {
		struct arena *arena = arena_new();
		struct stop_intervals intervals = random_intervals(arena, &seed);
		struct releases stops = stops_fewest(arena, &intervals);
		assert_true(hits_all(&intervals, &stops));
		assert_int_equal(stops.count, brute_force(&intervals, (1u << POINTS) - 1));
		arena_free(arena);
	}
}

static void test_fewest_of_allowed_equals_brute_force(void **state)
{
	unsigned seed = 11;

	(void)state;
	for (int round = 0; round < 150; round++) {
		struct arena *arena = arena_new();
		struct stop_intervals intervals = random_intervals(arena, &seed);
		struct stop_intervals missed = {0};
		struct releases allowed = {0};
		unsigned mask = random_number(&seed) % (1u << POINTS);
		for (int n = 0; n < POINTS; n++) {
			if (mask >> n & 1)
				vec_push(arena, &allowed, point(n));
		}
		struct releases stops = stops_fewest_of(arena, &intervals, &allowed, &missed);
		assert_int_equal(stops.count, brute_force(&intervals, mask));
		vec_each(const struct stop_interval, interval, &missed) {
			vec_each(const struct release, release, &allowed)
				assert_false(stop_hits(*release, interval->from, interval->before));
		}
		arena_free(arena);
	}
}

static void test_empty_intervals_are_left_out(void **state)
{
	struct arena *arena = arena_new();
	struct stop_intervals intervals = {0};

	(void)state;
	vec_push(arena, &intervals, (struct stop_interval){point(3), point(3), NULL});
	vec_push(arena, &intervals, (struct stop_interval){{0}, point(3), NULL});
	assert_int_equal(stops_fewest(arena, &intervals).count, 0);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_fewest_equals_brute_force),
		cmocka_unit_test(test_fewest_of_allowed_equals_brute_force),
		cmocka_unit_test(test_empty_intervals_are_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
