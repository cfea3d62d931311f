/* The order of execution is a strict weak order, whatever versions, milestones and kinds meet: two migrations stand to each
 * other alone as they do among others, and the order in which they were read says nothing. */
#include "graph/place.h"

#include "analyzer/base/str.h"

#include "tests/support/cmocka_all.h"

#include <stdlib.h>

#define COUNT 9

static unsigned random_below(unsigned *state, unsigned limit)
{
	*state = *state * 1103515245u + 12345u;
	return (*state >> 16) % limit;
}

/* Versions of every kind that the readers give, with many that are equal as numbers. */
static const char *const versions[] = {
	"1", "2", "10", "007", "7", "20240101000000", "20240101000001", "020240101000000", "99999999999999999999999",
	"0",
};
static const char *const sort_keys[] = {NULL,        NULL,        "00000000000000000002.",
					"~R__views", "add_state", "00000000000000000010."};
static const char *const milestones[] = {NULL, NULL, "17.1", "17.10", "17.9", "18.0", "no release"};
static const char *const tags[] = {NULL, NULL, "17.1.3", "17.2"};
static const char *const targets[] = {"17.0", "17.1", "18.9.0-pre", NULL};

#define PICK(state, list) (list)[random_below(state, sizeof(list) / sizeof((list)[0]))]

static void random_migrations(struct arena *arena, unsigned *state, struct migration *out)
{
	bool has_keys = random_below(state, 3) == 0;

	for (int i = 0; i < COUNT; i++) {
		out[i] = (struct migration){
			.version = PICK(state, versions),
			.sort_key = has_keys ? PICK(state, sort_keys) : NULL,
			.milestone = PICK(state, milestones),
			.tag_release = PICK(state, tags),
			.kind = random_below(state, 2) ? MIGRATION_POST : MIGRATION_REGULAR,
			.database = random_below(state, 3) ? "main" : "ci",
			.path = str_printf(arena, "db/%d.rb", i),
		};
	}
}

/* The order of some of the migrations, as a text of their numbers. */
static const char *order_of(struct arena *arena, struct migration *migrations, const int *chosen, int count,
			    const char *release)
{
	struct project project = {.release = release};
	struct graph graph = {0};
	struct strbuf text = strbuf_new(arena);

	for (int i = 0; i < count; i++)
		vec_push(arena, &project.migrations, &migrations[chosen[i]]);
	place_migrations(arena, &project, &graph);
	vec_each(const struct placed_migration, placed, &graph.migrations)
		strbuf_putc(&text, (char)('0' + (placed->migration - migrations)));
	return strbuf_finish(&text);
}

static void test_pairs_stand_alone_as_among_others(void **state)
{
	unsigned seed = 3;

	(void)state;
	for (int round = 0; round < 300; round++) {
		struct arena *arena = arena_new();
		struct migration migrations[COUNT];
		const char *release = PICK(&seed, targets);
		int all[COUNT];
		random_migrations(arena, &seed, migrations);
		/* without a release of its own, a tree has the latest of its migrations, which differs for a pair */
		if (!release)
			release = "16.0";
		for (int i = 0; i < COUNT; i++)
			all[i] = i;
		const char *order = order_of(arena, migrations, all, COUNT, release);
		for (int i = 0; i < COUNT; i++) {
			for (int j = i + 1; j < COUNT; j++) {
				int pair[2] = {order[j] - '0', order[i] - '0'};
				char expected[3] = {order[i], order[j], '\0'};
				assert_string_equal(order_of(arena, migrations, pair, 2, release), expected);
			}
		}
		arena_free(arena);
	}
}

static void test_order_of_reading_says_nothing(void **state)
{
	unsigned seed = 5;

	(void)state;
	for (int round = 0; round < 300; round++) {
		struct arena *arena = arena_new();
		struct migration migrations[COUNT];
		const char *release = PICK(&seed, targets);
		int all[COUNT];
		random_migrations(arena, &seed, migrations);
		for (int i = 0; i < COUNT; i++)
			all[i] = i;
		const char *order = order_of(arena, migrations, all, COUNT, release);
		for (int i = COUNT - 1; i > 0; i--) {
			int other = (int)random_below(&seed, (unsigned)i + 1);
			int kept = all[i];
			all[i] = all[other];
			all[other] = kept;
		}
		assert_string_equal(order_of(arena, migrations, all, COUNT, release), order);
		arena_free(arena);
	}
}

static int sign(int number)
{
	return (number > 0) - (number < 0);
}

static void test_versions_are_ordered(void **state)
{
	static const size_t count = sizeof(versions) / sizeof(versions[0]);
	const char *all[sizeof(versions) / sizeof(versions[0]) + 1];

	(void)state;
	for (size_t i = 0; i < count; i++)
		all[i] = versions[i];
	all[count] = NULL;
	for (size_t a = 0; a <= count; a++) {
		assert_int_equal(version_compare(all[a], all[a]), 0);
		for (size_t b = 0; b <= count; b++) {
			int a_b = sign(version_compare(all[a], all[b]));
			assert_int_equal(a_b, -sign(version_compare(all[b], all[a])));
			for (size_t c = 0; c <= count; c++) {
				int b_c = sign(version_compare(all[b], all[c]));
				int a_c = sign(version_compare(all[a], all[c]));
				if (a_b <= 0 && b_c <= 0)
					assert_int_equal(a_c, a_b < 0 || b_c < 0 ? -1 : 0);
			}
		}
	}
	assert_int_equal(version_compare("007", "7"), 0);
	assert_true(version_compare("9", "10") < 0);
	assert_true(version_compare(NULL, "0") < 0);
}

static void test_releases_survive_their_text(void **state)
{
	struct arena *arena = arena_new();
	unsigned seed = 13;

	(void)state;
	for (int round = 0; round < 2000; round++) {
		struct release release = {1 + (int)random_below(&seed, 40), (int)random_below(&seed, 30),
					  (int)random_below(&seed, 12) - 1};
		struct release other = {1 + (int)random_below(&seed, 40), (int)random_below(&seed, 30),
					(int)random_below(&seed, 12) - 1};
		struct release read;
		assert_true(release_parse(release_text(arena, release), &read));
		assert_int_equal(release_compare(release, read), 0);
		assert_true(release_parse(str_printf(arena, "v%s-rc4-ee", release_text(arena, release)), &read));
		assert_int_equal(release_compare(release, read), 0);
		assert_int_equal(sign(release_compare(release, other)), -sign(release_compare(other, release)));
		/* the coarser order never contradicts the finer one */
		int minor = sign(release_compare_minor(release, other));
		assert_true(!minor || minor == sign(release_compare(release, other)));
		long number = release.major * 1000000L + release.minor * 1000 + release.patch + 1;
		long number_of_other = other.major * 1000000L + other.minor * 1000 + other.patch + 1;
		assert_int_equal(sign(release_compare(release, other)),
				 (number > number_of_other) - (number < number_of_other));
	}
	assert_null(release_text(arena, (struct release){0}));
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pairs_stand_alone_as_among_others),
		cmocka_unit_test(test_order_of_reading_says_nothing),
		cmocka_unit_test(test_versions_are_ordered),
		cmocka_unit_test(test_releases_survive_their_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
