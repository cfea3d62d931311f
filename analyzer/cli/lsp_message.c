/* The input is not buffered (see cmd_lsp.c), so that poll() tells whether a message waits. */
#include "analyzer/cli/lsp_message.h"

#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum { MAX_MESSAGE = 64 << 20 };

/* The length that the head announces; 0 at the end or for a head without one. */
static size_t read_head(FILE *in)
{
	static const char key[] = "Content-Length:";
	char line[256];
	size_t length = 0;

	while (fgets(line, sizeof(line), in)) {
		if (strcmp(line, "\r\n") == 0 || strcmp(line, "\n") == 0)
			return length;
		if (strncasecmp(line, key, strlen(key)) == 0)
			length = strtoul(line + strlen(key), NULL, 10);
	}
	return 0;
}

json_t *lsp_read(FILE *in)
{
	size_t length = read_head(in);

	if (length == 0 || length > MAX_MESSAGE)
		return NULL;
	char *bytes = malloc(length);
	json_t *message = NULL;
	if (bytes && fread(bytes, 1, length, in) == length)
		message = json_loadb(bytes, length, 0, NULL);
	free(bytes);
	return message;
}

bool lsp_waiting(FILE *in, int milliseconds)
{
	struct pollfd descriptor = {.fd = fileno(in), .events = POLLIN};

	return poll(&descriptor, 1, milliseconds) > 0 && (descriptor.revents & POLLIN);
}

void lsp_write(FILE *out, json_t *message)
{
	char *text = json_dumps(message, JSON_COMPACT);

	if (text)
		fprintf(out, "Content-Length: %zu\r\n\r\n%s", strlen(text), text);
	fflush(out);
	free(text);
	json_decref(message);
}

char *lsp_path(struct arena *arena, const char *uri)
{
	static const char scheme[] = "file://";
	struct strbuf path = strbuf_new(arena);
	unsigned byte;

	if (!uri || !str_starts_with(uri, scheme))
		return NULL;
	for (const char *at = uri + strlen(scheme); *at; at++) {
		if (*at == '%' && sscanf(at + 1, "%2x", &byte) == 1 && at[1] && at[2]) {
			strbuf_putc(&path, (char)byte);
			at += 2;
		} else {
			strbuf_putc(&path, *at);
		}
	}
	return strbuf_finish(&path);
}

char *lsp_uri(struct arena *arena, const char *path)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~/";
	struct strbuf uri = strbuf_new(arena);

	strbuf_puts(&uri, "file://");
	for (; *path; path++) {
		if (strchr(plain, *path))
			strbuf_putc(&uri, *path);
		else
			strbuf_printf(&uri, "%%%02X", (unsigned char)*path);
	}
	return strbuf_finish(&uri);
}

/* UTF-16 units of the character that begins with `byte`, none for one that continues a character. */
static size_t units_of(unsigned char byte)
{
	return (byte & 0xC0) == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1;
}

size_t lsp_column(const char *line, size_t length, size_t units)
{
	size_t seen = 0, at = 0;

	for (; at < length; at++) {
		seen += units_of((unsigned char)line[at]);
		if (seen > units)
			break;
	}
	return at;
}

static json_t *position(const struct source *source, uint32_t offset)
{
	struct position at = source_position(source, offset);
	size_t length, units = 0;
	const char *line = source_line(source, at.line, &length);

	for (size_t i = 0; i < length && i + 1 < at.column; i++)
		units += units_of((unsigned char)line[i]);
	return json_pack("{s:i, s:i}", "line", (int)at.line - 1, "character", (int)units);
}

json_t *lsp_range(struct location location)
{
	if (!location.source || !location.source->length)
		return json_pack("{s:{s:i, s:i}, s:{s:i, s:i}}", "start", "line", 0, "character", 0, "end", "line", 0,
				 "character", 0);
	return json_pack("{s:o, s:o}", "start", position(location.source, location.offset), "end",
			 position(location.source, location.offset + location.length));
}
