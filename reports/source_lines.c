/* The key of an excerpt is its path and its lines: two places in one statement share one. */
#include "reports/source_lines.h"

#define LINES_BEFORE 2u
#define LINES_AFTER 1u
#define LINES_MOST 6u

struct source_lines source_lines_new(struct arena *arena)
{
	return (struct source_lines){.arena = arena, .numbers = map_new(arena)};
}

/* Not in the middle of a character of UTF-8. */
static size_t cut(const char *bytes, size_t length)
{
	if (length <= SOURCE_LINE_BYTES)
		return length;
	length = SOURCE_LINE_BYTES;
	while (length > 0 && ((unsigned char)bytes[length] & 0xc0u) == 0x80u)
		length--;
	return length;
}

/* A byte 0 would end the string. */
static char *copy_line(struct arena *arena, const char *bytes, size_t length)
{
	size_t shown = cut(bytes, length);

	char *copy = arena_alloc(arena, shown + 4);
	for (size_t i = 0; i < shown; i++)
		copy[i] = bytes[i] ? bytes[i] : ' ';
	for (size_t i = shown; shown < length && i < shown + 3; i++)
		copy[i] = '.';
	return copy;
}

bool source_excerpt_make(struct arena *arena, struct location location, struct source_excerpt *out)
{
	if (!location.source || !location.source->length)
		return false;
	source_load(location.source);
	uint32_t end = location.offset + (location.length ? location.length - 1 : 0);
	uint32_t line = source_position(location.source, location.offset).line;
	uint32_t last = source_position(location.source, end).line;
	*out = (struct source_excerpt){.path = location.source->path, .line = line};
	out->end_line = last < line ? line : last;
	out->first_line = line > LINES_BEFORE ? line - LINES_BEFORE : 1;
	if (last >= line + LINES_MOST)
		last = line + LINES_MOST - 1;
	for (uint32_t at = out->first_line; at <= last + LINES_AFTER && at <= location.source->line_count; at++) {
		size_t length;
		const char *bytes = source_line(location.source, at, &length);
		names_push(arena, &out->lines, copy_line(arena, bytes, length));
	}
	return true;
}

size_t source_lines_add(struct source_lines *lines, struct location location)
{
	struct source_excerpt excerpt;

	if (!source_excerpt_make(lines->arena, location, &excerpt))
		return NO_SOURCE_LINES;
	const char *key = str_printf(lines->arena, "%s:%u:%u", excerpt.path, excerpt.line, excerpt.end_line);
	size_t *known = map_get(&lines->numbers, key);
	if (known)
		return *known;
	size_t *number = ARENA_NEW(lines->arena, size_t);
	*number = lines->excerpts.count;
	map_put(&lines->numbers, key, number);
	vec_push(lines->arena, &lines->excerpts, excerpt);
	return *number;
}
