/* Migrations and jobs as boxes, dependencies as arrows: what all formats of pictures draw.
 *
 *     struct picture picture = picture_new(arena, "jump from 18.2 to 18.5");
 *     size_t job = picture_node(&picture, &(struct picture_node){.key = id, .shape = PICTURE_JOB, .first = "Backfill"});
 *     picture_arrow(&picture, (struct picture_arrow){.from = job, .to = migration, .text = "unique", .tone = TONE_BROKEN});
 *     return picture_format_find("svg")->write(&picture, out);
 *
 * Nodes and arrows stay in the order in which they came, so equal input gives equal bytes. Text may be anything: every
 * writer escapes it. */
#ifndef STOPGRAPH_PICTURE_H
#define STOPGRAPH_PICTURE_H

#include "analyzer/base/map.h"
#include "analyzer/base/str.h"
#include "analyzer/base/vec.h"

#include <stdio.h>

enum picture_shape { PICTURE_MIGRATION, PICTURE_JOB };

/* From harmless to bad: of two arrows that become one, the worse counts. */
enum picture_tone {
	TONE_PLAIN,  /* queues */
	TONE_BENIGN, /* dashed */
	TONE_MET,
	TONE_WARNED,
	TONE_BROKEN,
	TONE_COUNT
};

struct picture_node {
	const char *key; /* equal keys are one node */
	enum picture_shape shape;
	const char *first, *second; /* the lines of text; "" for none */
	bool is_focus;
};

struct picture_arrow {
	size_t from, to;
	const char *text;
	enum picture_tone tone;
};

struct picture {
	struct arena *arena;
	const char *title;
	VEC(struct picture_node) nodes;
	VEC(struct picture_arrow) arrows;
	struct map node_numbers;  /* key -> number + 1 */
	struct map arrow_numbers; /* "from>to" -> number + 1 */
};

struct picture picture_new(struct arena *arena, const char *title);

/* The number of the node; a new key adds one. The strings are borrowed. */
size_t picture_node(struct picture *picture, const struct picture_node *node);

/* Arrows between the same nodes become one, with all their texts. */
void picture_arrow(struct picture *picture, struct picture_arrow arrow);

/* The nodes at most `depth` arrows, in either direction, from those with the keys `centres`, and the arrows between
 * them. Keys without a node are ignored. O(depth * arrows). */
struct picture picture_neighbourhood(const struct picture *picture, const struct names *centres, size_t depth);

/* The number of a group of nodes that arrows connect, for each node, as an array; groups count from 0 in the order of
 * their first nodes. */
size_t *picture_groups(const struct picture *picture, size_t *count_out);

/* How many nodes the largest group has. */
size_t picture_largest_group(const struct picture *picture);

/* "plain" "benign" "met" "warned" "broken" */
const char *picture_tone_name(enum picture_tone tone);

struct picture_format {
	const char *name;
	/* 0, or -1 when writing failed or, of svg, the layout. */
	int (*write)(const struct picture *picture, FILE *out);
	size_t group_limit; /* the most nodes that may hang together; 0: any number */
};

/* "dot", "mermaid", "svg"; NULL for any other name. */
const struct picture_format *picture_format_find(const char *name);

int picture_write_dot(const struct picture *picture, FILE *out);
int picture_write_mermaid(const struct picture *picture, FILE *out);
/* A document of its own, light or dark as its viewer is. */
int picture_write_svg(const struct picture *picture, FILE *out);
/* The element <svg> alone, without styles: a page that holds it gives them. Every node carries its key in
 * `data-key`. */
int picture_write_svg_part(const struct picture *picture, FILE *out);

#endif
