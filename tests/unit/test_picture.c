/* Pictures: the list of nodes and arrows, text of unknown origin, and the layout. */
#include "reports/picture/layout.h"
#include "reports/picture/text.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static size_t job(struct picture *picture, const char *key)
{
	return picture_node(picture,
			    &(struct picture_node){.key = key, .shape = PICTURE_JOB, .first = key, .second = ""});
}

static void arrow(struct picture *picture, const char *from, const char *to, const char *text, enum picture_tone tone)
{
	size_t a = job(picture, from), b = job(picture, to);
	picture_arrow(picture, (struct picture_arrow){.from = a, .to = b, .text = text, .tone = tone});
}

/* a -> b -> c -> d, and e alone with f */
static struct picture chain(struct arena *arena)
{
	struct picture picture = picture_new(arena, "chain");
	arrow(&picture, "a", "b", "queues", TONE_PLAIN);
	arrow(&picture, "b", "c", "unique", TONE_MET);
	arrow(&picture, "c", "d", "fk", TONE_MET);
	arrow(&picture, "e", "f", "fk", TONE_BENIGN);
	return picture;
}

static void test_merge(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct picture picture = picture_new(arena, "");

	arrow(&picture, "a", "b", "not_null: gated", TONE_MET);
	arrow(&picture, "a", "b", "not_null: gated", TONE_MET);
	arrow(&picture, "a", "b", "unique", TONE_BROKEN);
	arrow(&picture, "a", "b", "null", TONE_MET);
	arrow(&picture, "b", "a", "unique", TONE_MET);
	assert_int_equal(picture.nodes.count, 2);
	assert_int_equal(picture.arrows.count, 2);
	assert_string_equal(picture.arrows.items[0].text, "unique, not_null: gated, null");
	assert_int_equal(picture.arrows.items[0].tone, TONE_BROKEN);
	arena_free(arena);
}

static void test_neighbourhood(void **state)
{
	static const struct {
		size_t depth, nodes, arrows;
	} cases[] = {{0, 1, 0}, {1, 3, 2}, {2, 4, 3}, {1000, 4, 3}};
	(void)state;
	struct arena *arena = arena_new();
	struct picture picture = chain(arena);
	struct names centres = {0};

	names_push(arena, &centres, "b");
	names_push(arena, &centres, "nobody");
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct picture near = picture_neighbourhood(&picture, &centres, cases[i].depth);
		assert_int_equal(near.nodes.count, cases[i].nodes);
		assert_int_equal(near.arrows.count, cases[i].arrows);
		vec_each(const struct picture_node, node, &near.nodes)
			assert_int_equal(node->is_focus, strcmp(node->key, "b") == 0);
	}
	arena_free(arena);
}

static void test_groups(void **state)
{
	static const size_t expected[] = {0, 0, 0, 0, 1, 1};
	(void)state;
	struct arena *arena = arena_new();
	struct picture picture = chain(arena), empty = picture_new(arena, "");
	size_t count;
	const size_t *groups = picture_groups(&picture, &count);

	assert_int_equal(count, 2);
	assert_memory_equal(groups, expected, sizeof(expected));
	assert_int_equal(picture_largest_group(&picture), 4);
	assert_int_equal(picture_largest_group(&empty), 0);
	arena_free(arena);
}

static void test_clean(void **state)
{
	static const char *const cases[][2] = {
		{NULL, ""},
		{"plain <b>", "plain <b>"},
		{"a\nb\x7f", "a\xef\xbf\xbd"
			     "b\xef\xbf\xbd"},
		{"\xc3\xa4\xff", "\xc3\xa4\xef\xbf\xbd"},
		{"\xc2\x85", "\xef\xbf\xbd"},
		{"\xef\xbf\xbf", "\xef\xbf\xbd"},
		{"\xe2\x80\xa8", "\xe2\x80\xa8"},
	};
	(void)state;
	struct arena *arena = arena_new();

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		assert_string_equal(picture_clean(arena, cases[i][0]), cases[i][1]);
	arena_free(arena);
}

static void test_shorten(void **state)
{
	(void)state;
	struct arena *arena = arena_new();

	assert_string_equal(picture_shorten(arena, "abcdef", 6), "abcdef");
	assert_string_equal(picture_shorten(arena, "abcdefghijkl", 6), "abc\xe2\x80\xa6kl");
	assert_string_equal(picture_shorten(arena, "\xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f\xc3\xa4\xc3\xb6", 4),
			    "\xc3\xa4\xe2\x80\xa6\xc3\xa4\xc3\xb6");
	assert_true(picture_text_width("iiii", 10) < picture_text_width("WWWW", 10));
	assert_true(picture_text_width("abc", 10) < picture_text_width("abc", 20));
	arena_free(arena);
}

static void test_xml(void **state)
{
	(void)state;
	char *text = NULL;
	size_t length;
	FILE *out = open_memstream(&text, &length);

	picture_put_xml(out, "a<b>&\"'");
	fclose(out);
	assert_string_equal(text, "a&lt;b&gt;&amp;&quot;'");
	free(text);
}

static struct layout sized(struct arena *arena, const struct picture *picture)
{
	struct layout layout = {.arena = arena,
				.node_sizes = ARENA_ARRAY(arena, struct layout_size, picture->nodes.count),
				.label_sizes = ARENA_ARRAY(arena, struct layout_size, picture->arrows.count)};

	for (size_t i = 0; i < picture->nodes.count; i++)
		layout.node_sizes[i] = (struct layout_size){100, 30};
	for (size_t i = 0; i < picture->arrows.count; i++)
		layout.label_sizes[i] = (struct layout_size){40, 12};
	return layout;
}

static void test_layout(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct picture picture = chain(arena);
	struct layout layout = sized(arena, &picture), again = sized(arena, &picture);

	assert_int_equal(layout_run(&picture, &layout), 0);
	assert_int_equal(layout_run(&picture, &again), 0);
	assert_memory_equal(layout.nodes, again.nodes, picture.nodes.count * sizeof(*layout.nodes));
	for (size_t i = 0; i < picture.arrows.count; i++) {
		const struct picture_arrow *a = &picture.arrows.items[i];
		/* from left to right, with room for the label, and a line between */
		assert_true(layout.nodes[a->to].x - layout.nodes[a->from].x >= 100 + 40);
		assert_int_equal(layout.arrows[i].count % 3, 1);
		assert_true(layout.labels[i].x > layout.nodes[a->from].x && layout.labels[i].x < layout.nodes[a->to].x);
	}
	assert_int_equal(layout.group_count, 2);
	for (size_t i = 0; i < layout.group_count; i++) {
		const struct layout_group *group = &layout.groups[i];
		assert_true(group->at.x >= 0 && group->at.x + group->size.width <= layout.size.width);
		assert_true(group->at.y >= 0 && group->at.y + group->size.height <= layout.size.height);
	}
	arena_free(arena);
}

/* One job that more migrations wait for than can be drawn. */
static void test_layout_limit(void **state)
{
	(void)state;
	struct arena *arena = arena_new();
	struct picture picture = picture_new(arena, "");

	for (int i = 0; i < LAYOUT_GROUP_LIMIT; i++)
		arrow(&picture, "job", str_printf(arena, "%d", i), "fk", TONE_MET);
	struct layout layout = sized(arena, &picture);
	assert_int_equal(layout_run(&picture, &layout), -1);
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_merge),  cmocka_unit_test(test_neighbourhood), cmocka_unit_test(test_groups),
		cmocka_unit_test(test_clean),  cmocka_unit_test(test_shorten),       cmocka_unit_test(test_xml),
		cmocka_unit_test(test_layout), cmocka_unit_test(test_layout_limit),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
