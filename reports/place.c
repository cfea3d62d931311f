/* Formats must not be given line 0, and some tools drop a result that has no path. */
#include "reports/place.h"

#include "analyzer/base/str.h"
#include "reports/style.h"

#include <string.h>

struct place place_of(struct location location)
{
	struct place place = {location_path(location), {1, 1}, {1, 1}, true};

	if (location.source && location.length) {
		place.start = source_position(location.source, location.offset);
		place.end = source_position(location.source, location.offset + location.length);
		place.is_whole_file = false;
	}
	return place;
}

struct place place_of_finding(const struct finding *finding)
{
	struct place place = place_of(finding->location);

	for (size_t i = 0; i < finding->evidence.count && !*place.path; i++)
		place = place_of(finding->evidence.items[i].location);
	if (!*place.path)
		place.path = ".";
	return place;
}

uint32_t place_character_column(const struct source *source, struct position position)
{
	size_t length = 0;
	const char *line = source ? source_line(source, position.line, &length) : NULL;
	size_t end = position.column - 1 < length ? position.column - 1 : length;
	uint32_t column = 1;

	for (size_t i = 0; line && i < end; column++) {
		int width;
		bool valid;
		i += text_character(line + i, length - i, &width, &valid);
	}
	return line ? column : position.column;
}

const char *place_uri(struct arena *arena, const char *path)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/!$&'()*+,;=@";
	struct strbuf uri = strbuf_new(arena);

	for (const char *byte = path; *byte; byte++) {
		if (strchr(plain, *byte))
			strbuf_putc(&uri, *byte);
		else
			strbuf_printf(&uri, "%%%02X", (unsigned char)*byte);
	}
	return strbuf_finish(&uri);
}
