/* A unified diff, written without comparing anything: the edits are known. An edited file gets one hunk, from three
 * lines before its first edit to three lines behind its last one. The awkward case is a file whose last line has no
 * line break: the format says so behind that line, and a line can only be added after giving it one. */
#include "analyzer/fix/patch.h"

#include <stdlib.h>
#include <string.h>

enum { CONTEXT_LINES = 3 };

static const char no_newline[] = "\\ No newline at end of file\n";

void patch_add_file(struct patch *patch, const char *path, const char *text)
{
	vec_push(patch->arena, &patch->files, (struct new_file){path, text});
}

void patch_set_line(struct patch *patch, const struct source *source, uint32_t line, const char *text)
{
	vec_each(struct line_edit, edit, &patch->edits) {
		if (edit->source == source && edit->line == line)
			return;
	}
	vec_push(patch->arena, &patch->edits, (struct line_edit){source, line, text});
}

static uint32_t lines_in(const char *bytes, size_t length)
{
	uint32_t count = 0;

	for (size_t i = 0; i < length; i++)
		count += bytes[i] == '\n';
	return count + (length && bytes[length - 1] != '\n');
}

static void write_file(struct strbuf *out, const struct new_file *file)
{
	size_t length = strlen(file->text);

	strbuf_printf(out, "diff --git a/%s b/%s\nnew file mode 100644\n--- /dev/null\n+++ b/%s\n", file->path,
		      file->path, file->path);
	strbuf_printf(out, "@@ -0,0 +1,%u @@\n", lines_in(file->text, length));
	for (const char *line = file->text; *line;) {
		size_t count = strcspn(line, "\n");
		strbuf_printf(out, "+%.*s\n", (int)count, line);
		line += count + (line[count] == '\n');
	}
	if (file->text[length - 1] != '\n')
		strbuf_puts(out, no_newline);
}

static int compare_edits(const void *a, const void *b)
{
	const struct line_edit *one = a, *other = b;
	int order = strcmp(one->source->path, other->source->path);

	return order ? order : (one->line > other->line) - (one->line < other->line);
}

/* The edits of one file. */
struct hunk {
	const struct source *source;
	const struct line_edit *edits;
	size_t count;
	uint32_t lines; /* of the file */
	bool is_open;   /* its last line has no line break */
};

static struct hunk hunk_at(const struct patch *patch, size_t first)
{
	const struct source *source = patch->edits.items[first].source;
	struct hunk hunk = {.source = source, .edits = &patch->edits.items[first]};

	while (first + hunk.count < patch->edits.count && hunk.edits[hunk.count].source == source)
		hunk.count++;
	source_load(source);
	hunk.lines = lines_in(source->bytes, source->length);
	hunk.is_open = source->length && source->bytes[source->length - 1] != '\n';
	return hunk;
}

static bool appends(const struct hunk *hunk)
{
	return hunk->edits[hunk->count - 1].line == PATCH_AT_END;
}

static const struct line_edit *edit_of(const struct hunk *hunk, uint32_t line)
{
	for (size_t i = 0; i < hunk->count; i++) {
		if (hunk->edits[i].line == line)
			return &hunk->edits[i];
	}
	return NULL;
}

/* A line of the file with the mark in front, carriage return and all. */
static void write_old(struct strbuf *out, const struct hunk *hunk, char mark, uint32_t line)
{
	const char *bytes = hunk->source->bytes, *end = bytes + hunk->source->length;

	for (uint32_t i = 1; i < line; i++)
		bytes = (const char *)memchr(bytes, '\n', (size_t)(end - bytes)) + 1;
	const char *stop = memchr(bytes, '\n', (size_t)(end - bytes));
	strbuf_putc(out, mark);
	strbuf_add(out, bytes, (size_t)((stop ? stop : end) - bytes));
	strbuf_putc(out, '\n');
	if (!stop && mark != '+')
		strbuf_puts(out, no_newline);
}

static void write_line(struct strbuf *out, const struct hunk *hunk, uint32_t line)
{
	const struct line_edit *edit = edit_of(hunk, line);
	bool gets_a_break = line == hunk->lines && hunk->is_open && appends(hunk);

	write_old(out, hunk, edit || gets_a_break ? '-' : ' ', line);
	if (edit)
		strbuf_printf(out, "+%s\n", edit->text);
	else if (gets_a_break)
		write_old(out, hunk, '+', line);
}

static void write_hunk(struct strbuf *out, const struct hunk *hunk)
{
	uint32_t from = hunk->edits[0].line, to = hunk->edits[hunk->count - 1].line;

	if (from > hunk->lines)
		from = hunk->lines + 1;
	from = from > CONTEXT_LINES ? from - CONTEXT_LINES : 1;
	to = to < hunk->lines && hunk->lines - to > CONTEXT_LINES ? to + CONTEXT_LINES : hunk->lines;
	uint32_t count = to + 1 - from;
	strbuf_printf(out, "diff --git a/%s b/%s\n--- a/%s\n+++ b/%s\n", hunk->source->path, hunk->source->path,
		      hunk->source->path, hunk->source->path);
	strbuf_printf(out, "@@ -%u,%u +%u,%u @@\n", count ? from : 0, count, from, count + appends(hunk));
	for (uint32_t line = from; line <= to; line++)
		write_line(out, hunk, line);
	if (appends(hunk))
		strbuf_printf(out, "+%s\n", edit_of(hunk, PATCH_AT_END)->text);
}

char *patch_text(struct patch *patch)
{
	struct strbuf out = strbuf_new(patch->arena);

	vec_each(struct new_file, file, &patch->files)
		write_file(&out, file);
	if (patch->edits.count)
		qsort(patch->edits.items, patch->edits.count, sizeof(*patch->edits.items), compare_edits);
	for (size_t i = 0; i < patch->edits.count;) {
		struct hunk hunk = hunk_at(patch, i);
		write_hunk(&out, &hunk);
		i += hunk.count;
	}
	return strbuf_finish(&out);
}
