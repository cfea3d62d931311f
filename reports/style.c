/* Widths follow the East Asian Width property (Unicode Standard Annex 11) by ranges, which is enough for source
 * code. */
#include "reports/style.h"

#include <stdint.h>
#include <string.h>

#define DEFAULT_WIDTH 80
#define NARROWEST 40

static const char *const style_names[] = {"error", "warning", "note", "help", "path", "caret", "gutter", "rule"};
static const char *const style_escapes[] = {"\033[1;31m", "\033[1;35m", "\033[1;36m", "\033[1;32m",
					    "\033[1m",    "\033[1;31m", "\033[34m",   "\033[2m"};
_Static_assert(sizeof(style_names) / sizeof(style_names[0]) == STYLE_COUNT, "a name for every style");
_Static_assert(sizeof(style_escapes) / sizeof(style_escapes[0]) == STYLE_COUNT, "an escape for every style");

struct styled styled_new(struct arena *arena, const struct report_options *options)
{
	int width = options->width > 0 ? options->width : DEFAULT_WIDTH;
	return (struct styled){
		.text = strbuf_new(arena),
		.mode = options->color_tags ? STYLE_TAGS
			: options->color    ? STYLE_ESCAPES
					    : STYLE_PLAIN,
		.width = width < NARROWEST ? NARROWEST : width,
	};
}

void styled_begin(struct styled *s, enum style style)
{
	styled_end(s);
	s->open = style;
	s->is_open = true;
	if (s->mode == STYLE_TAGS)
		strbuf_printf(&s->text, "<%s>", style_names[style]);
	else if (s->mode == STYLE_ESCAPES)
		strbuf_puts(&s->text, style_escapes[style]);
}

void styled_end(struct styled *s)
{
	if (!s->is_open)
		return;
	s->is_open = false;
	if (s->mode == STYLE_TAGS)
		strbuf_printf(&s->text, "</%s>", style_names[s->open]);
	else if (s->mode == STYLE_ESCAPES)
		strbuf_puts(&s->text, "\033[0m");
}

void styled_newline(struct styled *s)
{
	strbuf_putc(&s->text, '\n');
	s->column = 0;
}

void styled_raw(struct styled *s, const char *bytes, size_t length)
{
	strbuf_add(&s->text, bytes, length);
	s->column += text_width(bytes, length);
}

static void add_word(struct styled *s, const char *word, size_t length)
{
	int width = text_width(word, length);
	if (s->column > 0 && s->column + 1 + width > s->width && s->column > s->indent) {
		styled_newline(s);
		for (int i = 0; i < s->indent; i++)
			styled_raw(s, " ", 1);
	} else if (s->column > 0 && s->column > s->indent) {
		styled_raw(s, " ", 1);
	} else if (s->column > 0 && s->column <= s->indent && s->text.length &&
		   s->text.bytes[s->text.length - 1] != ' ') {
		styled_raw(s, " ", 1);
	}
	styled_raw(s, word, length);
}

void styled_words(struct styled *s, const char *words)
{
	while (words && *words) {
		size_t length = strcspn(words, " \n\t");
		if (length)
			add_word(s, words, length);
		words += length;
		words += strspn(words, " \n\t");
	}
}

int styled_flush(struct styled *s, FILE *out)
{
	size_t length = s->text.length;
	bool failed = length && fwrite(s->text.bytes, 1, length, out) != length;
	s->text.length = 0;
	return failed ? -1 : 0;
}

static bool is_continuation(const char *bytes, size_t length, size_t at)
{
	return at < length && ((unsigned char)bytes[at] & 0xc0) == 0x80;
}

static int character_width(uint32_t c)
{
	static const struct {
		uint32_t first, last;
		int width;
	} ranges[] = {
		{0x0300, 0x036f, 0},   {0x0483, 0x0489, 0},   {0x0591, 0x05bd, 0}, {0x200b, 0x200f, 0},
		{0x20d0, 0x20ff, 0},   {0xfe00, 0xfe0f, 0},   {0xfe20, 0xfe2f, 0}, {0xfeff, 0xfeff, 0},
		{0x1100, 0x115f, 2},   {0x2e80, 0x303e, 2},   {0x3041, 0x33ff, 2}, {0x3400, 0x4dbf, 2},
		{0x4e00, 0x9fff, 2},   {0xa000, 0xa4cf, 2},   {0xac00, 0xd7a3, 2}, {0xf900, 0xfaff, 2},
		{0xfe30, 0xfe6f, 2},   {0xff00, 0xff60, 2},   {0xffe0, 0xffe6, 2}, {0x1f300, 0x1f64f, 2},
		{0x1f900, 0x1f9ff, 2}, {0x20000, 0x3fffd, 2},
	};
	for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
		if (c >= ranges[i].first && c <= ranges[i].last)
			return ranges[i].width;
	}
	return 1;
}

/* Number of bytes that the first byte announces, 0 when it cannot start a character. */
static size_t sequence_length(unsigned char first)
{
	if (first < 0x80)
		return 1;
	if (first >= 0xc2 && first < 0xe0)
		return 2;
	if (first >= 0xe0 && first < 0xf0)
		return 3;
	return first >= 0xf0 && first < 0xf5 ? 4 : 0;
}

size_t text_character(const char *bytes, size_t length, int *width_out, bool *valid_out)
{
	static const unsigned char masks[] = {0, 0x7f, 0x1f, 0x0f, 0x07};
	static const uint32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
	size_t count = sequence_length((unsigned char)bytes[0]);
	uint32_t c = (unsigned char)bytes[0] & masks[count];
	bool valid = count > 0;
	for (size_t i = 1; i < count && valid; i++) {
		valid = is_continuation(bytes, length, i);
		c = valid ? c << 6 | ((unsigned char)bytes[i] & 0x3f) : c;
	}
	valid = valid && c >= smallest[count] && c <= 0x10ffff && !(c >= 0xd800 && c <= 0xdfff);
	*valid_out = valid;
	*width_out = valid ? character_width(c) : 1;
	return valid ? count : 1;
}

int text_width(const char *bytes, size_t length)
{
	int total = 0;
	for (size_t i = 0; i < length;) {
		int width;
		bool valid;
		i += text_character(bytes + i, length - i, &width, &valid);
		total += width;
	}
	return total;
}
