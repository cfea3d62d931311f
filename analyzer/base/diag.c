/* The sink only appends, so that no caller needs to know what others found; order and uniqueness come at the end. The
 * number is capped: a tree of a million broken files must not fill the memory, the rest is counted. */
#include "analyzer/base/diag.h"

#include "analyzer/base/str.h"

#include <stdlib.h>

struct code_row {
	const char *name;
	enum diag_severity severity;
	const char *summary;
};

static const struct code_row code_rows[] = {
#define X(id, level, text) {#id, DIAG_SEVERITY_##level, text},
#include "analyzer/base/codes.def"
#undef X
};

struct diags diags_new(struct arena *arena)
{
	return (struct diags){.arena = arena};
}

static void diag_add_args(struct diags *diags, enum diag_code code, struct location location, const char *text)
{
	if (diags->count == DIAGS_MAX) {
		diags->dropped++;
		return;
	}
	vec_push(diags->arena, diags, (struct diag){code, location, text});
}

void diag_add(struct diags *diags, enum diag_code code, struct location location, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	diag_add_args(diags, code, location, str_vprintf(diags->arena, format, args));
	va_end(args);
}

void diag_add_path(struct diags *diags, enum diag_code code, const char *path, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	diag_add_args(diags, code, diag_path(diags->arena, path), str_vprintf(diags->arena, format, args));
	va_end(args);
}

struct location diag_path(struct arena *arena, const char *path)
{
	return (struct location){source_new(arena, path, "", 0), 0, 0};
}

static int diag_compare(const void *left, const void *right)
{
	const struct diag *a = left;
	const struct diag *b = right;
	int order = location_compare(a->location, b->location);

	if (order == 0 && a->code != b->code)
		order = a->code < b->code ? -1 : 1;
	return order ? order : str_compare(a->text, b->text);
}

void diags_sort(struct diags *diags)
{
	size_t kept = 0;

	if (diags->count == 0)
		return;
	qsort(diags->items, diags->count, sizeof(*diags->items), diag_compare);
	for (size_t i = 1; i < diags->count; i++) {
		if (diag_compare(&diags->items[kept], &diags->items[i]) != 0)
			diags->items[++kept] = diags->items[i];
	}
	diags->count = kept + 1;
}

const char *diag_code_name(enum diag_code code)
{
	return code_rows[code].name;
}

enum diag_severity diag_code_severity(enum diag_code code)
{
	return code_rows[code].severity;
}

const char *diag_code_summary(enum diag_code code)
{
	return code_rows[code].summary;
}

const char *diag_severity_name(enum diag_severity severity)
{
	static const char *const names[] = {"note", "warning", "error"};

	return names[severity];
}
