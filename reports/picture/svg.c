/* A picture as SVG. graphviz says where things go; the elements are written here, so that they can carry classes,
 * titles and keys, and so that no text reaches a document unescaped. Long names are cut in their middle: the whole is
 * in the title of the node. Colours are in picture.css. */
#include "reports/embedded.h"
#include "reports/picture/layout.h"
#include "reports/picture/text.h"

#include <math.h>

#define FIRST_SIZE 12
#define SECOND_SIZE 11
#define LABEL_SIZE 10
#define BOLD 112 /* percent of the width of plain text */
#define TEXT_LIMIT 52
#define LABEL_LIMIT 60
#define PADDING 11
#define TALL 38
#define LOW 25
#define TIP_LENGTH 8.0
#define TIP_HALF 3.5

struct drawing {
	const struct picture *picture;
	struct layout layout;
	FILE *out;
	bool is_part; /* of a page */
};

static const char *shown(const struct drawing *drawing, const char *text, size_t limit)
{
	return picture_shorten(drawing->picture->arena, picture_clean(drawing->picture->arena, text), limit);
}

static void put_shown(const struct drawing *drawing, const char *text, size_t limit)
{
	picture_put_xml(drawing->out, shown(drawing, text, limit));
}

static struct layout_size size_of_node(const struct drawing *drawing, const struct picture_node *node)
{
	int first = picture_text_width(shown(drawing, node->first, TEXT_LIMIT), FIRST_SIZE) * BOLD / 100;
	int second = picture_text_width(shown(drawing, node->second, TEXT_LIMIT), SECOND_SIZE);

	return (struct layout_size){(first > second ? first : second) + 2 * PADDING, *node->second ? TALL : LOW};
}

static void measure(struct drawing *drawing)
{
	const struct picture *picture = drawing->picture;
	struct layout *layout = &drawing->layout;

	layout->arena = picture->arena;
	layout->node_sizes = ARENA_ARRAY(picture->arena, struct layout_size, picture->nodes.count);
	layout->label_sizes = ARENA_ARRAY(picture->arena, struct layout_size, picture->arrows.count);
	for (size_t i = 0; i < picture->nodes.count; i++)
		layout->node_sizes[i] = size_of_node(drawing, &picture->nodes.items[i]);
	for (size_t i = 0; i < picture->arrows.count; i++) {
		const char *text = shown(drawing, picture->arrows.items[i].text, LABEL_LIMIT);
		if (*text)
			layout->label_sizes[i] = (struct layout_size){
				picture_text_width(text, LABEL_SIZE) * BOLD / 100 + 6, LABEL_SIZE + 4};
	}
}

/* A triangle at the end of the last curve, in the direction in which it ends. */
static void put_tip(FILE *out, const struct layout_points *points)
{
	struct layout_point end = points->items[points->count - 1];
	struct layout_point before = points->items[points->count - 2];
	double x = end.x - before.x, y = end.y - before.y, length = hypot(x, y);

	if (length < 1e-6)
		return;
	x /= length;
	y /= length;
	fprintf(out, "<path class=\"tip\" d=\"M%d,%dL%.1f,%.1fL%.1f,%.1fZ\"/>", end.x, end.y,
		end.x - TIP_LENGTH * x - TIP_HALF * y, end.y - TIP_LENGTH * y + TIP_HALF * x,
		end.x - TIP_LENGTH * x + TIP_HALF * y, end.y - TIP_LENGTH * y - TIP_HALF * x);
}

static void put_arrow(const struct drawing *drawing, size_t number)
{
	const struct picture_arrow *arrow = &drawing->picture->arrows.items[number];
	const struct layout_points *points = &drawing->layout.arrows[number];
	FILE *out = drawing->out;

	fprintf(out, "<g class=\"arrow %s\"", picture_tone_name(arrow->tone));
	if (drawing->is_part)
		fprintf(out, " data-from=\"%zu\" data-to=\"%zu\"", arrow->from, arrow->to);
	fputc('>', out);
	if (points->count >= 2) {
		fprintf(out, "<path d=\"M%d,%d", points->items[0].x, points->items[0].y);
		for (size_t i = 1; i < points->count; i++)
			fprintf(out, "%s%d,%d", i == 1 ? "C" : " ", points->items[i].x, points->items[i].y);
		fputs("\"/>", out);
		put_tip(out, points);
	}
	if (*arrow->text) {
		struct layout_point at = drawing->layout.labels[number];
		fprintf(out, "<text x=\"%d\" y=\"%d\">", at.x, at.y);
		put_shown(drawing, arrow->text, LABEL_LIMIT);
		fputs("</text>", out);
	}
	fputs("</g>\n", out);
}

static void put_line(const struct drawing *drawing, const char *class_name, struct layout_point at, const char *text)
{
	if (!*text)
		return;
	fprintf(drawing->out, "<text class=\"%s\" x=\"%d\" y=\"%d\">", class_name, at.x, at.y);
	put_shown(drawing, text, TEXT_LIMIT);
	fputs("</text>", drawing->out);
}

static void put_node(const struct drawing *drawing, size_t number)
{
	const struct picture_node *node = &drawing->picture->nodes.items[number];
	struct layout_size size = drawing->layout.node_sizes[number];
	struct layout_point at = drawing->layout.nodes[number];
	int rise = *node->second ? 8 : 0;
	FILE *out = drawing->out;

	fprintf(out, "<g class=\"node %s%s\"", node->shape == PICTURE_JOB ? "job" : "migration",
		node->is_focus ? " focus" : "");
	if (drawing->is_part) {
		fprintf(out, " data-node=\"%zu\" data-key=\"", number);
		picture_put_xml(out, picture_clean(drawing->picture->arena, node->key));
		fputc('"', out);
	}
	fputs("><title>", out);
	picture_put_xml(out, picture_clean(drawing->picture->arena, node->first));
	fputc(' ', out);
	picture_put_xml(out, picture_clean(drawing->picture->arena, node->second));
	fprintf(out, "</title><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" rx=\"%d\"/>", at.x - size.width / 2,
		at.y - size.height / 2, size.width, size.height, node->shape == PICTURE_JOB ? size.height / 2 : 3);
	put_line(drawing, "first", (struct layout_point){at.x, at.y - rise}, node->first);
	put_line(drawing, "second", (struct layout_point){at.x, at.y + rise}, node->second);
	fputs("</g>\n", out);
}

/* A page may show some groups and move them together: it needs their sizes. */
static void put_group(const struct drawing *drawing, const struct layout_group *group)
{
	fprintf(drawing->out, "<g class=\"group\" transform=\"translate(%d %d)\"", group->at.x, group->at.y);
	if (drawing->is_part)
		fprintf(drawing->out, " data-width=\"%d\" data-height=\"%d\"", group->size.width, group->size.height);
	fputs(">\n", drawing->out);
	vec_each(const size_t, arrow, &group->arrows)
		put_arrow(drawing, *arrow);
	vec_each(const size_t, node, &group->nodes)
		put_node(drawing, *node);
	fputs("</g>\n", drawing->out);
}

static void put_head(const struct drawing *drawing)
{
	struct layout_size size = drawing->layout.size;
	FILE *out = drawing->out;

	if (!drawing->is_part)
		fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", out);
	fprintf(out,
		"<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"picture\" width=\"%d\" height=\"%d\" "
		"viewBox=\"0 0 %d %d\" role=\"%s\" aria-label=\"",
		size.width, size.height, size.width, size.height, drawing->is_part ? "group" : "img");
	picture_put_xml(out, picture_clean(drawing->picture->arena, drawing->picture->title));
	fputs("\">\n", out);
	if (!drawing->is_part) {
		fputs("<title>", out);
		picture_put_xml(out, picture_clean(drawing->picture->arena, drawing->picture->title));
		fputs("</title>\n<style>\n", out);
		fputs(embedded_picture_css, out);
		fputs(embedded_dark_css, out);
		fprintf(out, "</style>\n<rect class=\"paper\" width=\"%d\" height=\"%d\"/>\n", size.width, size.height);
	}
}

static int write_svg(const struct picture *picture, FILE *out, bool is_part)
{
	struct drawing drawing = {.picture = picture, .out = out, .is_part = is_part};

	measure(&drawing);
	if (layout_run(picture, &drawing.layout))
		return -1;
	put_head(&drawing);
	for (size_t i = 0; i < drawing.layout.group_count; i++)
		put_group(&drawing, &drawing.layout.groups[i]);
	fputs("</svg>\n", out);
	return ferror(out) ? -1 : 0;
}

int picture_write_svg(const struct picture *picture, FILE *out)
{
	return write_svg(picture, out, false);
}

int picture_write_svg_part(const struct picture *picture, FILE *out)
{
	return write_svg(picture, out, true);
}
