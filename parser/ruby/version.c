/* The release of a product from the Ruby file that holds it.
 *
 * Three ways are common: VERSION = "4.5.0" (or STRING = ...), MAJOR = 3 and MINOR = 1, and methods called major and
 * minor that return a number. They stand in modules, conditions and metaprogramming of all kinds, so that the lines are
 * looked at rather than the program run: the first of each that is a number counts. */
#include "parser/ruby/ruby.h"

#include <ctype.h>
#include <string.h>

#define DIGITS_MAX 4

static const char *skip_blanks(const char *at, const char *end)
{
	while (at < end && (*at == ' ' || *at == '\t' || *at == '\n' || *at == '\r'))
		at++;
	return at;
}

static bool take_word(const char **at, const char *end, const char *word)
{
	size_t length = strlen(word);

	if ((size_t)(end - *at) < length || memcmp(*at, word, length) != 0)
		return false;
	if ((size_t)(end - *at) > length && str_is_word_byte((*at)[length]))
		return false;
	*at += length;
	return true;
}

/* The number at `at`; -1 when there is none. */
static int number_at(const char *at, const char *end)
{
	int number = 0;
	int digits = 0;

	for (; at < end && isdigit((unsigned char)*at) && digits <= DIGITS_MAX; at++, digits++)
		number = number * 10 + (*at - '0');
	return digits && digits <= DIGITS_MAX ? number : -1;
}

/* "4.5.0", quoted in any way and perhaps frozen */
static bool text_at(const char *at, const char *end, int *major_out, int *minor_out)
{
	if (at == end || (*at != '"' && *at != '\''))
		return false;
	int major = number_at(at + 1, end);
	const char *dot = memchr(at, '.', (size_t)(end - at));
	int minor = dot ? number_at(dot + 1, end) : -1;
	if (major < 0 || minor < 0 || (size_t)(dot - at) > DIGITS_MAX + 1)
		return false;
	*major_out = major;
	*minor_out = minor;
	return true;
}

/* What stands behind `NAME =`, `NAME ||=` or `def name` at the beginning of a line; NULL when there is something
 * else. */
static const char *assigned(const char *at, const char *end, const char *name)
{
	if (!take_word(&at, end, name))
		return NULL;
	at = skip_blanks(at, end);
	if (end - at > 2 && at[0] == '|' && at[1] == '|')
		at += 2;
	return at < end && *at == '=' ? skip_blanks(at + 1, end) : NULL;
}

static const char *returned(const char *at, const char *end, const char *name)
{
	if (!take_word(&at, end, "def"))
		return NULL;
	at = skip_blanks(at, end);
	if (end - at > 5 && memcmp(at, "self.", 5) == 0)
		at += 5;
	if (!take_word(&at, end, name))
		return NULL;
	at = skip_blanks(at, end);
	if (end - at > 2 && at[0] == '(' && at[1] == ')')
		at = skip_blanks(at + 2, end);
	if (at < end && *at == '=')
		at++;
	return skip_blanks(at, end);
}

static void take_part(const char *line, const char *end, const char *constant, const char *method, int *part)
{
	const char *value = assigned(line, end, constant);

	if (!value)
		value = returned(line, end, method);
	if (value && *part < 0)
		*part = number_at(value, end);
}

const char *ruby_read_release(struct arena *arena, const struct source *source)
{
	const char *end = source->bytes + source->length;
	int major = -1;
	int minor = -1;

	for (const char *line = source->bytes; line < end;) {
		static const char *const texts[] = {"VERSION", "STRING"};
		line = skip_blanks(line, end);
		for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
			const char *value = assigned(line, end, texts[i]);
			int written[2];
			if (value && text_at(value, end, &written[0], &written[1]))
				return str_printf(arena, "%d.%d", written[0], written[1]);
		}
		take_part(line, end, "MAJOR", "major", &major);
		take_part(line, end, "MINOR", "minor", &minor);
		const char *next = line < end ? memchr(line, '\n', (size_t)(end - line)) : NULL;
		line = next ? next + 1 : end;
	}
	return major >= 0 && minor >= 0 ? str_printf(arena, "%d.%d", major, minor) : NULL;
}
