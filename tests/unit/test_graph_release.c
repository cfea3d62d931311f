/* Releases as numbers, and the order of execution before and since 17.1. */
#include "graph/place.h"
#include "tests/support/build.h"
#include "tests/support/cmocka_all.h"

static void test_parse(void **state)
{
	static const struct {
		const char *text;
		bool valid;
		struct release release;
	} cases[] = {
		{"18.5", true, {18, 5, -1}},
		{"14.9.5", true, {14, 9, 5}},
		{"18.9.0-pre", true, {18, 9, 0}},
		{"v18.8.0-ee", true, {18, 8, 0}},
		{"18.10", true, {18, 10, -1}},
		{"18", false, {0}},
		{"", false, {0}},
		{NULL, false, {0}},
		{"18.x", false, {0}},
		{"<6.0", false, {0}},
		{"TODO", false, {0}},
		{"18.5.", false, {0}},
		{"99999999999.1", false, {0}},
		{"18.9-rc1", true, {18, 9, -1}},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct release release = {0};
		assert_int_equal(release_parse(cases[i].text, &release), cases[i].valid);
		if (cases[i].valid)
			assert_int_equal(release_compare(release, cases[i].release), 0);
	}
}

static void test_compare(void **state)
{
	struct release ascending[] = {{0, 0, -1}, {14, 9, -1}, {14, 9, 0}, {14, 9, 5}, {14, 10, -1}, {15, 0, -1}};

	(void)state;
	for (size_t i = 1; i < sizeof(ascending) / sizeof(ascending[0]); i++) {
		assert_true(release_compare(ascending[i - 1], ascending[i]) < 0);
		assert_true(release_compare(ascending[i], ascending[i - 1]) > 0);
	}
	assert_int_equal(release_compare_minor(ascending[1], ascending[3]), 0);
	assert_true(version_compare("9", "10") < 0);
	assert_true(version_compare("0020190911251732", "20190911251732") == 0);
}

/* The versions of the placed migrations, joined. */
static char *order_of(struct build *b)
{
	struct names versions = {0};

	vec_each(const struct placed_migration, placed, &build_graph(b)->migrations)
		names_push(b->arena, &versions, placed->migration->version);
	return names_join(b->arena, &versions, " ");
}

static void test_order_by_milestone(void **state)
{
	struct build *b = build_new();

	(void)state;
	b->project.release = "18.2";
	build_post(b, "20240101000000", "18.10");
	build_post(b, "20240102000000", "18.9");
	build_regular(b, "20240103000000", "18.9");
	build_regular(b, "20240105000000", NULL);
	build_post(b, "20240104000000", NULL);
	assert_string_equal(order_of(b), "20240104000000 20240105000000 20240103000000 20240102000000 20240101000000");
	build_free(b);
}

static void test_order_by_timestamp(void **state)
{
	struct build *b = build_new();

	(void)state;
	b->project.release = "17.0";
	build_post(b, "20240103000000", "16.11");
	build_regular(b, "20240102000000", "17.0");
	build_post(b, "20240101000000", NULL);
	assert_string_equal(order_of(b), "20240101000000 20240102000000 20240103000000");
	build_free(b);
}

static void test_sources_of_a_release(void **state)
{
	struct build *b = build_new();

	(void)state;
	b->project.release = "16.5";
	build_post(b, "20230101000000", NULL);
	build_post(b, "20230201000000", "16.1");
	build_post(b, "20230301000000", NULL);
	build_post(b, "20230401000000", NULL)->tag_release = "16.3.2";
	build_post(b, "20230501000000", NULL);
	build_dictionary(b, "Job", "16.4", "20230501000000");
	const struct graph *graph = build_graph(b);
	const struct {
		int minor;
		enum release_source source;
	} expected[] = {
		{1, RELEASE_INFERRED}, {1, RELEASE_MILESTONE},  {1, RELEASE_INFERRED},
		{3, RELEASE_TAG},      {4, RELEASE_DICTIONARY},
	};
	for (size_t i = 0; i < graph->migrations.count; i++) {
		assert_int_equal(graph->migrations.items[i].release.minor, expected[i].minor);
		assert_int_equal(graph->migrations.items[i].release_source, expected[i].source);
	}
	assert_int_equal(graph->migrations.items[3].release.patch, 2);
	build_free(b);
}

static void test_release_by_date(void **state)
{
	struct build *b = build_new();

	(void)state;
	b->project.release = "13.9";
	vec_push(b->arena, &b->project.release_dates, (struct release_date){"13.7", "2020-12-22"});
	vec_push(b->arena, &b->project.release_dates, (struct release_date){"13.8", "2021-01-22"});
	build_post(b, "20210112143418", NULL);
	build_post(b, "20210126091713", NULL);
	const struct graph *graph = build_graph(b);
	assert_int_equal(graph->migrations.items[0].release.minor, 8);
	assert_int_equal(graph->migrations.items[0].release_source, RELEASE_INFERRED);
	assert_int_equal(graph->migrations.items[1].release.minor, 9);
	build_free(b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_parse),
		cmocka_unit_test(test_compare),
		cmocka_unit_test(test_order_by_milestone),
		cmocka_unit_test(test_order_by_timestamp),
		cmocka_unit_test(test_sources_of_a_release),
		cmocka_unit_test(test_release_by_date),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
