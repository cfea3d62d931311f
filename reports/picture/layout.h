/* Where the nodes and arrows of a picture go. Every group of connected nodes is laid out by itself, from left to right;
 * the groups are then packed in rows, so that the cost is that of the largest group and not of the whole.
 *
 * Coordinates are whole pixels, to the right and down. */
#ifndef STOPGRAPH_PICTURE_LAYOUT_H
#define STOPGRAPH_PICTURE_LAYOUT_H

#include "reports/picture/picture.h"

/* Groups above this size take minutes and show nothing that an eye can follow. */
#define LAYOUT_GROUP_LIMIT 1500

struct layout_size {
	int width, height;
};

struct layout_point {
	int x, y;
};

struct layout_points {
	struct layout_point *items; /* a start and three points for each Bézier curve */
	size_t count;
	size_t capacity;
};

struct layout_group;

/* Coordinates of nodes, arrows and labels count from the corner of their group. */
struct layout {
	struct arena *arena;
	struct layout_size *node_sizes;  /* given, one a node */
	struct layout_size *label_sizes; /* given, one an arrow; width 0: no label */
	struct layout_point *nodes;      /* centres */
	struct layout_points *arrows;
	struct layout_point *labels; /* centres */
	struct layout_group *groups;
	size_t group_count;
	struct layout_size size; /* of the whole */
};

/* The nodes of one group, and the arrows between them, as numbers into the picture. */
struct layout_group {
	VEC(size_t) nodes;
	VEC(size_t) arrows;
	struct layout_size size;
	struct layout_point at; /* its top left corner in the whole */
};

/* Fills all but the first three members, which are given. 0, or -1 when a group is larger than LAYOUT_GROUP_LIMIT or
 * cannot be laid out. */
int layout_run(const struct picture *picture, struct layout *layout);

/* Lays out one group at the origin with graphviz's dot algorithm. 0 or -1. */
int graphviz_layout(const struct picture *picture, struct layout *layout, struct layout_group *group);

#endif
