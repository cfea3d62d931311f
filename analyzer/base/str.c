/* Arena strings and the string builder. Sorting and comparing are by bytes, never by locale. */
#include "analyzer/base/str.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *str_copy_n(struct arena *arena, const char *bytes, size_t length)
{
	char *copy = arena_alloc_unset(arena, length + 1);

	if (length)
		memcpy(copy, bytes, length);
	copy[length] = '\0';
	return copy;
}

char *str_copy(struct arena *arena, const char *string)
{
	return string ? str_copy_n(arena, string, strlen(string)) : NULL;
}

char *str_concat_n(struct arena *arena, const char *const texts[], size_t count)
{
	size_t length = 0;

	for (size_t i = 0; i < count; i++)
		length += strlen(texts[i]);
	char *whole = arena_alloc_unset(arena, length + 1);
	char *end = whole;
	*end = '\0';
	for (size_t i = 0; i < count; i++)
		end = stpcpy(end, texts[i]);
	return whole;
}

/* Formatted once when it is short, which nearly all texts are. */
char *str_vprintf(struct arena *arena, const char *format, va_list args)
{
	char most[512];
	va_list again;

	va_copy(again, args);
	int length = vsnprintf(most, sizeof(most), format, again);
	va_end(again);
	if (length >= 0 && (size_t)length < sizeof(most))
		return str_copy_n(arena, most, (size_t)length);
	char *text = arena_alloc(arena, (size_t)length + 1);
	vsnprintf(text, (size_t)length + 1, format, args);
	return text;
}

char *str_printf(struct arena *arena, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	char *text = str_vprintf(arena, format, args);
	va_end(args);
	return text;
}

bool str_equal(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

int str_compare(const char *a, const char *b)
{
	if (!a || !b)
		return (a != NULL) - (b != NULL);
	return strcmp(a, b);
}

bool str_starts_with(const char *string, const char *prefix)
{
	return string && strncmp(string, prefix, strlen(prefix)) == 0;
}

bool str_ends_with(const char *string, const char *suffix)
{
	if (!string)
		return false;
	size_t length = strlen(string);
	size_t tail = strlen(suffix);
	return length >= tail && memcmp(string + length - tail, suffix, tail) == 0;
}

bool str_is_word_byte(char byte)
{
	return isalnum((unsigned char)byte) || byte == '_';
}

bool str_in(const char *string, const char *words)
{
	if (!string || !*string)
		return false;
	size_t length = strlen(string);
	for (const char *at = strstr(words, string); at; at = strstr(at + 1, string)) {
		if ((at == words || at[-1] == ' ') && (at[length] == ' ' || at[length] == '\0'))
			return true;
	}
	return false;
}

char *str_underscore(struct arena *arena, const char *string)
{
	struct strbuf text = strbuf_new(arena);

	for (const char *c = string; *c; c++) {
		if (c[0] == ':' && c[1] == ':') {
			strbuf_putc(&text, '/');
			c++;
			continue;
		}
		bool upper = isupper((unsigned char)*c);
		bool inside = c > string && c[-1] != ':';
		bool after_lower = inside && (islower((unsigned char)c[-1]) || isdigit((unsigned char)c[-1]));
		bool ends_acronym = inside && isupper((unsigned char)c[-1]) && islower((unsigned char)c[1]);
		if (upper && (after_lower || ends_acronym))
			strbuf_putc(&text, '_');
		strbuf_putc(&text, (char)tolower((unsigned char)*c));
	}
	return strbuf_finish(&text);
}

char *str_camelize(struct arena *arena, const char *string)
{
	struct strbuf text = strbuf_new(arena);
	bool start = true;

	for (const char *c = string; *c; c++) {
		if (*c == '_') {
			start = true;
		} else if (*c == '/') {
			strbuf_puts(&text, "::");
			start = true;
		} else {
			strbuf_putc(&text, start ? (char)toupper((unsigned char)*c) : *c);
			start = false;
		}
	}
	return strbuf_finish(&text);
}

void names_push(struct arena *arena, struct names *names, const char *name)
{
	if (names->count == names->capacity) {
		size_t capacity = names->capacity ? names->capacity * 2 : 4;
		names->items = arena_realloc(arena, names->items, names->capacity * sizeof(*names->items),
					     capacity * sizeof(*names->items));
		names->capacity = capacity;
	}
	names->items[names->count++] = name;
}

bool names_add(struct arena *arena, struct names *names, const char *name)
{
	if (names_has(names, name))
		return false;
	names_push(arena, names, name);
	return true;
}

bool names_has(const struct names *names, const char *name)
{
	for (size_t i = 0; i < names->count; i++) {
		if (str_equal(names->items[i], name))
			return true;
	}
	return false;
}

static int compare_name(const void *name, const void *item)
{
	return strcmp(name, *(const char *const *)item);
}

bool names_has_sorted(const struct names *names, const char *name)
{
	return names->count && bsearch(name, names->items, names->count, sizeof(*names->items), compare_name);
}

bool names_has_all(const struct names *names, const struct names *wanted)
{
	for (size_t i = 0; i < wanted->count; i++) {
		if (!names_has(names, wanted->items[i]))
			return false;
	}
	return true;
}

bool names_equal(const struct names *a, const struct names *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		if (!str_equal(a->items[i], b->items[i]))
			return false;
	}
	return true;
}

static int compare_names(const void *a, const void *b)
{
	return str_compare(*(const char *const *)a, *(const char *const *)b);
}

void names_sort(struct names *names)
{
	if (names->count > 1)
		qsort(names->items, names->count, sizeof(*names->items), compare_names);
}

char *names_join(struct arena *arena, const struct names *names, const char *separator)
{
	struct strbuf text = strbuf_new(arena);

	for (size_t i = 0; i < names->count; i++) {
		if (i)
			strbuf_puts(&text, separator);
		strbuf_puts(&text, names->items[i] ? names->items[i] : "?");
	}
	return strbuf_finish(&text);
}

struct strbuf strbuf_new(struct arena *arena)
{
	return (struct strbuf){.arena = arena};
}

/* Room for `length` more bytes and the end. */
static void strbuf_reserve(struct strbuf *buffer, size_t length)
{
	size_t needed = buffer->length + length + 1;

	if (needed <= buffer->capacity)
		return;
	size_t capacity = buffer->capacity ? buffer->capacity * 2 : 64;
	while (capacity < needed)
		capacity *= 2;
	buffer->bytes = arena_realloc(buffer->arena, buffer->bytes, buffer->capacity, capacity);
	buffer->capacity = capacity;
}

void strbuf_add(struct strbuf *buffer, const char *bytes, size_t length)
{
	strbuf_reserve(buffer, length);
	if (length)
		memcpy(buffer->bytes + buffer->length, bytes, length);
	buffer->length += length;
	buffer->bytes[buffer->length] = '\0';
}

void strbuf_puts(struct strbuf *buffer, const char *string)
{
	strbuf_add(buffer, string, strlen(string));
}

void strbuf_putc(struct strbuf *buffer, char byte)
{
	strbuf_reserve(buffer, 1);
	buffer->bytes[buffer->length++] = byte;
	buffer->bytes[buffer->length] = '\0';
}

void strbuf_printf(struct strbuf *buffer, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	va_list again;
	va_copy(again, args);
	int length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	strbuf_reserve(buffer, length > 0 ? (size_t)length : 0);
	if (length >= 0)
		vsnprintf(buffer->bytes + buffer->length, (size_t)length + 1, format, args);
	buffer->length += length > 0 ? (size_t)length : 0;
	va_end(args);
}

char *strbuf_finish(struct strbuf *buffer)
{
	if (!buffer->bytes)
		strbuf_add(buffer, "", 0);
	return buffer->bytes;
}

/* Edit distance by Wagner and Fischer with one row; words longer than the row are never near. */
static size_t distance(const char *a, const char *b)
{
	size_t row[32];
	size_t columns = strlen(b);

	if (columns + 1 > sizeof(row) / sizeof(row[0]))
		return 99;
	for (size_t j = 0; j <= columns; j++)
		row[j] = j;
	for (size_t i = 0; a[i]; i++) {
		size_t diagonal = row[0];
		row[0] = i + 1;
		for (size_t j = 0; j < columns; j++) {
			size_t change = diagonal + (a[i] != b[j]);
			size_t step = (row[j] < row[j + 1] ? row[j] : row[j + 1]) + 1;
			diagonal = row[j + 1];
			row[j + 1] = change < step ? change : step;
		}
	}
	return row[columns];
}

static const char *nearest_word(const char *word, const char *const *words)
{
	const char *nearest = NULL;
	size_t best = 3;

	for (; *words; words++) {
		bool is_start = strlen(word) >= 2 && str_starts_with(*words, word);
		size_t steps = is_start ? 1 : distance(word, *words);
		if (steps < best && steps < strlen(word)) {
			best = steps;
			nearest = *words;
		}
	}
	return nearest;
}

const char *str_proposal(struct arena *arena, const char *word, const char *const *words)
{
	const char *nearest = nearest_word(word, words);

	return nearest ? str_printf(arena, "; did you mean '%s'?", nearest) : "";
}

char *str_list(struct arena *arena, const char *words, const char *last)
{
	struct strbuf out = strbuf_new(arena);

	while (*words) {
		size_t length = strcspn(words, " ");
		const char *next = words + length + strspn(words + length, " ");
		if (out.length)
			strbuf_puts(&out, *next ? ", " : last);
		strbuf_add(&out, words, length);
		words = next;
	}
	return strbuf_finish(&out);
}
