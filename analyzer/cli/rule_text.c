/* Text is filled like help (page.h); examples are printed as they stand. */
#include "analyzer/cli/rule_text.h"

#include "analyzer/cli/page.h"

#include <string.h>

static void print_paragraph(const char *text, FILE *out)
{
	if (text)
		page_write(out, text, (size_t)fprintf(out, "  "));
}

static void print_example(const char *heading, const char *text, FILE *out)
{
	if (!text || !*text)
		return;
	fprintf(out, "  %s\n", heading);
	while (*text) {
		size_t length = strcspn(text, "\n");
		fprintf(out, "    %.*s\n", (int)length, text);
		text += length + (text[length] == '\n');
	}
}

void rule_print(const struct rule *rule, FILE *out)
{
	fprintf(out, "%s (%s): %s\n", rule->id, level_name(rule->level), rule->summary);
	print_paragraph(rule->explain.what, out);
	print_paragraph(rule->explain.why, out);
	print_example("fires:", rule->explain.bad, out);
	print_example("is silent:", rule->explain.good, out);
	fputc('\n', out);
}
