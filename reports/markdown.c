/* A code span ends at the first run of backticks as long as the one that began it, so the fence is one longer than the
 * longest run inside. In a table a bar splits cells even inside code, unless a backslash stands before it, which is
 * taken away again; two backslashes and a bar cannot be written there, so a blank comes between.
 *
 * In sentences every character that could begin something is escaped with a backslash, which CommonMark allows for all
 * ASCII punctuation and GitLab respects for references and mentions. An underscore between letters begins nothing and
 * stays readable. */
#include "reports/markdown.h"

#include <ctype.h>
#include <string.h>

#define QUOTED_MOST 200u

static size_t longest_run(const char *text, size_t length, char of)
{
	size_t longest = 0, run = 0;

	for (size_t i = 0; i < length; i++) {
		run = text[i] == of ? run + 1 : 0;
		longest = run > longest ? run : longest;
	}
	return longest;
}

static void put_code(const struct markdown *md, struct strbuf *out, const char *text, size_t length)
{
	size_t fence = longest_run(text, length, '`') + 1;
	bool pads =
		length == 0 || text[0] == '`' || text[length - 1] == '`' || (text[0] == ' ' && text[length - 1] == ' ');

	for (size_t i = 0; i < fence; i++)
		strbuf_putc(out, '`');
	if (pads)
		strbuf_putc(out, ' ');
	for (size_t i = 0; i < length; i++) {
		if (md->in_table && text[i] == '|')
			strbuf_puts(out, i > 0 && text[i - 1] == '\\' ? " \\" : "\\");
		strbuf_putc(out, (unsigned char)text[i] < ' ' || text[i] == 0x7f ? ' ' : text[i]);
	}
	if (pads)
		strbuf_putc(out, ' ');
	for (size_t i = 0; i < fence; i++)
		strbuf_putc(out, '`');
}

const char *markdown_code(struct markdown *md, const char *text)
{
	struct strbuf out = strbuf_new(md->arena);

	if (!text)
		text = "?";
	put_code(md, &out, text, strlen(text));
	return strbuf_finish(&out);
}

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || (unsigned char)c >= 0x80;
}

/* Could the byte at `i` begin or end markup? */
static bool is_special(const char *text, size_t i)
{
	char c = text[i];

	if (c == '_')
		return i == 0 || !is_word(text[i - 1]) || !is_word(text[i + 1]);
	if (c == ':')
		return text[i + 1] && text[i + 1] != ' ' && !isdigit((unsigned char)text[i + 1]);
	if (c == '.')
		return i >= 3 && strncasecmp(text + i - 3, "www", 3) == 0;
	if (i == 0 && strchr("-+=", c))
		return true;
	return strchr("\\`*{}[]<>#!|~@$&%^\"", c) != NULL;
}

/* Length of what is quoted at `text` (after the quote), 0 when it is no quotation. */
static size_t quoted(const char *text)
{
	const char *end = strchr(text, '\'');

	return end && end > text && (size_t)(end - text) < QUOTED_MOST && !is_word(end[1]) ? (size_t)(end - text) : 0;
}

const char *markdown_text(struct markdown *md, const char *text)
{
	struct strbuf out = strbuf_new(md->arena);

	for (size_t i = 0; text && text[i]; i++) {
		size_t length = text[i] == '\'' && (i == 0 || !is_word(text[i - 1])) ? quoted(text + i + 1) : 0;
		if (length) {
			put_code(md, &out, text + i + 1, length);
			i += length + 1;
			continue;
		}
		if (is_special(text, i))
			strbuf_putc(&out, '\\');
		strbuf_putc(&out, (unsigned char)text[i] < ' ' || text[i] == 0x7f ? ' ' : text[i]);
	}
	return strbuf_finish(&out);
}

const char *markdown_link(struct markdown *md, const char *words, const char *url)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?#@!$&+,;=%";

	bool is_web = str_starts_with(url, "https://") || str_starts_with(url, "http://");

	if (!is_web || url[strspn(url, plain)])
		return str_printf(md->arena, "%s (%s)", words, markdown_code(md, url));
	return str_printf(md->arena, "[%s](%s)", words, url);
}

const char *markdown_place(struct markdown *md, struct location location)
{
	if (!location.source)
		return "";
	return markdown_code(md, location.source->length ? str_printf(md->arena, "%s:%u", location_path(location),
								      location_line(location))
							 : location_path(location));
}

const char *markdown_mermaid(struct markdown *md, const char *text)
{
	struct strbuf out = strbuf_new(md->arena);

	for (; text && *text; text++) {
		unsigned char c = (unsigned char)*text;
		if (c < ' ' || c == 0x7f)
			strbuf_putc(&out, ' ');
		else if (isalnum(c) || c >= 0x80 || strchr(" _.,:/()-", c))
			strbuf_putc(&out, (char)c);
		else
			strbuf_printf(&out, "#%u;", c);
	}
	return strbuf_finish(&out);
}

void markdown_fence(struct markdown *md, const char *language, const struct names *lines)
{
	size_t longest = 2;

	for (size_t i = 0; i < lines->count; i++) {
		size_t run = longest_run(lines->items[i], strlen(lines->items[i]), '`');
		longest = run > longest ? run : longest;
	}
	char *fence = str_printf(md->arena, "%*s", (int)longest + 1, "");
	memset(fence, '`', longest + 1);
	fprintf(md->out, "%*s%s%s\n", md->indent, "", fence, language);
	for (size_t i = 0; i < lines->count; i++) {
		fprintf(md->out, "%*s", md->indent, "");
		for (const char *byte = lines->items[i]; *byte; byte++)
			fputc((unsigned char)*byte < ' ' && *byte != '\t' ? ' ' : *byte, md->out);
		fputc('\n', md->out);
	}
	fprintf(md->out, "%*s%s\n\n", md->indent, "", fence);
}

struct markdown_table markdown_table_new(struct markdown *md, const char *columns)
{
	struct markdown_table table = {0};

	for (const char *end; columns; columns = *end ? end + 1 : NULL) {
		end = strchr(columns, '|');
		if (!end)
			end = columns + strlen(columns);
		names_push(md->arena, &table.columns, str_copy_n(md->arena, columns, (size_t)(end - columns)));
	}
	md->in_table = true;
	return table;
}

void markdown_cell(struct markdown *md, struct markdown_table *table, const char *cell)
{
	names_push(md->arena, &table->cells, cell ? cell : "?");
}

void markdown_number(struct markdown *md, struct markdown_table *table, size_t number)
{
	markdown_cell(md, table, str_printf(md->arena, "%zu", number));
}

static bool says_something(const struct markdown_table *table, size_t column)
{
	for (size_t i = column; i < table->cells.count; i += table->columns.count) {
		if (*table->cells.items[i] && !str_equal(table->cells.items[i], "?"))
			return true;
	}
	return false;
}

static void write_row(struct markdown *md, const struct markdown_table *table, const char *const *cells,
		      const bool *shown)
{
	fputc('|', md->out);
	for (size_t i = 0; i < table->columns.count; i++) {
		if (shown[i])
			fprintf(md->out, " %s |", cells[i]);
	}
	fputc('\n', md->out);
}

void markdown_table_write(struct markdown *md, const struct markdown_table *table)
{
	size_t count = table->columns.count;
	bool *shown = ARENA_ARRAY(md->arena, bool, count);
	struct names heads = {0}, rules = {0};

	md->in_table = false;
	if (!table->cells.count)
		return;
	for (size_t i = 0; i < count; i++) {
		bool is_right = table->columns.items[i][0] == '>';
		shown[i] = says_something(table, i);
		names_push(md->arena, &heads, table->columns.items[i] + is_right);
		names_push(md->arena, &rules, is_right ? "---:" : ":---");
	}
	write_row(md, table, heads.items, shown);
	write_row(md, table, rules.items, shown);
	for (size_t i = 0; i + count <= table->cells.count; i += count)
		write_row(md, table, table->cells.items + i, shown);
	fputc('\n', md->out);
}

void markdown_open(struct markdown *md, const char *summary)
{
	fprintf(md->out, "<details>\n<summary>%s</summary>\n\n", summary);
}

void markdown_close(struct markdown *md)
{
	fputs("</details>\n\n", md->out);
}
