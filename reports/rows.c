/* CSV after RFC 4180, except that lines end as this system's lines do: fields are quoted when they hold a comma, a
 * quote or a line break; NULL is an empty field, an empty text is "". JSON gives every row as an object; a second
 * column of one name gets a number, so that none is lost. */
#include "reports/rows.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

static const char *blob_text(struct arena *arena, const struct store_value *value)
{
	struct strbuf text = strbuf_new(arena);

	strbuf_puts(&text, "x'");
	for (size_t i = 0; i < value->length; i++)
		strbuf_printf(&text, "%02x", (unsigned char)value->text[i]);
	strbuf_putc(&text, '\'');
	return strbuf_finish(&text);
}

const char *row_text(struct arena *arena, const struct store_value *value)
{
	switch (value->kind) {
	case STORE_INTEGER:
		return str_printf(arena, "%" PRId64, value->integer);
	case STORE_REAL:
		return str_printf(arena, "%.15g", value->real);
	case STORE_TEXT:
		return value->text;
	case STORE_BLOB:
		return blob_text(arena, value);
	case STORE_NULL:
		break;
	}
	return "";
}

/* ---- csv ---- */

static void put_field(struct rows *rows, const char *text, bool quote)
{
	if (!quote && !strpbrk(text, ",\"\r\n")) {
		fputs(text, rows->out);
		return;
	}
	fputc('"', rows->out);
	for (; *text; text++) {
		if (*text == '"')
			fputc('"', rows->out);
		fputc(*text, rows->out);
	}
	fputc('"', rows->out);
}

static int end_line(struct rows *rows)
{
	fputc('\n', rows->out);
	return ferror(rows->out) ? -1 : 0;
}

static int csv_columns(void *payload, const char *const *names, size_t count)
{
	struct rows *rows = payload;

	for (size_t i = 0; i < count; i++) {
		if (i)
			fputc(',', rows->out);
		put_field(rows, names[i], false);
	}
	return end_line(rows);
}

static int csv_row(void *payload, const struct store_value *values, size_t count)
{
	struct rows *rows = payload;
	struct arena_mark mark = arena_mark(rows->arena);

	for (size_t i = 0; i < count; i++) {
		if (i)
			fputc(',', rows->out);
		put_field(rows, row_text(rows->arena, &values[i]), values[i].kind == STORE_TEXT && !*values[i].text);
	}
	arena_pop(rows->arena, mark);
	return end_line(rows);
}

static int csv_end(void *payload)
{
	const struct rows *rows = payload;

	return ferror(rows->out) ? -1 : 0;
}

/* ---- json ---- */

static const char *unique_name(struct rows *rows, const char *name, size_t before)
{
	const char *unique = name;
	size_t number = 1;

	for (size_t i = 0; i < before; i++) {
		if (str_equal(rows->names[i], unique)) {
			unique = str_printf(rows->arena, "%s:%zu", name, number++);
			i = (size_t)-1;
		}
	}
	return unique;
}

static int json_columns(void *payload, const char *const *names, size_t count)
{
	struct rows *rows = payload;

	rows->json = json_out_new(rows->arena, rows->out);
	rows->names = ARENA_ARRAY(rows->arena, const char *, count + 1);
	emit_object(&rows->json, NULL);
	emit_string(&rows->json, "schema", "stopgraph.query/1");
	emit_array(&rows->json, "columns");
	for (size_t i = 0; i < count; i++) {
		rows->names[i] = unique_name(rows, names[i], i);
		emit_string(&rows->json, NULL, rows->names[i]);
	}
	emit_close(&rows->json);
	emit_array(&rows->json, "rows");
	return rows->json.failed ? -1 : 0;
}

static void emit_value(struct rows *rows, const char *name, const struct store_value *value)
{
	switch (value->kind) {
	case STORE_INTEGER:
		emit_embedded(&rows->json, name, row_text(rows->arena, value));
		break;
	case STORE_REAL:
		/* JSON has no infinity */
		if (isfinite(value->real))
			emit_embedded(&rows->json, name, str_printf(rows->arena, "%.17g", value->real));
		else
			emit_null(&rows->json, name);
		break;
	case STORE_TEXT:
	case STORE_BLOB:
		emit_string(&rows->json, name, row_text(rows->arena, value));
		break;
	case STORE_NULL:
		emit_null(&rows->json, name);
		break;
	}
}

static int json_row(void *payload, const struct store_value *values, size_t count)
{
	struct rows *rows = payload;
	struct arena_mark mark = arena_mark(rows->arena);

	emit_object(&rows->json, NULL);
	for (size_t i = 0; i < count; i++)
		emit_value(rows, rows->names[i], &values[i]);
	emit_close(&rows->json);
	arena_pop(rows->arena, mark);
	return rows->json.failed ? -1 : 0;
}

static int json_end(void *payload)
{
	struct rows *rows = payload;

	emit_close(&rows->json);
	emit_close(&rows->json);
	return json_out_finish(&rows->json);
}

static const struct row_format row_format_csv = {"csv", csv_columns, csv_row, csv_end};
static const struct row_format row_format_json = {"json", json_columns, json_row, json_end};

const struct row_format *row_format_find(const char *name)
{
	const struct row_format *const formats[] = {&row_format_csv, &row_format_json, &row_format_table};

	for (size_t i = 0; i < sizeof(formats) / sizeof(formats[0]); i++) {
		if (str_equal(formats[i]->name, name))
			return formats[i];
	}
	return NULL;
}
