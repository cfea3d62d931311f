/* The line is first turned into cells (bytes to show, columns that they take), so that cutting, tabs and wide
 * characters need no byte arithmetic: the underline is a range of columns, the window another. */
#include "reports/excerpt.h"

#include "analyzer/base/vec.h"

#include <string.h>

#define GUTTER "%5u | "
#define EMPTY_GUTTER "      | "
#define TAB_STOP 8
#define ELLIPSIS "..."
#define ELLIPSIS_WIDTH 3
#define LINE_LIMIT 20000 /* bytes of a line that are looked at; the rest is not shown */
#define REPLACEMENT "\xef\xbf\xbd"

struct cell {
	const char *bytes;
	size_t length;
	int start; /* column */
	int width;
};

/* A line, and the bytes [from, to) of it that are the place. */
struct marked_line {
	const char *bytes;
	size_t length;
	size_t from, to;
};

struct cells {
	struct cell *items;
	size_t count;
	size_t capacity;
	int total;      /* columns */
	int first, end; /* columns of the place */
};

struct window {
	int first; /* column */
	int end;   /* column after the last */
	bool cut_left, cut_right;
};

static struct cell cell_of(const char *bytes, size_t length, int start, size_t *used)
{
	bool valid;
	int width;
	*used = text_character(bytes, length, &width, &valid);
	unsigned char c = (unsigned char)*bytes;
	if (c == '\t')
		return (struct cell){"        ", (size_t)(TAB_STOP - start % TAB_STOP), start,
				     TAB_STOP - start % TAB_STOP};
	if (!valid || c < 0x20 || c == 0x7f)
		return (struct cell){REPLACEMENT, sizeof(REPLACEMENT) - 1, start, 1};
	return (struct cell){bytes, *used, start, width};
}

static struct cells cells_of(struct arena *arena, const struct marked_line *line)
{
	struct cells cells = {.first = -1, .end = -1};

	for (size_t at = 0; at < line->length;) {
		size_t used;
		struct cell cell = cell_of(line->bytes + at, line->length - at, cells.total, &used);
		if (cells.first < 0 && at + used > line->from)
			cells.first = cells.total;
		vec_push(arena, &cells, cell);
		cells.total += cell.width;
		at += used;
		if (at <= line->to)
			cells.end = cells.total;
	}
	if (cells.first < 0)
		cells.first = cells.total;
	if (cells.end <= cells.first)
		cells.end = cells.first + 1;
	return cells;
}

/* The columns to show: all of them when they fit, else so that the start of the place is seen. */
static struct window window_of(const struct cells *cells, int room)
{
	int total = cells->total, first = cells->first, end = cells->end;
	struct window w = {.first = 0, .end = total};
	if (total <= room)
		return w;
	int length = end - first < room / 2 ? end - first : room / 2;
	int left = first - (room - length) / 2;
	if (first + length <= room - ELLIPSIS_WIDTH)
		left = 0;
	if (left > total - room)
		left = total - room;
	w.first = left < 0 ? 0 : left;
	w.end = w.first + room;
	w.cut_left = w.first > 0;
	w.cut_right = w.end < total;
	w.first += w.cut_left ? ELLIPSIS_WIDTH : 0;
	w.end -= w.cut_right ? ELLIPSIS_WIDTH : 0;
	return w;
}

static void add_cells(struct styled *s, const struct cells *cells, const struct window *w)
{
	if (w->cut_left)
		styled_raw(s, ELLIPSIS, ELLIPSIS_WIDTH);
	int column = w->first;
	vec_each(const struct cell, cell, cells) {
		if (cell->start < w->first || cell->start + cell->width > w->end)
			continue;
		for (; column < cell->start; column++)
			styled_raw(s, " ", 1);
		styled_raw(s, cell->bytes, cell->length);
		column = cell->start + cell->width;
	}
	if (w->cut_right) {
		for (; column < w->end; column++)
			styled_raw(s, " ", 1);
		styled_raw(s, ELLIPSIS, ELLIPSIS_WIDTH);
	}
}

static void add_underline(struct styled *s, const struct cells *cells, const struct window *w, enum style style)
{
	int start = cells->first < w->first ? w->first : cells->first;
	int stop = cells->end > w->end ? w->end : cells->end;
	int shift = w->cut_left ? ELLIPSIS_WIDTH - w->first : -w->first;
	for (int i = 0; i < start + shift; i++)
		styled_raw(s, " ", 1);
	styled_begin(s, style);
	styled_raw(s, "^", 1);
	for (int i = start + 1; i < stop; i++)
		styled_raw(s, "~", 1);
	styled_end(s);
}

static void add_gutter(struct styled *s, uint32_t line)
{
	char gutter[32];
	snprintf(gutter, sizeof(gutter), GUTTER, line);
	styled_begin(s, STYLE_GUTTER);
	if (line)
		styled_raw(s, gutter, strlen(gutter));
	else
		styled_raw(s, EMPTY_GUTTER, sizeof(EMPTY_GUTTER) - 1);
	styled_end(s);
}

static bool is_blank(char byte)
{
	return byte == ' ' || byte == '\t';
}

void excerpt_add(struct styled *s, struct location location, enum style caret_style)
{
	if (!location.source || location.source->length == 0)
		return;
	struct position place = source_position(location.source, location.offset);
	struct marked_line line = {.from = place.column - 1, .to = place.column - 1 + location.length};
	line.bytes = source_line(location.source, place.line, &line.length);
	if (line.length && line.bytes[line.length - 1] == '\r')
		line.length--;
	line.length = line.length > LINE_LIMIT ? LINE_LIMIT : line.length;
	while (line.to > line.from && line.to <= line.length && is_blank(line.bytes[line.to - 1]))
		line.to--;
	struct cells cells = cells_of(s->text.arena, &line);
	struct window window = window_of(&cells, s->width - (int)sizeof(EMPTY_GUTTER) + 1);
	add_gutter(s, place.line);
	add_cells(s, &cells, &window);
	styled_newline(s);
	add_gutter(s, 0);
	add_underline(s, &cells, &window, caret_style);
	styled_newline(s);
}

void place_add(struct styled *s, struct location location)
{
	if (location_path(location)[0] == '\0')
		return;
	struct position position = source_position(location.source, location.offset);
	const char *place = location.source->length ? str_printf(s->text.arena, "%s:%u:%u:", location_path(location),
								 position.line, position.column)
						    : str_printf(s->text.arena, "%s:", location_path(location));
	styled_begin(s, STYLE_PATH);
	styled_words(s, place);
	styled_end(s);
}

void label_add(struct styled *s, enum style style, const char *label)
{
	/* The blank before the label belongs to no style, so that tags and underlines start at the word. */
	if (s->column > 0)
		styled_raw(s, " ", 1);
	styled_begin(s, style);
	styled_raw(s, label, strlen(label));
	styled_raw(s, ":", 1);
	styled_end(s);
}
