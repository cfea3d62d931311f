/* Filling of paragraphs. The texts of commands and options are written once, for the manual page and for the terminal;
 * roff fills what it gets, and this does the same for the terminal. Words are never cut: one that is longer than the
 * page (a URL, a path) stands on a line of its own. All help is ASCII, so that bytes are columns. */
#include "analyzer/cli/page.h"

#include <string.h>

enum { PAGE_WIDTH = 80 };

struct page {
	FILE *out;
	size_t indent;
	size_t column;
};

static void end_line(struct page *page)
{
	fputc('\n', page->out);
	page->column = 0;
}

static void put_word(struct page *page, const char *word, size_t length)
{
	if (page->column > page->indent && page->column + 1 + length > PAGE_WIDTH)
		end_line(page);
	if (page->column > page->indent) {
		fputc(' ', page->out);
		page->column++;
	}
	for (; page->column < page->indent; page->column++)
		fputc(' ', page->out);
	fwrite(word, 1, length, page->out);
	page->column += length;
}

static void put_words(struct page *page, const char *line, size_t length)
{
	for (size_t start = 0; start < length;) {
		size_t end = start;
		while (end < length && line[end] != ' ')
			end++;
		if (end > start)
			put_word(page, line + start, end - start);
		start = end + 1;
	}
}

void page_write(FILE *out, const char *text, size_t column)
{
	struct page page = {.out = out, .indent = column, .column = column};

	while (*text) {
		size_t length = strcspn(text, "\n");
		if (length && *text != ' ') {
			put_words(&page, text, length);
		} else {
			if (page.column)
				end_line(&page);
			fprintf(out, "%.*s\n", (int)length, text);
		}
		text += length + (text[length] == '\n');
	}
	if (page.column)
		end_line(&page);
}
