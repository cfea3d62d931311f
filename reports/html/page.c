/* The batch report as one HTML file. page.html is the frame; what stands in {{ }} there is put in here: styles and
 * scripts as they are, with their hashes for the content security policy (so nothing else on the page can ever run),
 * the graph as an SVG element, and the JSON of the report as data. Inside of a script element, "</script" and "<!--"
 * would end or change it: in JSON every "<" stands in a string, where \u003c says the same. */
#include "reports/embedded.h"
#include "reports/graph_picture.h"
#include "reports/release_report.h"

#include "reports/picture/text.h"

#include <stdlib.h>
#include <string.h>

struct part {
	const char *text;
	const char *sha256; /* base64 */
};

struct page {
	struct arena *arena;
	const struct release_report *report;
	FILE *out;
	int status;
};

static const struct part *page_styles(size_t *count_out)
{
	static const struct part parts[] = {{embedded_picture_css, embedded_picture_css_sha256},
					    {embedded_page_css, embedded_page_css_sha256}};
	*count_out = sizeof(parts) / sizeof(parts[0]);
	return parts;
}

/* In the order in which they run. */
static const struct part *page_scripts(size_t *count_out)
{
	static const struct part parts[] = {
		{embedded_model_js, embedded_model_js_sha256},   {embedded_evidence_js, embedded_evidence_js_sha256},
		{embedded_tables_js, embedded_tables_js_sha256}, {embedded_timeline_js, embedded_timeline_js_sha256},
		{embedded_graph_js, embedded_graph_js_sha256},   {embedded_main_js, embedded_main_js_sha256}};
	*count_out = sizeof(parts) / sizeof(parts[0]);
	return parts;
}

static void put_parts(FILE *out, const struct part *parts, size_t count, const char *element)
{
	for (size_t i = 0; i < count; i++)
		fprintf(out, "<%s>%s</%s>\n", element, parts[i].text, element);
}

static void put_hashes(FILE *out, const struct part *parts, size_t count)
{
	for (size_t i = 0; i < count; i++)
		fprintf(out, "%s'sha256-%s'", i ? " " : "", parts[i].sha256);
}

static void put_styles(struct page *page)
{
	size_t count;
	const struct part *parts = page_styles(&count);
	put_parts(page->out, parts, count, "style");
}

static void put_style_hashes(struct page *page)
{
	size_t count;
	const struct part *parts = page_styles(&count);
	put_hashes(page->out, parts, count);
}

static void put_scripts(struct page *page)
{
	size_t count;
	const struct part *parts = page_scripts(&count);
	put_parts(page->out, parts, count, "script");
}

static void put_script_hashes(struct page *page)
{
	size_t count;
	const struct part *parts = page_scripts(&count);
	put_hashes(page->out, parts, count);
}

static void put_escaped(struct page *page, const char *text)
{
	picture_put_xml(page->out, picture_clean(page->arena, text));
}

static void put_title(struct page *page)
{
	const char *project = page->report->result->graph->project->revision;

	put_escaped(page, str_printf(page->arena, "Migrations and background jobs of %s%s%s", page->report->title,
				     project ? " at " : "", project ? project : ""));
}

static void put_version(struct page *page)
{
	put_escaped(page, page->report->result->tool_version);
}

static void put_graph(struct page *page)
{
	struct picture picture = report_picture(page->arena, page->report);

	if (picture_largest_group(&picture) > picture_format_find("svg")->group_limit)
		picture = picture_new(page->arena, "too much hangs together to be drawn");
	if (picture_write_svg_part(&picture, page->out))
		page->status = -1;
}

/* U+2028 and U+2029 end a line in old readers of scripts. */
static const char *line_separator(const char *bytes, size_t length)
{
	if (length >= 3 && memcmp(bytes, "\xe2\x80\xa8", 3) == 0)
		return "\\u2028";
	return length >= 3 && memcmp(bytes, "\xe2\x80\xa9", 3) == 0 ? "\\u2029" : NULL;
}

static void put_json(FILE *out, const char *json, size_t length)
{
	for (size_t i = 0; i < length; i++) {
		const char *separator = line_separator(json + i, length - i);
		if (separator) {
			fputs(separator, out);
			i += 2;
		} else if (json[i] == '<' || json[i] == '>' || json[i] == '&') {
			fprintf(out, "\\u%04x", (unsigned)json[i]);
		} else {
			fputc(json[i], out);
		}
	}
}

static void put_data(struct page *page)
{
	char *json = NULL;
	size_t length = 0;
	FILE *memory = open_memstream(&json, &length);

	if (!memory) {
		page->status = -1;
		return;
	}
	if (release_report_write_json(page->report, memory))
		page->status = -1;
	if (fclose(memory))
		page->status = -1;
	else
		put_json(page->out, json, length);
	free(json);
}

static const struct slot {
	const char *name;
	void (*put)(struct page *page);
} slots[] = {
	{"data", put_data},
	{"graph", put_graph},
	{"script hashes", put_script_hashes},
	{"scripts", put_scripts},
	{"style hashes", put_style_hashes},
	{"styles", put_styles},
	{"title", put_title},
	{"version", put_version},
};

/* Fills the slot that begins at `text`, behind its braces; what follows it. */
static const char *fill_slot(struct page *page, const char *text)
{
	const char *end = strstr(text, "}}");

	for (size_t i = 0; end && i < sizeof(slots) / sizeof(slots[0]); i++) {
		if (strlen(slots[i].name) == (size_t)(end - text) &&
		    strncmp(slots[i].name, text, (size_t)(end - text)) == 0)
			slots[i].put(page);
	}
	return end ? end + 2 : text;
}

int release_report_write_html(const struct release_report *report, FILE *out)
{
	struct page page = {.arena = arena_new(), .report = report, .out = out};
	const char *at = embedded_page_html;

	for (const char *slot = strstr(at, "{{"); slot; slot = strstr(at, "{{")) {
		fwrite(at, 1, (size_t)(slot - at), out);
		at = fill_slot(&page, slot + 2);
	}
	fputs(at, out);
	arena_free(page.arena);
	return page.status || ferror(out) ? -1 : 0;
}
