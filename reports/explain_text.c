/* Labels stand in a column of their own and are not repeated; examples of code keep their lines. */
#include "reports/explain_text.h"

#include "reports/style.h"

#include <string.h>

#define LABEL_WIDTH 12

static void add_label(struct styled *s, const char *label, const char *previous)
{
	char blanks[LABEL_WIDTH + 1];
	int length = str_equal(label, previous) ? 0 : (int)strlen(label);
	int rest = LABEL_WIDTH - length > 1 ? LABEL_WIDTH - length : 1;
	styled_begin(s, STYLE_NOTE);
	styled_raw(s, label, (size_t)length);
	styled_end(s);
	memset(blanks, ' ', sizeof(blanks));
	styled_raw(s, blanks, (size_t)rest);
	s->indent = LABEL_WIDTH;
}

/* Text with line breaks is an example. */
static void add_example(struct styled *s, const char *text)
{
	while (*text) {
		size_t length = strcspn(text, "\n");
		styled_raw(s, text, length);
		text += length;
		if (*text == '\n') {
			styled_newline(s);
			styled_raw(s, "            ", LABEL_WIDTH);
			text++;
		}
	}
}

static bool is_example(const struct explain_line *line)
{
	return str_equal(line->label, "bad") || str_equal(line->label, "good");
}

static void add_line(struct styled *s, const struct explain_line *line, const char *previous)
{
	add_label(s, line->label, previous);
	if (is_example(line))
		add_example(s, line->text);
	else
		styled_words(s, line->text && *line->text ? line->text : "nothing");
	if (line->location.source && location_path(line->location)[0]) {
		struct position place = source_position(line->location.source, line->location.offset);
		styled_begin(s, STYLE_PATH);
		styled_words(s, str_printf(s->text.arena, "(%s:%u)", location_path(line->location), place.line));
		styled_end(s);
	}
	styled_newline(s);
}

int explain_write_text(const struct explanation *explanation, const struct report_options *options, FILE *out)
{
	struct arena *arena = arena_new();
	struct styled s = styled_new(arena, options);
	const char *previous = NULL;
	styled_words(&s, explanation->title);
	styled_newline(&s);
	for (size_t i = 0; i < explanation->matches.count; i++) {
		styled_raw(&s, "  ", 2);
		styled_raw(&s, explanation->matches.items[i], strlen(explanation->matches.items[i]));
		styled_newline(&s);
	}
	vec_each(const struct explain_line, line, &explanation->lines) {
		add_line(&s, line, previous);
		previous = line->label;
	}
	int status = styled_flush(&s, out);
	arena_free(arena);
	return status;
}
