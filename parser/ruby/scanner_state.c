/* What the scanner of the Ruby grammar tells itself from one token to the next: the literals and heredocs that are open, as
 * bytes in a buffer of the parser's.
 *
 * The scanner writes the length of a heredoc's word into one byte, and looks for two bytes less than it needs. A word of more
 * than 255 bytes, which Ruby allows, would make it read beyond its bytes and end the program; so bytes that do not read back as
 * they were meant are given up here, as the scanner itself does with too many: the heredoc is then a syntax error. */
#include <stdbool.h>
#include <string.h>

#define STATE_MAX 1024u   /* TREE_SITTER_SERIALIZATION_BUFFER_SIZE */
#define LITERAL_BYTES 5u  /* of each open literal */
#define HEREDOC_BYTES 4u  /* of each open heredoc, before its word; the last one is the length of that */
#define SCANNER_SLACK 16u /* more than it writes past its own bound */

/* The grammar's function, under another name (meson.build). */
unsigned ruby_scanner_serialize(void *payload, char *buffer);

/* The name by which the grammar calls it. At most STATE_MAX bytes; 0 for none. */
unsigned tree_sitter_ruby_external_scanner_serialize(void *payload, char *buffer);

static bool reads_back(const unsigned char *state, unsigned length)
{
	unsigned at = 1 + state[0] * LITERAL_BYTES;

	if (at >= length)
		return false;
	unsigned heredocs = state[at++];
	for (unsigned i = 0; i < heredocs; i++) {
		at += HEREDOC_BYTES;
		if (at > length)
			return false;
		at += state[at - 1];
	}
	return at == length;
}

unsigned tree_sitter_ruby_external_scanner_serialize(void *payload, char *buffer)
{
	unsigned char state[STATE_MAX + SCANNER_SLACK];
	unsigned length = ruby_scanner_serialize(payload, (char *)state);

	if (!length || length > STATE_MAX || !reads_back(state, length))
		return 0;
	memcpy(buffer, state, length);
	return length;
}
