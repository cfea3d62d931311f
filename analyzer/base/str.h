/* Strings: NUL-terminated, immutable, living in an arena; `struct strbuf` builds them.
 *
 *     struct strbuf text = strbuf_new(arena);
 *     strbuf_printf(&text, "%s.%s", table, column);
 *     return strbuf_finish(&text);
 *
 * NULL stands for "not known" wherever a string is optional; the comparisons accept it. */
#ifndef STOPGRAPH_BASE_STR_H
#define STOPGRAPH_BASE_STR_H

#include "analyzer/base/arena.h"

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

/* A list of names. The items are NUL-terminated strings. */
struct names {
	const char **items;
	size_t count;
	size_t capacity;
};

struct strbuf {
	struct arena *arena;
	char *bytes; /* always NUL-terminated once something was added */
	size_t length;
	size_t capacity;
};

/* Copies `length` bytes (or a whole NUL-terminated string) to `arena`. str_copy(NULL) is NULL. */
char *str_copy_n(struct arena *arena, const char *bytes, size_t length);
char *str_copy(struct arena *arena, const char *string);

/* The texts one after the other, none of them NULL: str_concat(arena, table, ".", column). Much cheaper than printf. */
#define str_concat(arena, ...)                                                                                         \
	str_concat_n((arena), (const char *const[]){__VA_ARGS__},                                                      \
		     sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))
char *str_concat_n(struct arena *arena, const char *const texts[], size_t count);

/* printf into the arena. */
char *str_printf(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));
char *str_vprintf(struct arena *arena, const char *format, va_list args) __attribute__((format(printf, 2, 0)));

/* Equality and order; NULL equals NULL only and sorts first. */
bool str_equal(const char *a, const char *b);
int str_compare(const char *a, const char *b);
bool str_starts_with(const char *string, const char *prefix);
bool str_ends_with(const char *string, const char *suffix);

/* A letter, a digit or '_': what names are made of. */
bool str_is_word_byte(char byte);

/* Is `string` one of the words of the space-separated list `words`? False for NULL. */
bool str_in(const char *string, const char *words);

/* "a, b or c" of the space-separated list "a b c", with `last` " or ". Lives in `arena`. */
char *str_list(struct arena *arena, const char *words, const char *last);

/* "ProjectNamespaces::BackfillThing" -> "project_namespaces/backfill_thing" (Rails' String#underscore). */
char *str_underscore(struct arena *arena, const char *string);
/* "backfill_thing" -> "BackfillThing" (Rails' String#camelize, no acronyms). */
char *str_camelize(struct arena *arena, const char *string);

/* "; did you mean 'x'?" with the word of a list (NULL at its end) that is nearest to `word`: one that it begins, else one
 * at most two edits away. "" when none is near. Lives in `arena`. */
const char *str_proposal(struct arena *arena, const char *word, const char *const *words);

/* List of names: push, membership, equality (in order), order by content. */
void names_push(struct arena *arena, struct names *names, const char *name);
/* Pushes when not yet there; true when it was new. */
bool names_add(struct arena *arena, struct names *names, const char *name);
bool names_has(const struct names *names, const char *name);
/* The same of a list that names_sort() has sorted, O(log n). */
bool names_has_sorted(const struct names *names, const char *name);
bool names_has_all(const struct names *names, const struct names *wanted);
bool names_equal(const struct names *a, const struct names *b);
void names_sort(struct names *names);
/* The same, and of equal names one is kept. For long lists, to which names_add() would take O(n) each. */
void names_sort_unique(struct names *names);
/* All names joined by `separator`; "" for none. */
char *names_join(struct arena *arena, const struct names *names, const char *separator);

struct strbuf strbuf_new(struct arena *arena);
void strbuf_add(struct strbuf *buffer, const char *bytes, size_t length);
void strbuf_puts(struct strbuf *buffer, const char *string);
void strbuf_putc(struct strbuf *buffer, char byte);
void strbuf_printf(struct strbuf *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* The text built so far; "" when nothing was added. Lives in the arena; the buffer may go on growing a copy. */
char *strbuf_finish(struct strbuf *buffer);

#endif
