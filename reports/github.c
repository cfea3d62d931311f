/* GitHub's workflow commands: one line per finding, which the runner turns into an annotation of the file.
 *
 *     ::error file=db/x.rb,line=10,endLine=10,col=5,endColumn=60,title=implicit-stop::message
 *
 * The message may have lines (%0A): the links of the chain and the ways out follow the first. Columns are given only
 * for a place within one line; others would be ignored. Suppressed findings are left out. */
#include "reports/place.h"

#include "analyzer/base/str.h"
#include "analyzer/report_format.h"

#include <string.h>

/* Escaped as the runner unescapes it; in properties ':' and ',' are separators too. */
static void put(FILE *out, const char *text, bool is_property)
{
	for (; *text; text++) {
		if (strchr("%\r\n", *text) || (is_property && strchr(":,", *text)))
			fprintf(out, "%%%02X", (unsigned char)*text);
		else
			fputc(*text, out);
	}
}

static void put_message(FILE *out, struct arena *arena, const struct finding *finding)
{
	struct strbuf text = strbuf_new(arena);

	strbuf_puts(&text, finding->message);
	vec_each(const struct link, link, &finding->evidence) {
		strbuf_puts(&text, "\nnote: ");
		if (link->location.source)
			strbuf_printf(&text, "%s:%u: ", location_path(link->location), location_line(link->location));
		strbuf_puts(&text, link->text);
	}
	vec_each(const struct fix, fix, &finding->fixes)
		strbuf_printf(&text, "\nhelp: %s", fix->text);
	put(out, strbuf_finish(&text), false);
}

static void put_finding(FILE *out, struct arena *arena, const struct finding *finding)
{
	static const char *const commands[] = {"notice", "warning", "error"};
	struct place place = place_of_finding(finding);

	fprintf(out, "::%s file=", commands[finding->level]);
	put(out, place.path, true);
	fprintf(out, ",line=%u,endLine=%u", place.start.line, place.end.line);
	if (!place.is_whole_file && place.start.line == place.end.line)
		fprintf(out, ",col=%u,endColumn=%u", place_character_column(finding->location.source, place.start),
			place_character_column(finding->location.source, place.end));
	fputs(",title=", out);
	put(out, finding->rule, true);
	fputs("::", out);
	put_message(out, arena, finding);
	fputc('\n', out);
}

static int write_findings(const struct result *result, const struct report_options *options, FILE *out)
{
	(void)options;
	struct arena *arena = arena_new();

	vec_each(const struct finding, finding, &result->findings) {
		if (!finding->suppressed_reason)
			put_finding(out, arena, finding);
		arena_clear(arena);
	}
	arena_free(arena);
	return ferror(out) ? -1 : 0;
}

const struct report_format report_format_github = {
	.name = "github",
	.media_type = "text/plain",
	.write_findings = write_findings,
};
