/* The file is edited as text: a parser would lose blank lines, quotes and comments. An entry begins at a line with a
 * dash and ends with its last line that is neither blank nor a comment before the next one. */
#include "analyzer/stops/propose.h"

#include <stdlib.h>
#include <string.h>

struct entry {
	size_t start, end; /* whole lines */
	size_t indent;
	struct release release;
};

struct entries {
	struct entry *items;
	size_t count;
	size_t capacity;
};

static size_t blanks_at(const char *text, size_t length)
{
	size_t count = 0;

	while (count < length && (text[count] == ' ' || text[count] == '\t'))
		count++;
	return count;
}

static bool starts_with(const char *text, size_t length, const char *prefix)
{
	return length >= strlen(prefix) && strncmp(text, prefix, strlen(prefix)) == 0;
}

/* "major: 18" behind blanks and the dash. */
static void read_number(const char *text, size_t length, const char *key, int *out)
{
	size_t at = strspn(text, " \t-");

	if (at < length && starts_with(text + at, length - at, key))
		*out = atoi(text + at + strlen(key));
}

static void read_line(struct arena *arena, struct entries *entries, const struct source *file, size_t start, size_t end)
{
	const char *text = str_copy_n(arena, file->bytes + start, end - start);
	size_t length = strcspn(text, "\r\n");
	size_t indent = blanks_at(text, length);

	if (starts_with(text + indent, length - indent, "- "))
		vec_push(arena, entries, (struct entry){.start = start, .end = end, .indent = indent});
	if (!entries->count || indent == length || text[indent] == '#')
		return;
	struct entry *entry = vec_last(entries);
	entry->end = end;
	read_number(text, length, "major:", &entry->release.major);
	read_number(text, length, "minor:", &entry->release.minor);
}

static struct entries read_entries(struct arena *arena, const struct source *file)
{
	struct entries entries = {0};

	for (size_t start = 0; start < file->length;) {
		const char *newline = memchr(file->bytes + start, '\n', file->length - start);
		size_t end = newline ? (size_t)(newline - file->bytes) + 1 : file->length;
		read_line(arena, &entries, file, start, end);
		start = end;
	}
	return entries;
}

/* Blank lines between entries, as between the first two. */
static bool has_blank_lines(const struct source *file, const struct entries *entries)
{
	size_t gap = entries->count > 1 ? entries->items[1].start - entries->items[0].end : 1;
	return gap > 0 && (entries->count < 2 || file->bytes[entries->items[0].end] == '\n' ||
			   file->bytes[entries->items[0].end] == '\r');
}

static const char *entry_lines(struct arena *arena, struct release release, size_t indent, const char *newline)
{
	char blanks[32] = "";

	memset(blanks, ' ', indent < sizeof(blanks) ? indent : 0);
	return str_printf(arena, "%s- major: %d%s%s  minor: %d%s", blanks, release.major, newline, blanks,
			  release.minor, newline);
}

const char *propose_entry_text(struct arena *arena, struct release release)
{
	return entry_lines(arena, release, 0, "\n");
}

const char *propose_entry(struct arena *arena, const struct source *file, struct release release)
{
	struct entries entries = read_entries(arena, file);
	const char *newline = memmem(file->bytes, file->length, "\r\n", 2) ? "\r\n" : "\n";
	const char *blank = has_blank_lines(file, &entries) ? newline : "";
	struct strbuf out = strbuf_new(arena);
	const struct entry *before = NULL;

	vec_each(const struct entry, entry, &entries) {
		int order = release_compare_minor(entry->release, release);
		if (order == 0)
			return NULL;
		if (order < 0)
			before = entry;
	}
	size_t at = before ? before->end : entries.count ? entries.items[0].start : file->length;
	size_t indent = entries.count ? entries.items[0].indent : 0;
	bool is_open = at > 0 && file->bytes[at - 1] != '\n';
	strbuf_add(&out, file->bytes, at);
	strbuf_printf(&out, "%s%s%s%s", is_open ? newline : "", before ? blank : "",
		      entry_lines(arena, release, indent, newline), !before && entries.count ? blank : "");
	strbuf_add(&out, file->bytes + at, file->length - at);
	return strbuf_finish(&out);
}
