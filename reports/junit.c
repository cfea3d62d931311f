/* JUnit XML, the part of it that GitLab reads: testsuite, testcase (classname, name, file, time), failure, skipped,
 * system-out, with what matters as content of the elements.
 *
 * A rule is a suite. Errors and warnings are failures; notes pass and speak in system-out; a suppressed finding is a
 * skipped test; a rule that found nothing is a test that passes. Tests of one class and name are one to GitLab, so the
 * name holds the fingerprint; it holds no line number, so that a test keeps its name when the file is edited. */
#include "reports/place.h"
#include "reports/style.h"

#include "analyzer/report_format.h"
#include "analyzer/rule.h"

#include <stdint.h>
#include <string.h>

/* XML 1.0 has no form for control characters other than tab and line breaks, U+FFFE and U+FFFF. */
static bool is_xml_character(const char *bytes, size_t length)
{
	if (length == 1)
		return (unsigned char)*bytes >= 0x20 || strchr("\t\n\r", *bytes);
	return length != 3 || memcmp(bytes, "\xef\xbf", 2) != 0 || (unsigned char)bytes[2] < 0xbe;
}

static const char *entity(char byte, bool is_attribute)
{
	switch (byte) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\n':
		return is_attribute ? "&#10;" : NULL;
	case '\t':
		return is_attribute ? "&#9;" : NULL;
	case '\r':
		return "&#13;";
	default:
		return NULL;
	}
}

static void put(FILE *out, const char *text, bool is_attribute)
{
	size_t length = strlen(text);

	for (size_t i = 0; i < length;) {
		int width;
		bool valid;
		size_t used = text_character(text + i, length - i, &width, &valid);
		const char *escaped = used == 1 ? entity(text[i], is_attribute) : NULL;
		if (!valid || !is_xml_character(text + i, used))
			fputs("\xef\xbf\xbd", out);
		else if (escaped)
			fputs(escaped, out);
		else
			fwrite(text + i, 1, used, out);
		i += used;
	}
}

static void put_attribute(FILE *out, const char *name, const char *value)
{
	fprintf(out, " %s=\"", name);
	put(out, value, true);
	fputc('"', out);
}

static const char *details(struct arena *arena, const struct finding *finding)
{
	struct strbuf text = strbuf_new(arena);
	struct place place = place_of_finding(finding);

	strbuf_printf(&text, "%s:%u:%u: %s: %s\n", place.path, place.start.line, place.start.column,
		      level_name(finding->level), finding->message);
	vec_each(const struct link, link, &finding->evidence) {
		strbuf_puts(&text, "note: ");
		if (link->location.source)
			strbuf_printf(&text, "%s:%u: ", location_path(link->location), location_line(link->location));
		strbuf_printf(&text, "%s\n", link->text);
	}
	vec_each(const struct fix, fix, &finding->fixes)
		strbuf_printf(&text, "help: %s\n", fix->text);
	return strbuf_finish(&text);
}

static void put_body(FILE *out, struct arena *arena, const struct finding *finding)
{
	if (finding->suppressed_reason) {
		fputs("<skipped", out);
		put_attribute(out, "message", finding->suppressed_reason);
		fputs("/>", out);
	} else if (finding->level == LEVEL_NOTE) {
		fputs("<system-out>", out);
		put(out, details(arena, finding), false);
		fputs("</system-out>", out);
	} else {
		fputs("<failure", out);
		put_attribute(out, "message", finding->message);
		put_attribute(out, "type", level_name(finding->level));
		fputc('>', out);
		put(out, details(arena, finding), false);
		fputs("</failure>", out);
	}
}

static void put_case(FILE *out, struct arena *arena, const struct finding *finding)
{
	struct place place = place_of_finding(finding);
	const char *name = strrchr(place.path, '/');
	const char *job = finding->job && finding->job->class_name ? finding->job->class_name : NULL;

	fputs("    <testcase", out);
	put_attribute(out, "classname", finding->rule);
	put_attribute(out, "name",
		      str_printf(arena, "%s: %s%s%s [%s]", finding->rule, name ? name + 1 : place.path,
				 job ? ", job " : "", job ? job : "", finding->fingerprint));
	put_attribute(out, "file", place.path);
	fputs(" time=\"0\">", out);
	put_body(out, arena, finding);
	fputs("</testcase>\n", out);
}

struct counts {
	size_t tests, failures, skipped;
};

static struct counts count(const struct result *result, const char *rule)
{
	struct counts counts = {0};

	vec_each(const struct finding, finding, &result->findings) {
		if (rule && strcmp(finding->rule, rule) != 0)
			continue;
		counts.tests++;
		counts.skipped += finding->suppressed_reason != NULL;
		counts.failures += !finding->suppressed_reason && finding->level != LEVEL_NOTE;
	}
	return counts;
}

static void put_suite(FILE *out, struct arena *arena, const struct result *result, const char *rule)
{
	struct counts counts = count(result, rule);

	fprintf(out,
		"  <testsuite name=\"%s\" tests=\"%zu\" failures=\"%zu\" errors=\"0\" skipped=\"%zu\" time=\"0\">\n",
		rule, counts.tests ? counts.tests : 1, counts.failures, counts.skipped);
	if (counts.tests == 0)
		fprintf(out, "    <testcase classname=\"%s\" name=\"%s: no finding\" time=\"0\"/>\n", rule, rule);
	vec_each(const struct finding, finding, &result->findings) {
		if (strcmp(finding->rule, rule) == 0)
			put_case(out, arena, finding);
	}
	fputs("  </testsuite>\n", out);
}

static int write_findings(const struct result *result, const struct report_options *options, FILE *out)
{
	(void)options;
	struct arena *arena = arena_new();
	size_t rule_count;
	const struct rule *const *rules = rules_list(arena, &rule_count);

	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"stopgraph\">\n", out);
	for (size_t i = 0; i < rule_count; i++)
		put_suite(out, arena, result, rules[i]->id);
	fputs("</testsuites>\n", out);
	arena_free(arena);
	return ferror(out) ? -1 : 0;
}

const struct report_format report_format_junit = {
	.name = "junit",
	.media_type = "application/xml",
	.write_findings = write_findings,
};
