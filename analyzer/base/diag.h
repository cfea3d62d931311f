/* Diagnostics: what went wrong with an input, as a value. Nobody below the command line prints.
 *
 *     struct diags diags = diags_new(arena);
 *     diag_add(&diags, DIAG_yaml_syntax, location, "did not find expected '%c'", ']');
 *     diags_sort(&diags);
 *     vec_each(struct diag, d, &diags) ...
 *
 * The codes are the rows of codes.def. A place without bytes (a file that cannot be opened) is an empty source that has
 * a path: diag_path(). Texts begin in lower case and have no full stop. May include: base. */
#ifndef STOPGRAPH_BASE_DIAG_H
#define STOPGRAPH_BASE_DIAG_H

#include "analyzer/base/source.h"
#include "analyzer/base/vec.h"

enum diag_severity { DIAG_SEVERITY_NOTE, DIAG_SEVERITY_WARNING, DIAG_SEVERITY_ERROR };

enum diag_code {
#define X(id, severity, summary) DIAG_##id,
#include "analyzer/base/codes.def"
#undef X
	DIAG_CODE_COUNT
};

struct diag {
	enum diag_code code;
	struct location location; /* source NULL: about no file */
	const char *text;
};

/* Where diagnostics are appended. Lives in `arena`; texts are copied there. */
struct diags {
	struct arena *arena;
	struct diag *items;
	size_t count;
	size_t capacity;
	size_t dropped; /* beyond DIAGS_MAX: counted only */
};

#define DIAGS_MAX 10000u

struct diags diags_new(struct arena *arena);

/* Appends one diagnostic, printf style. */
void diag_add(struct diags *diags, enum diag_code code, struct location location, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* Appends one about a whole file or folder of which no bytes are at hand. */
void diag_add_path(struct diags *diags, enum diag_code code, const char *path, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* The place of a whole file: an empty source with that path. Lives in `arena`. */
struct location diag_path(struct arena *arena, const char *path);

/* Sorts by path, offset, code, text and drops equal ones: the order in which they are shown. */
void diags_sort(struct diags *diags);

/* The id of a code ("yaml_syntax"), its severity and one-line summary. Never NULL. */
const char *diag_code_name(enum diag_code code);
enum diag_severity diag_code_severity(enum diag_code code);
const char *diag_code_summary(enum diag_code code);
/* "note", "warning", "error" */
const char *diag_severity_name(enum diag_severity severity);

#endif
