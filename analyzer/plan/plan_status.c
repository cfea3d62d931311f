/* One reader for all tables: a header names the columns, the separator is the one that the header holds. The list of
 * the rake task has no header but one bar, and the rest of its line is "class,table,column,arguments". */
#include "analyzer/plan/plan_status.h"

#include "analyzer/base/cleanup.h"
#include "analyzer/rule_index.h"

#include <ctype.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

DEFINE_CLEANUP(json_t *, json_decref)

enum status_column { COLUMN_CLASS, COLUMN_TABLE, COLUMN_COLUMN, COLUMN_ARGUMENTS, COLUMN_STATUS, COLUMN_COUNT };

static const char *const column_names[COLUMN_COUNT] = {"job_class_name", "table_name", "column_name", "job_arguments",
						       "status"};

static const char *const status_names[] = {"unknown",  "paused", "active",     "aborted",
					   "finished", "failed", "finalizing", "finalized"};

static const struct release last_of_first_era = {13, 12, -1};

const char *job_status_name(enum job_status status)
{
	return status_names[status];
}

bool status_is_done(enum job_status status)
{
	return status == STATUS_FINISHED || status == STATUS_FINALIZED;
}

static enum job_status status_of(const char *text, struct release from)
{
	static const enum job_status first_era[] = {STATUS_PAUSED, STATUS_ACTIVE, STATUS_ABORTED, STATUS_FINISHED};
	static const enum job_status later[] = {STATUS_PAUSED, STATUS_ACTIVE,     STATUS_UNKNOWN,  STATUS_FINISHED,
						STATUS_FAILED, STATUS_FINALIZING, STATUS_FINALIZED};
	bool is_first = release_compare_minor(from, last_of_first_era) <= 0;
	size_t known = is_first ? sizeof(first_era) / sizeof(first_era[0]) : sizeof(later) / sizeof(later[0]);

	if (isdigit((unsigned char)text[0]) && !text[1]) {
		size_t number = (size_t)(text[0] - '0');
		return number >= known ? STATUS_UNKNOWN : is_first ? first_era[number] : later[number];
	}
	for (size_t i = STATUS_PAUSED; i <= STATUS_FINALIZED; i++) {
		if (strcasecmp(text, status_names[i]) == 0)
			return (enum job_status)i;
	}
	return STATUS_UNKNOWN;
}

static const char *trimmed(struct arena *arena, const char *text, size_t length)
{
	while (length && isspace((unsigned char)*text)) {
		text++;
		length--;
	}
	while (length && isspace((unsigned char)text[length - 1]))
		length--;
	return str_copy_n(arena, text, length);
}

static const char *without_blanks(struct arena *arena, const char *json)
{
	struct strbuf out = strbuf_new(arena);
	bool quoted = false;

	for (; *json; json++) {
		if (*json == '"')
			quoted = !quoted;
		if (quoted || !isspace((unsigned char)*json))
			strbuf_putc(&out, *json);
	}
	return strbuf_finish(&out);
}

struct reader {
	struct arena *arena;
	struct release from;
	struct status_list *list;
	uint32_t line;
	char separator; /* 0: no header yet */
	int at[COLUMN_COUNT];
};

static const char *filled(const char *text)
{
	return text && *text ? text : NULL;
}

static bool is_class_name(const char *name)
{
	return isupper((unsigned char)name[0]) &&
	       strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_:") == strlen(name);
}

struct status_row *status_add(struct arena *arena, struct release from, const struct status_row *told,
			      struct status_list *out)
{
	struct status_row row = *told;

	if (!filled(row.class_name) || !filled(row.status_text) || !is_class_name(job_class_short(row.class_name)))
		return NULL;
	row.class_name = job_class_short(row.class_name);
	row.table = filled(row.table);
	row.column = filled(row.column);
	row.arguments = filled(row.arguments) ? without_blanks(arena, row.arguments) : NULL;
	row.status = status_of(row.status_text, from);
	vec_push(arena, out, row);
	return vec_last(out);
}

static bool add_row(struct reader *r, const char *const *cells)
{
	struct status_row row = {.class_name = cells[COLUMN_CLASS],
				 .table = cells[COLUMN_TABLE],
				 .column = cells[COLUMN_COLUMN],
				 .arguments = cells[COLUMN_ARGUMENTS],
				 .status_text = cells[COLUMN_STATUS],
				 .line = r->line};

	return status_add(r->arena, r->from, &row, r->list) != NULL;
}

/* One cell with RFC 4180 quotes; the rest of the line in *text. */
static const char *next_cell(struct reader *r, const char **text)
{
	struct strbuf cell = strbuf_new(r->arena);
	const char *at = *text;
	bool quoted = false;

	for (; *at && (quoted || *at != r->separator); at++) {
		if (*at == '"' && r->separator != '|') {
			if (quoted && at[1] == '"')
				strbuf_putc(&cell, *at++);
			else
				quoted = !quoted;
		} else {
			strbuf_putc(&cell, *at);
		}
	}
	*text = *at ? at + 1 : NULL;
	const char *bytes = strbuf_finish(&cell);
	return trimmed(r->arena, bytes, strlen(bytes));
}

static struct names split(struct reader *r, const char *line)
{
	struct names cells = {0};

	while (line)
		names_push(r->arena, &cells, next_cell(r, &line));
	return cells;
}

/* Tables drawn with a frame begin and end their rows with a bar. */
static const char *unframed(struct reader *r, const char *line)
{
	size_t length = strlen(line);

	if (length < 2 || line[0] != '|' || line[length - 1] != '|')
		return line;
	return trimmed(r->arena, line + 1, length - 2);
}

static bool read_header(struct reader *r, const char *line)
{
	r->separator = strchr(line, '|') ? '|' : strchr(line, '\t') ? '\t' : ',';
	struct names cells = split(r, line);

	for (int column = 0; column < COLUMN_COUNT; column++) {
		r->at[column] = -1;
		for (size_t i = 0; i < cells.count; i++) {
			if (strcasecmp(cells.items[i], column_names[column]) == 0)
				r->at[column] = (int)i;
		}
	}
	if (r->at[COLUMN_CLASS] >= 0 && r->at[COLUMN_STATUS] >= 0)
		return true;
	r->separator = '\0';
	return false;
}

static bool read_table_row(struct reader *r, const char *line)
{
	struct names found = split(r, line);
	const char *cells[COLUMN_COUNT] = {NULL};

	for (int column = 0; column < COLUMN_COUNT; column++) {
		if (r->at[column] >= 0 && (size_t)r->at[column] < found.count)
			cells[column] = found.items[r->at[column]];
	}
	return add_row(r, cells);
}

/* "finished   | BackfillNotes,notes,id,[]" */
static bool read_list_row(struct reader *r, const char *line)
{
	const char *cells[COLUMN_COUNT] = {NULL};
	const char *bar = strchr(line, '|');

	if (!bar)
		return false;
	cells[COLUMN_STATUS] = trimmed(r->arena, line, (size_t)(bar - line));
	line = bar + 1;
	for (int column = COLUMN_CLASS; column < COLUMN_ARGUMENTS; column++) {
		size_t length = strcspn(line, ",");
		cells[column] = trimmed(r->arena, line, length);
		line += length + (line[length] == ',');
	}
	cells[COLUMN_ARGUMENTS] = trimmed(r->arena, line, strlen(line));
	return strchr(cells[COLUMN_CLASS], '|') == NULL && add_row(r, cells);
}

static bool is_decoration(const char *line)
{
	return strspn(line, "-+| ") == strlen(line) || str_starts_with(line, "Database:") ||
	       (line[0] == '(' && strstr(line, " row"));
}

static void read_line(struct reader *r, const char *text, size_t length)
{
	const char *line = unframed(r, trimmed(r->arena, text, length));
	bool done;

	r->line++;
	if (is_decoration(line) || (strstr(line, column_names[COLUMN_CLASS]) && read_header(r, line)))
		return;
	done = r->separator ? read_table_row(r, line) : read_list_row(r, line);
	if (!done)
		names_push(r->arena, &r->list->ignored, line);
}

static const char *text_of(struct arena *arena, const json_t *value)
{
	if (!value || json_is_null(value))
		return NULL;
	if (json_is_string(value))
		return str_copy(arena, json_string_value(value));
	char *text = json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT);
	const char *copy = str_copy(arena, text);
	free(text);
	return copy;
}

static const char *read_json(struct reader *r, const struct source *source)
{
	json_error_t error;
	_cleanup_(json_decref) json_t *root = json_loadb(source->bytes, source->length, 0, &error);
	size_t index;
	const json_t *row;

	if (!root)
		return str_printf(r->arena, "line %d: %s", error.line, error.text);
	if (!json_is_array(root))
		return "not a JSON array of migrations";
	json_array_foreach(root, index, row)
	{
		const char *cells[COLUMN_COUNT];
		for (int column = 0; column < COLUMN_COUNT; column++)
			cells[column] = text_of(r->arena, json_object_get(row, column_names[column]));
		if (!add_row(r, cells))
			names_push(r->arena, &r->list->ignored, text_of(r->arena, row));
	}
	return NULL;
}

const char *status_read(struct arena *arena, const struct source *source, struct release from, struct status_list *out)
{
	struct reader r = {.arena = arena, .from = from, .list = out};
	size_t start = 0;

	*out = (struct status_list){0};
	while (start < source->length && isspace((unsigned char)source->bytes[start]))
		start++;
	if (start < source->length && (source->bytes[start] == '[' || source->bytes[start] == '{'))
		return read_json(&r, source);
	for (uint32_t line = 1; line <= source->line_count; line++) {
		size_t length;
		const char *text = source_line(source, line, &length);
		read_line(&r, text, length);
	}
	if (out->count == 0 && out->ignored.count)
		return "no background migration is listed in it";
	return NULL;
}

static bool may_be(const char *told, const char *known)
{
	return !told || !known || str_equal(told, known);
}

const struct status_row *status_find(const struct status_list *list, const struct job *job)
{
	const struct status_row *found = NULL;

	for (size_t i = 0; i < list->count; i++) {
		const struct status_row *row = &list->items[i];
		if (row->is_tracked != (job->era == JOB_SIDEKIQ))
			continue;
		if (!str_equal(row->class_name, job->class_name) || !may_be(row->table, job->table) ||
		    !may_be(row->column, job->batch_column) || !may_be(row->arguments, job->arguments))
			continue;
		/* one line a database: the least finished one counts */
		if (!found || (status_is_done(found->status) && !status_is_done(row->status)))
			found = row;
	}
	return found;
}
