/* A small lexer of SQL text: what has to be known before, or without, a parse.
 *
 * It finds the ends of statements, bounds their nesting, cuts out expressions as written, and tells words from the
 * insides of strings and comments. It never fails: an unclosed string ends with the text. */
#ifndef STOPGRAPH_SQL_SCAN_H
#define STOPGRAPH_SQL_SCAN_H

#include "analyzer/base/str.h"

enum token_kind {
	TOKEN_END,
	TOKEN_WORD,
	TOKEN_QUOTED, /* "x" */
	TOKEN_STRING, /* 'x', E'x', $$x$$ */
	TOKEN_NUMBER,
	TOKEN_PARAMETER, /* $1 */
	TOKEN_OPERATOR,
	TOKEN_MARK,     /* one of ( ) [ ] , ; . : */
	TOKEN_BACKTICK, /* `x` of MySQL */
	TOKEN_QUESTION, /* a lone ? */
};

struct token {
	enum token_kind kind;
	size_t start;
	size_t end;
};

struct scanner {
	const char *text;
	size_t length;
	size_t offset;
};

struct token scan_token(struct scanner *scanner);

/* Is the token this mark or operator; this word in any case; one of these words (space-separated, upper case)? */
bool token_is(const struct scanner *scanner, struct token token, const char *text);
bool token_in(const struct scanner *scanner, struct token token, const char *words);

/* The next statement from scanner->offset on, without its semicolon, surrounding blanks and comments. False at the end
 * of the text. */
bool scan_statement(struct scanner *scanner, size_t *start_out, size_t *end_out);

/* An upper bound of the depth of the tree that `text` gives. */
unsigned scan_depth(const char *text, size_t length);

/* How many names and operators there are: what the work on a statement grows with. Literals and the words that join
 * them in long lists (NULL, AND, WHEN ...) do not count. */
unsigned scan_words(const char *text, size_t length);

/* The expression that starts at `start`, as written: up to a comma or closing bracket of its own level, or one of the
 * `stop` words (never the first token). */
char *scan_slice(struct arena *arena, const char *text, size_t start, const char *stop);

/* What the first bracket at or after `start` holds; NULL when there is none. */
char *scan_bracket(struct arena *arena, const char *text, size_t start);

/* The text after the last top-level word `word` (upper case), up to the end; NULL when there is none. */
char *scan_after(struct arena *arena, const char *text, const char *word);

#endif
