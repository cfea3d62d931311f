/* Text is wrapped at 80 columns; examples are printed as they stand. */
#include "analyzer/cli/rule_text.h"

#include <string.h>

#define WIDTH 80

static void print_wrapped(const char *text, int indent, FILE *out)
{
	int column = 0;

	while (*text) {
		int length = (int)strcspn(text, " \n");
		if (column && column + 1 + length > WIDTH) {
			fputc('\n', out);
			column = 0;
		}
		column += column ? fprintf(out, " %.*s", length, text)
				 : fprintf(out, "%*s%.*s", indent, "", length, text);
		text += length;
		text += strspn(text, " \n");
	}
	fputc('\n', out);
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
	if (rule->explain.what)
		print_wrapped(rule->explain.what, 2, out);
	if (rule->explain.why)
		print_wrapped(rule->explain.why, 2, out);
	print_example("fires:", rule->explain.bad, out);
	print_example("is silent:", rule->explain.good, out);
	fputc('\n', out);
}
