/* Line starts are indexed once per source; a position is a binary search. */
#include "analyzer/base/source.h"

#include "analyzer/base/str.h"

#include <string.h>

/* A plain loop, which compilers make one over many bytes at a time. */
static uint32_t count_breaks(const char *bytes, size_t length)
{
	uint32_t count = 0;

	for (size_t i = 0; i < length; i++)
		count += bytes[i] == '\n';
	return count;
}

static void index_lines(struct arena *arena, struct source *source)
{
	const char *bytes = source->bytes;
	size_t length = source->length;
	uint32_t lines = count_breaks(bytes, length) + 1;

	source->line_starts = ARENA_ARRAY(arena, uint32_t, lines);
	source->line_count = lines;
	const char *start = bytes;
	for (uint32_t line = 1; line < lines; line++) {
		start = (const char *)memchr(start, '\n', length - (size_t)(start - bytes)) + 1;
		source->line_starts[line] = (uint32_t)(start - bytes);
	}
}

struct source *source_new(struct arena *arena, const char *path, const char *bytes, size_t length)
{
	struct source *source = ARENA_NEW(arena, struct source);

	*source = (struct source){.path = str_copy(arena, path), .bytes = bytes, .length = length};
	index_lines(arena, source);
	return source;
}

struct source *source_later(const struct source_reader *reader, const char *path, size_t length)
{
	struct source *source = ARENA_NEW(reader->arena, struct source);

	*source = (struct source){.path = path, .bytes = "", .length = length, .reader = reader};
	return source;
}

/* Sources are values for everybody else; that their bytes come late is between source_later() and here. */
void source_load(const struct source *source)
{
	const struct source_reader *reader = source->reader;
	struct source *late = (struct source *)source;

	if (!reader)
		return;
	late->reader = NULL;
	late->bytes = reader->read(reader->payload, reader->arena, source);
	index_lines(reader->arena, late);
}

struct position source_position(const struct source *source, uint32_t offset)
{
	source_load(source);
	uint32_t low = 0;
	uint32_t high = source->line_count;

	if (offset > source->length)
		offset = (uint32_t)source->length;
	while (high - low > 1) {
		uint32_t middle = low + (high - low) / 2;
		if (source->line_starts[middle] <= offset)
			low = middle;
		else
			high = middle;
	}
	return (struct position){low + 1, offset - source->line_starts[low] + 1};
}

const char *source_line(const struct source *source, uint32_t line, size_t *length_out)
{
	source_load(source);
	*length_out = 0;
	if (line == 0 || line > source->line_count)
		return "";
	size_t start = source->line_starts[line - 1];
	size_t end = line < source->line_count ? source->line_starts[line] - 1 : source->length;
	if (end > start && source->bytes[end - 1] == '\r')
		end--;
	*length_out = end - start;
	return source->bytes + start;
}

uint32_t location_line(struct location location)
{
	return location.source ? source_position(location.source, location.offset).line : 1;
}

const char *location_path(struct location location)
{
	return location.source ? location.source->path : "";
}

int location_compare(struct location a, struct location b)
{
	int order = str_compare(location_path(a), location_path(b));

	if (order)
		return order;
	if (a.offset != b.offset)
		return a.offset < b.offset ? -1 : 1;
	return (a.length > b.length) - (a.length < b.length);
}
