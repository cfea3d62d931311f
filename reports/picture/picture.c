/* The list of nodes and arrows. Arrows between the same two nodes are merged because a job often has three or four
 * relations to the same migration, and lines over each other cannot be told apart. */
#include "reports/picture/layout.h"

#include <stdint.h>
#include <string.h>

struct picture picture_new(struct arena *arena, const char *title)
{
	return (struct picture){
		.arena = arena, .title = title, .node_numbers = map_new(arena), .arrow_numbers = map_new(arena)};
}

/* Maps hold pointers; number 0 must differ from "not there". */
static void put_number(struct map *map, const char *key, size_t number)
{
	map_put(map, key, (void *)(uintptr_t)(number + 1));
}

static bool get_number(const struct map *map, const char *key, size_t *number_out)
{
	uintptr_t value = (uintptr_t)map_get(map, key);

	if (value)
		*number_out = value - 1;
	return value != 0;
}

size_t picture_node(struct picture *picture, const struct picture_node *node)
{
	size_t number = picture->nodes.count;

	if (get_number(&picture->node_numbers, node->key, &number))
		return number;
	put_number(&picture->node_numbers, node->key, number);
	vec_push(picture->arena, &picture->nodes, *node);
	return number;
}

/* Is `text` one of the parts of "a, b, c"? */
static bool has_text(const char *list, const char *text)
{
	size_t length = strlen(text);

	for (const char *at = strstr(list, text); at; at = strstr(at + 1, text)) {
		bool begins = at == list || at[-1] == ' ';
		if (begins && (at[length] == '\0' || at[length] == ','))
			return true;
	}
	return false;
}

static void merge_arrow(struct picture *picture, struct picture_arrow *into, const struct picture_arrow *arrow)
{
	if (!has_text(into->text, arrow->text)) {
		bool is_worse = arrow->tone > into->tone;
		into->text = str_printf(picture->arena, "%s, %s", is_worse ? arrow->text : into->text,
					is_worse ? into->text : arrow->text);
	}
	if (arrow->tone > into->tone)
		into->tone = arrow->tone;
}

void picture_arrow(struct picture *picture, struct picture_arrow arrow)
{
	const char *key = str_printf(picture->arena, "%zu>%zu", arrow.from, arrow.to);
	size_t number = picture->arrows.count;

	if (get_number(&picture->arrow_numbers, key, &number)) {
		merge_arrow(picture, &picture->arrows.items[number], &arrow);
		return;
	}
	put_number(&picture->arrow_numbers, key, number);
	vec_push(picture->arena, &picture->arrows, arrow);
}

/* Marks what is within `depth` steps of what is marked already. */
static void spread(const struct picture *picture, bool *is_near, size_t depth)
{
	bool *was_near = ARENA_ARRAY(picture->arena, bool, picture->nodes.count);

	for (bool grew = true; depth > 0 && grew; depth--) {
		grew = false;
		if (picture->nodes.count)
			memcpy(was_near, is_near, picture->nodes.count * sizeof(bool));
		vec_each(const struct picture_arrow, arrow, &picture->arrows) {
			if (was_near[arrow->from] == was_near[arrow->to])
				continue;
			is_near[arrow->from] = is_near[arrow->to] = true;
			grew = true;
		}
	}
}

struct picture picture_neighbourhood(const struct picture *picture, const struct names *centres, size_t depth)
{
	struct picture out = picture_new(picture->arena, picture->title);
	bool *is_near = ARENA_ARRAY(picture->arena, bool, picture->nodes.count);
	size_t *number = ARENA_ARRAY(picture->arena, size_t, picture->nodes.count);

	for (size_t i = 0; i < centres->count; i++) {
		size_t centre;
		if (get_number(&picture->node_numbers, centres->items[i], &centre))
			is_near[centre] = true;
	}
	spread(picture, is_near, depth);
	for (size_t i = 0; i < picture->nodes.count; i++) {
		struct picture_node node = picture->nodes.items[i];
		node.is_focus = names_has(centres, node.key);
		if (is_near[i])
			number[i] = picture_node(&out, &node);
	}
	vec_each(const struct picture_arrow, arrow, &picture->arrows) {
		struct picture_arrow copy = *arrow;
		copy.from = number[arrow->from];
		copy.to = number[arrow->to];
		if (is_near[arrow->from] && is_near[arrow->to])
			picture_arrow(&out, copy);
	}
	return out;
}

/* The representative of a node's group; paths are halved on the way. */
static size_t find_group(size_t *parents, size_t node)
{
	while (parents[node] != node) {
		parents[node] = parents[parents[node]];
		node = parents[node];
	}
	return node;
}

size_t *picture_groups(const struct picture *picture, size_t *count_out)
{
	size_t *parents = ARENA_ARRAY(picture->arena, size_t, picture->nodes.count);
	size_t *groups = ARENA_ARRAY(picture->arena, size_t, picture->nodes.count);
	size_t count = 0;

	for (size_t i = 0; i < picture->nodes.count; i++)
		parents[i] = i;
	vec_each(const struct picture_arrow, arrow, &picture->arrows) {
		size_t a = find_group(parents, arrow->from);
		size_t b = find_group(parents, arrow->to);
		parents[a > b ? a : b] = a > b ? b : a; /* the first node stands for the group */
	}
	for (size_t i = 0; i < picture->nodes.count; i++) {
		size_t root = find_group(parents, i);
		groups[i] = root == i ? count++ : groups[root];
	}
	*count_out = count;
	return groups;
}

size_t picture_largest_group(const struct picture *picture)
{
	size_t count, largest = 0;
	const size_t *groups = picture_groups(picture, &count);
	size_t *sizes = ARENA_ARRAY(picture->arena, size_t, count);

	for (size_t i = 0; i < picture->nodes.count; i++) {
		size_t size = ++sizes[groups[i]];
		largest = size > largest ? size : largest;
	}
	return largest;
}

const char *picture_tone_name(enum picture_tone tone)
{
	static const char *const names[] = {"plain", "benign", "met", "warned", "broken"};
	_Static_assert(sizeof(names) / sizeof(names[0]) == TONE_COUNT, "a name for every tone");
	return names[tone];
}

static const struct picture_format formats[] = {
	{"dot", picture_write_dot, 0},
	{"mermaid", picture_write_mermaid, 0},
	{"svg", picture_write_svg, LAYOUT_GROUP_LIMIT},
};

const struct picture_format *picture_format_find(const char *name)
{
	for (size_t i = 0; name && i < sizeof(formats) / sizeof(formats[0]); i++) {
		if (strcmp(formats[i].name, name) == 0)
			return &formats[i];
	}
	return NULL;
}
