/* Aligned columns. The widths come from the first rows, which are kept until there are SAMPLE_ROWS of them or the
 * answer ends; the rest follows as it comes, in these widths. On a terminal the widest columns give way until a line
 * fits, and what does not fit its column is cut; elsewhere nothing is ever cut. Numbers stand to the right. Control
 * characters are shown as escapes, so that no text from a tree reaches the terminal as a command. */
#include "reports/rows.h"

#include "reports/style.h"

#include <string.h>

#define SAMPLE_ROWS 1000
#define GAP 2
#define NARROWEST 6

struct cell {
	const char *text; /* printable */
	int width;
	bool is_number;
};

struct row_table {
	int *widths;
	bool *numeric;
	struct cell *header;
	VEC(struct cell) cells; /* row after row */
	bool printing;
};

static const char *printable(struct arena *arena, const char *text)
{
	struct strbuf out = strbuf_new(arena);
	size_t length = strlen(text);

	for (size_t i = 0; i < length;) {
		unsigned char byte = (unsigned char)text[i];
		bool valid = true;
		int width;
		size_t used = text_character(text + i, length - i, &width, &valid);
		if (byte == '\n')
			strbuf_puts(&out, "\\n");
		else if (byte < 0x20 || byte == 0x7f)
			strbuf_printf(&out, "\\x%02x", byte);
		else if (valid && byte == 0xc2 && (unsigned char)text[i + 1] < 0xa0)
			strbuf_printf(&out, "\\u%04x", (unsigned char)text[i + 1]);
		else if (valid)
			strbuf_add(&out, text + i, used);
		else
			strbuf_puts(&out, "\xef\xbf\xbd");
		i += used;
	}
	return strbuf_finish(&out);
}

static struct cell cell_of(struct arena *arena, const char *text, bool is_number)
{
	struct cell cell = {printable(arena, text), 0, is_number};

	cell.width = text_width(cell.text, strlen(cell.text));
	return cell;
}

static void put_spaces(FILE *out, int count)
{
	fprintf(out, "%*s", count > 0 ? count : 0, "");
}

/* As much of the text as fits, with an ellipsis where it was cut. */
static void put_cut(FILE *out, const char *text, int width)
{
	size_t length = strlen(text);
	int used = 0;

	for (size_t i = 0; i < length;) {
		int columns;
		bool valid;
		size_t bytes = text_character(text + i, length - i, &columns, &valid);
		if (used + columns > width - 1)
			break;
		fwrite(text + i, 1, bytes, out);
		used += columns;
		i += bytes;
	}
	fputs("\xe2\x80\xa6", out);
	put_spaces(out, width - used - 1);
}

static void put_row(const struct rows *rows, const struct cell *cells)
{
	const struct row_table *table = rows->table;

	for (size_t i = 0; i < rows->count; i++) {
		int space = table->widths[i] - cells[i].width;
		bool is_last = i + 1 == rows->count;
		if (space < 0 && rows->width) {
			put_cut(rows->out, cells[i].text, table->widths[i]);
		} else {
			if (table->numeric[i])
				put_spaces(rows->out, space);
			fputs(cells[i].text, rows->out);
			if (!table->numeric[i] && !is_last)
				put_spaces(rows->out, space);
		}
		if (!is_last)
			put_spaces(rows->out, GAP);
	}
	fputc('\n', rows->out);
}

static void measure(const struct rows *rows)
{
	struct row_table *table = rows->table;

	for (size_t i = 0; i < rows->count; i++) {
		table->widths[i] = table->header[i].width;
		table->numeric[i] = table->cells.count > 0;
	}
	for (size_t i = 0; i < table->cells.count; i++) {
		const struct cell *cell = &table->cells.items[i];
		size_t column = i % rows->count;
		if (cell->width > table->widths[column])
			table->widths[column] = cell->width;
		if (!cell->is_number && cell->width)
			table->numeric[column] = false;
	}
}

/* Takes from the widest column, one after the other, until a line fits or every column is narrow. */
static void shrink(const struct rows *rows)
{
	int *widths = rows->table->widths;
	int total = -GAP;

	for (size_t i = 0; i < rows->count; i++)
		total += widths[i] + GAP;
	while (rows->width && total > rows->width) {
		size_t widest = 0;
		for (size_t i = 1; i < rows->count; i++) {
			if (widths[i] > widths[widest])
				widest = i;
		}
		if (widths[widest] <= NARROWEST)
			break;
		widths[widest]--;
		total--;
	}
}

static void put_header(const struct rows *rows)
{
	put_row(rows, rows->table->header);
	for (size_t i = 0; i < rows->count; i++) {
		for (int j = 0; j < rows->table->widths[i]; j++)
			fputc('-', rows->out);
		if (i + 1 < rows->count)
			put_spaces(rows->out, GAP);
	}
	fputc('\n', rows->out);
}

static void put_sample(struct rows *rows)
{
	struct row_table *table = rows->table;

	measure(rows);
	shrink(rows);
	put_header(rows);
	for (size_t i = 0; i < table->cells.count; i += rows->count)
		put_row(rows, &table->cells.items[i]);
	table->printing = true;
}

static int table_columns(void *payload, const char *const *names, size_t count)
{
	struct rows *rows = payload;
	struct row_table *table = ARENA_NEW(rows->arena, struct row_table);

	rows->table = table;
	rows->count = count;
	table->widths = ARENA_ARRAY(rows->arena, int, count + 1);
	table->numeric = ARENA_ARRAY(rows->arena, bool, count + 1);
	table->header = ARENA_ARRAY(rows->arena, struct cell, count + 1);
	for (size_t i = 0; i < count; i++)
		table->header[i] = cell_of(rows->arena, names[i], false);
	return 0;
}

static bool is_number(const struct store_value *value)
{
	return value->kind == STORE_INTEGER || value->kind == STORE_REAL;
}

static int table_row(void *payload, const struct store_value *values, size_t count)
{
	struct rows *rows = payload;
	struct row_table *table = rows->table;
	struct arena_mark mark = arena_mark(rows->arena);
	struct cell *cells = ARENA_ARRAY(rows->arena, struct cell, count + 1);

	for (size_t i = 0; i < count; i++)
		cells[i] = cell_of(rows->arena, str_copy(rows->arena, row_text(rows->arena, &values[i])),
				   is_number(&values[i]));
	if (table->printing) {
		put_row(rows, cells);
		arena_pop(rows->arena, mark);
	} else {
		for (size_t i = 0; i < count; i++)
			vec_push(rows->arena, &table->cells, cells[i]);
		if (table->cells.count >= SAMPLE_ROWS * count)
			put_sample(rows);
	}
	return ferror(rows->out) ? -1 : 0;
}

static int table_end(void *payload)
{
	struct rows *rows = payload;

	if (!rows->table->printing)
		put_sample(rows);
	return ferror(rows->out) ? -1 : 0;
}

const struct row_format row_format_table = {"table", table_columns, table_row, table_end};
