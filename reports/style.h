/* Text with styles by name, wrapped at the width of the page.
 *
 *     struct styled s = styled_new(arena, options);
 *     styled_begin(&s, STYLE_ERROR);
 *     styled_words(&s, "error:");
 *     styled_end(&s);
 *     styled_newline(&s);
 *     styled_flush(&s, out);
 *
 * Words are never cut; a word that does not fit goes to the next line, behind the indentation. Styles are escape
 * sequences, nothing, or tags (for tests); they take no width. */
#ifndef STOPGRAPH_STYLE_H
#define STOPGRAPH_STYLE_H

#include "analyzer/report_format.h"

enum style {
	STYLE_ERROR,
	STYLE_WARNING,
	STYLE_NOTE,
	STYLE_HELP,
	STYLE_PATH,
	STYLE_CARET,
	STYLE_GUTTER,
	STYLE_RULE,
	STYLE_COUNT
};

enum style_mode { STYLE_PLAIN, STYLE_ESCAPES, STYLE_TAGS };

struct styled {
	struct strbuf text;
	enum style_mode mode;
	enum style open;
	bool is_open;
	int width;  /* of the page */
	int column; /* 0-based, of the next character */
	int indent; /* of continuation lines */
};

struct styled styled_new(struct arena *arena, const struct report_options *options);

void styled_begin(struct styled *s, enum style style);
void styled_end(struct styled *s);

/* Adds words separated by blanks, with a blank before the first unless at the start of a line; wraps. */
void styled_words(struct styled *s, const char *words);

/* Adds bytes as they are, without wrapping. */
void styled_raw(struct styled *s, const char *bytes, size_t length);
void styled_newline(struct styled *s);

/* Writes what was added so far and forgets it. 0, or -1 when writing failed. */
int styled_flush(struct styled *s, FILE *out);

/* Columns that UTF-8 text takes on a terminal: combining marks 0, wide East Asian characters and emoji 2, invalid bytes
 * 1. */
int text_width(const char *bytes, size_t length);

/* Decodes one character: its bytes, its columns. A byte that is not UTF-8 is one character of one column; *valid_out
 * then becomes false. `length` is at least 1. */
size_t text_character(const char *bytes, size_t length, int *width_out, bool *valid_out);

#endif
