/* Names and texts of a tree are somebody else's: an escape sequence in them could retitle a window, hide a finding or
 * move the cursor over one. A sequence may be cut anywhere between two writes, so that the bytes of one that has begun
 * wait. */
#include "analyzer/cli/plain_stream.h"

#include <stdlib.h>
#include <string.h>

#define PENDING_MAX 32u

struct plain {
	FILE *under;
	bool colors;
	char pending[PENDING_MAX]; /* of a sequence that is not complete */
	size_t pending_count;
};

enum verdict { PASSES, WAITS, REPLACED };

/* "\033[" digits and semicolons "m" */
static enum verdict judge_escape(const struct plain *plain)
{
	size_t count = plain->pending_count;

	if (!plain->colors || (count > 1 && plain->pending[1] != '['))
		return REPLACED;
	if (count < 3)
		return WAITS;
	char last = plain->pending[count - 1];
	return last == 'm' ? PASSES : strchr("0123456789;", last) && last ? WAITS : REPLACED;
}

/* U+0080..U+009F, U+202A..U+202E and U+2066..U+2069 in UTF-8. */
static enum verdict judge_marks(const struct plain *plain)
{
	const unsigned char *at = (const unsigned char *)plain->pending;

	if (at[0] == 0xC2)
		return plain->pending_count < 2 ? WAITS : at[1] >= 0x80 && at[1] <= 0x9F ? REPLACED : PASSES;
	if (plain->pending_count == 1 || (plain->pending_count == 2 && (at[1] == 0x80 || at[1] == 0x81)))
		return WAITS;
	bool turns = at[1] == 0x80 && at[2] >= 0xAA && at[2] <= 0xAE;
	bool isolates = at[1] == 0x81 && at[2] >= 0xA6 && at[2] <= 0xA9;
	return plain->pending_count == 3 && (turns || isolates) ? REPLACED : PASSES;
}

static enum verdict judge(const struct plain *plain)
{
	unsigned char first = (unsigned char)plain->pending[0];

	if (first == 0x1B)
		return judge_escape(plain);
	if (first == 0xC2 || first == 0xE2)
		return judge_marks(plain);
	return (first < 0x20 && first != '\n' && first != '\t') || first == 0x7F ? REPLACED : PASSES;
}

static bool put(struct plain *plain, const char *bytes, size_t count)
{
	plain->pending_count = 0;
	return fwrite(bytes, 1, count, plain->under) == count;
}

static bool replace(struct plain *plain)
{
	return put(plain, "\xEF\xBF\xBD", 3);
}

/* What began like a mark and does not go on like one is text. */
static bool end_mark(struct plain *plain, char byte)
{
	char kept[PENDING_MAX];
	size_t count = plain->pending_count;
	bool is_mark = count && (plain->pending[0] & 0x80);

	if (!is_mark || ((unsigned char)byte & 0xC0) == 0x80)
		return true;
	memcpy(kept, plain->pending, count);
	return put(plain, kept, count);
}

static bool take(struct plain *plain, char byte)
{
	char kept[PENDING_MAX];

	if (!end_mark(plain, byte))
		return false;
	bool is_text = plain->pending_count == 0;
	plain->pending[plain->pending_count++] = byte;
	enum verdict verdict = plain->pending_count == PENDING_MAX ? REPLACED : judge(plain);
	if (verdict == WAITS)
		return true;
	if (verdict == PASSES) {
		size_t count = plain->pending_count;
		memcpy(kept, plain->pending, count);
		return put(plain, kept, count);
	}
	/* what follows an escape character is text again */
	bool is_escape = !is_text && plain->pending[0] == 0x1B;
	size_t rest = is_escape ? plain->pending_count - 1 : 0;
	memcpy(kept, plain->pending + 1, rest);
	bool written = replace(plain);
	for (size_t i = 0; i < rest; i++)
		written = take(plain, kept[i]) && written;
	return written;
}

static ssize_t write_plain(void *cookie, const char *bytes, size_t size)
{
	struct plain *plain = cookie;

	for (size_t i = 0; i < size; i++) {
		if (!take(plain, bytes[i]))
			return 0;
	}
	return (ssize_t)size;
}

static int close_plain(void *cookie)
{
	struct plain *plain = cookie;
	FILE *under = plain->under;
	bool written = plain->pending_count == 0 || replace(plain);

	free(plain);
	int closed = under == stdout || under == stderr ? fflush(under) : fclose(under);
	return written ? closed : EOF;
}

FILE *plain_stream(FILE *under, bool colors)
{
	struct plain *plain = malloc(sizeof(*plain));

	if (!plain)
		return NULL;
	*plain = (struct plain){.under = under, .colors = colors};
	FILE *stream = fopencookie(plain, "w", (cookie_io_functions_t){.write = write_plain, .close = close_plain});
	if (!stream)
		free(plain);
	return stream;
}
