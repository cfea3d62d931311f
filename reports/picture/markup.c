/* A picture in graphviz's language and in that of Mermaid. A label ends at its quote; Mermaid also reads Markdown and
 * HTML in it, so there everything but letters, digits and the harmless signs becomes an entity (#60;). */
#include "reports/picture/picture.h"

#include "reports/picture/text.h"

#include <ctype.h>
#include <string.h>

/* Signs that mean nothing to Mermaid inside a quoted label, nor between the bars of an arrow. */
static const char harmless[] = " .,:/+-_=";

static void put_dot(FILE *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			fputc('\\', out);
		fputc(*text, out);
	}
}

static void put_mermaid(FILE *out, const char *text)
{
	for (; *text; text++) {
		unsigned char byte = (unsigned char)*text;
		if (byte >= 0x80 || isalnum(byte) || strchr(harmless, byte))
			fputc(byte, out);
		else
			fprintf(out, "#%d;", byte);
	}
}

static void put_dot_node(const struct picture *picture, size_t number, FILE *out)
{
	const struct picture_node *node = &picture->nodes.items[number];

	fprintf(out, "  n%zu [shape=%s, label=\"", number + 1, node->shape == PICTURE_JOB ? "ellipse" : "box");
	put_dot(out, picture_clean(picture->arena, node->first));
	fputs("\\n", out);
	put_dot(out, picture_clean(picture->arena, node->second));
	fprintf(out, "\"%s];\n", node->is_focus ? ", penwidth=3" : "");
}

static const char *dot_style(enum picture_tone tone)
{
	switch (tone) {
	case TONE_BENIGN:
		return ", style=dashed";
	case TONE_MET:
		return ", color=darkgreen";
	case TONE_WARNED:
		return ", color=darkorange, penwidth=2";
	case TONE_BROKEN:
		return ", color=red, penwidth=2";
	default:
		return "";
	}
}

int picture_write_dot(const struct picture *picture, FILE *out)
{
	fputs("digraph {\n  rankdir=LR;\n  node [fontname=\"sans-serif\"];\n  edge [fontname=\"sans-serif\"];\n  "
	      "label=\"",
	      out);
	put_dot(out, picture_clean(picture->arena, picture->title));
	fputs("\";\n", out);
	for (size_t i = 0; i < picture->nodes.count; i++)
		put_dot_node(picture, i, out);
	vec_each(const struct picture_arrow, arrow, &picture->arrows) {
		fprintf(out, "  n%zu -> n%zu [label=\"", arrow->from + 1, arrow->to + 1);
		put_dot(out, picture_clean(picture->arena, arrow->text));
		fprintf(out, "\"%s];\n", dot_style(arrow->tone));
	}
	fputs("}\n", out);
	return ferror(out) ? -1 : 0;
}

static void put_mermaid_node(const struct picture *picture, size_t number, FILE *out)
{
	const struct picture_node *node = &picture->nodes.items[number];
	bool is_job = node->shape == PICTURE_JOB;

	fprintf(out, "  n%zu%s\"", number + 1, is_job ? "([" : "[");
	put_mermaid(out, picture_clean(picture->arena, node->first));
	if (*node->second)
		fputs("<br>", out);
	put_mermaid(out, picture_clean(picture->arena, node->second));
	fprintf(out, "\"%s\n", is_job ? "])" : "]");
}

static const char *mermaid_arrow(enum picture_tone tone)
{
	switch (tone) {
	case TONE_BENIGN:
		return "-.->";
	case TONE_WARNED:
	case TONE_BROKEN:
		return "==>";
	default:
		return "-->";
	}
}

int picture_write_mermaid(const struct picture *picture, FILE *out)
{
	static const char *const colours[] = {
		[TONE_MET] = "#1a7f4b", [TONE_WARNED] = "#d98c00", [TONE_BROKEN] = "#cf222e"};

	fputs("flowchart LR\n", out);
	for (size_t i = 0; i < picture->nodes.count; i++)
		put_mermaid_node(picture, i, out);
	vec_each(const struct picture_arrow, arrow, &picture->arrows) {
		fprintf(out, "  n%zu %s|", arrow->from + 1, mermaid_arrow(arrow->tone));
		put_mermaid(out, picture_clean(picture->arena, arrow->text));
		fprintf(out, "| n%zu\n", arrow->to + 1);
	}
	for (size_t i = 0; i < picture->arrows.count; i++) {
		const char *colour = colours[picture->arrows.items[i].tone];
		if (colour)
			fprintf(out, "  linkStyle %zu stroke:%s\n", i, colour);
	}
	return ferror(out) ? -1 : 0;
}
