/* Widths are estimates in thousandths of the font's size, after Arial's, and 8 % more: other fonts are wider, and a
 * frame with some air is better than text outside of it. */
#include "reports/picture/text.h"

#include "reports/style.h"

#include <string.h>

#define REPLACEMENT "\xef\xbf\xbd"
#define ELLIPSIS "\xe2\x80\xa6"

/* U+FFFE and U+FFFF may not be in XML; U+FFFD itself may. */
static bool is_noncharacter(const char *bytes, size_t length)
{
	return length == 3 && memcmp(bytes, "\xef\xbf", 2) == 0 && (unsigned char)bytes[2] >= 0xbe;
}

/* U+0080 to U+009F */
static bool is_control(const char *bytes, size_t length)
{
	unsigned char first = (unsigned char)bytes[0];

	if (length == 1)
		return first < ' ' || first == 0x7f;
	return length == 2 && first == 0xc2 && (unsigned char)bytes[1] < 0xa0;
}

const char *picture_clean(struct arena *arena, const char *text)
{
	struct strbuf out = strbuf_new(arena);
	size_t left = text ? strlen(text) : 0;

	while (left) {
		int width;
		bool is_valid;
		size_t length = text_character(text, left, &width, &is_valid);
		if (is_valid && !is_control(text, length) && !is_noncharacter(text, length))
			strbuf_add(&out, text, length);
		else
			strbuf_puts(&out, REPLACEMENT);
		text += length;
		left -= length;
	}
	return strbuf_finish(&out);
}

static bool begins_character(char byte)
{
	return ((unsigned char)byte & 0xc0) != 0x80;
}

static size_t count_characters(const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += begins_character(*text);
	return count;
}

/* Where character number `wanted` begins. */
static const char *character_at(const char *text, size_t wanted)
{
	for (; *text; text++) {
		if (begins_character(*text) && wanted-- == 0)
			break;
	}
	return text;
}

const char *picture_shorten(struct arena *arena, const char *text, size_t limit)
{
	size_t count = count_characters(text);

	if (count <= limit)
		return text;
	size_t head = (limit - 1) * 3 / 5;
	struct strbuf out = strbuf_new(arena);
	strbuf_add(&out, text, (size_t)(character_at(text, head) - text));
	strbuf_puts(&out, ELLIPSIS);
	strbuf_puts(&out, character_at(text, count - (limit - 1 - head)));
	return strbuf_finish(&out);
}

static int character_width(char byte)
{
	if (!begins_character(byte))
		return 0;
	if ((unsigned char)byte >= 0x80)
		return 1000;
	if (strchr("ijlI.,:;|!' ", byte))
		return 278;
	if (strchr("ft()[]/-r\"`", byte))
		return 333;
	if (strchr("mMW@%", byte))
		return 890;
	if (byte == 'w' || (byte >= 'A' && byte <= 'Z'))
		return 700;
	return 556;
}

int picture_text_width(const char *text, int size)
{
	long long total = 0;

	for (; *text; text++)
		total += character_width(*text);
	return (int)(total * size * 108 / 100 / 1000) + 1;
}

void picture_put_xml(FILE *out, const char *text)
{
	for (; *text; text++) {
		switch (*text) {
		case '&':
			fputs("&amp;", out);
			break;
		case '<':
			fputs("&lt;", out);
			break;
		case '>':
			fputs("&gt;", out);
			break;
		case '"':
			fputs("&quot;", out);
			break;
		default:
			fputc(*text, out);
		}
	}
}
