/* Groups in rows: tall ones first, so that a row has groups of about the same height and little is empty below them.
 * Equal heights keep the order of the picture. */
#include "reports/picture/layout.h"

#include <math.h>
#include <stdlib.h>

#define GAP 26        /* between groups */
#define MARGIN 14     /* around the whole */
#define LEAST_ROW 900 /* a row is at least as wide as a page */
#define ASPECT 1.5    /* width to height of the whole */

struct ranked_group {
	struct layout_group *group;
	size_t number;
};

static int by_height(const void *left, const void *right)
{
	const struct ranked_group *a = left, *b = right;

	if (a->group->size.height != b->group->size.height)
		return a->group->size.height > b->group->size.height ? -1 : 1;
	return a->number < b->number ? -1 : a->number > b->number;
}

/* As wide as makes the whole about ASPECT times as wide as high. */
static int row_width(const struct layout_group *groups, size_t count)
{
	double area = 0;
	int widest = LEAST_ROW;

	for (size_t i = 0; i < count; i++) {
		area += ((double)groups[i].size.width + GAP) * ((double)groups[i].size.height + GAP);
		if (groups[i].size.width > widest)
			widest = groups[i].size.width;
	}
	int wanted = (int)sqrt(area * ASPECT);
	return wanted > widest ? wanted : widest;
}

static void pack(struct layout *layout)
{
	struct layout_group *groups = layout->groups;
	size_t count = layout->group_count;
	struct ranked_group *order = ARENA_ARRAY(layout->arena, struct ranked_group, count);
	int limit = row_width(groups, count);
	struct layout_point at = {MARGIN, MARGIN};
	int row_height = 0, widest = 0;

	for (size_t i = 0; i < count; i++)
		order[i] = (struct ranked_group){&groups[i], i};
	if (count)
		qsort(order, count, sizeof(*order), by_height);
	for (size_t i = 0; i < count; i++) {
		struct layout_size size = order[i].group->size;
		if (at.x > MARGIN && at.x + size.width > MARGIN + limit)
			at = (struct layout_point){MARGIN, at.y + row_height + GAP};
		row_height = at.x == MARGIN ? size.height : row_height; /* the first of a row is its tallest */
		order[i].group->at = at;
		at.x += size.width + GAP;
		widest = at.x - GAP > widest ? at.x - GAP : widest;
	}
	layout->size = (struct layout_size){widest + MARGIN, at.y + row_height + MARGIN};
}

int layout_run(const struct picture *picture, struct layout *layout)
{
	size_t count;
	const size_t *group_of = picture_groups(picture, &count);
	struct layout_group *groups = ARENA_ARRAY(layout->arena, struct layout_group, count);

	layout->nodes = ARENA_ARRAY(layout->arena, struct layout_point, picture->nodes.count);
	layout->labels = ARENA_ARRAY(layout->arena, struct layout_point, picture->arrows.count);
	layout->arrows = ARENA_ARRAY(layout->arena, struct layout_points, picture->arrows.count);
	for (size_t i = 0; i < picture->nodes.count; i++)
		vec_push(layout->arena, &groups[group_of[i]].nodes, i);
	for (size_t i = 0; i < picture->arrows.count; i++)
		vec_push(layout->arena, &groups[group_of[picture->arrows.items[i].from]].arrows, i);
	for (size_t i = 0; i < count; i++) {
		if (groups[i].nodes.count > LAYOUT_GROUP_LIMIT || graphviz_layout(picture, layout, &groups[i]))
			return -1;
	}
	layout->groups = groups;
	layout->group_count = count;
	pack(layout);
	return 0;
}
