/* The lexical rules are those of PostgreSQL's scan.l: nested comments, doubled quotes, E'' with backslashes, $tag$
 * quotes, operators of many characters. Two things are foreign on purpose: `x` of MySQL and a lone ? (a bind mark).
 *
 * The depth bound. libpg_query and protobuf recurse over the tree, its parser does not; so a chain such as 1+1+1+...
 * would end the process. Lists (commas, AND, OR, the arms of CASE) are flat in the tree. The bound is the sum over the
 * open brackets of the words and operators seen since the last such separator, where JOIN and set operations, whose
 * chains lean left through every separator, count until their bracket closes. */
#include "parser/sql/scan.h"

#include "analyzer/base/vec.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

/* A dump has millions of bytes: tests that know no locale are worth having. */
static bool is_digit(unsigned char c)
{
	return c >= '0' && c <= '9';
}

static bool is_blank(unsigned char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r') || c == '\0';
}

static bool is_word_start(unsigned char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c >= 0x80;
}

static bool is_word_part(unsigned char c)
{
	return is_word_start(c) || is_digit(c) || c == '$';
}

static unsigned char byte_at(const struct scanner *scanner, size_t offset)
{
	return offset < scanner->length ? (unsigned char)scanner->text[offset] : 0;
}

/* The end of a quoted piece that starts after its opening quote. */
static size_t quote_end(const struct scanner *scanner, size_t offset, char quote, bool backslashes)
{
	for (; offset < scanner->length; offset++) {
		char c = scanner->text[offset];

		if (backslashes && c == '\\')
			offset++;
		else if (c == quote && byte_at(scanner, offset + 1) == (unsigned char)quote)
			offset++;
		else if (c == quote)
			return offset + 1;
	}
	return scanner->length;
}

static size_t comment_end(const struct scanner *scanner, size_t offset)
{
	unsigned depth = 0;

	for (; offset < scanner->length; offset++) {
		if (byte_at(scanner, offset) == '/' && byte_at(scanner, offset + 1) == '*') {
			depth++;
			offset++;
		} else if (byte_at(scanner, offset) == '*' && byte_at(scanner, offset + 1) == '/') {
			offset++;
			if (--depth == 0)
				return offset + 1;
		}
	}
	return scanner->length;
}

static size_t line_end(const struct scanner *scanner, size_t offset)
{
	const char *end = memchr(scanner->text + offset, '\n', scanner->length - offset);

	return end ? (size_t)(end - scanner->text) : scanner->length;
}

static size_t skip_blanks(const struct scanner *scanner, size_t offset)
{
	for (;;) {
		unsigned char c = byte_at(scanner, offset);

		if (offset >= scanner->length)
			return scanner->length;
		if (is_blank(c))
			offset++;
		else if (c == '-' && byte_at(scanner, offset + 1) == '-')
			offset = line_end(scanner, offset);
		else if (c == '/' && byte_at(scanner, offset + 1) == '*')
			offset = comment_end(scanner, offset);
		else
			return offset;
	}
}

/* $tag$ ... $tag$; 0 when no such quote starts here. */
static size_t dollar_end(const struct scanner *scanner, size_t start)
{
	size_t end = start + 1;
	size_t tag;

	if (is_digit(byte_at(scanner, end)))
		return 0;
	while (is_word_part(byte_at(scanner, end)) && byte_at(scanner, end) != '$')
		end++;
	if (byte_at(scanner, end) != '$')
		return 0;
	tag = end + 1 - start;
	for (size_t i = end + 1; i + tag <= scanner->length; i++) {
		const char *next = memchr(scanner->text + i, '$', scanner->length - i);

		if (!next)
			break;
		i = (size_t)(next - scanner->text);
		if (i + tag <= scanner->length && memcmp(next, scanner->text + start, tag) == 0)
			return i + tag;
	}
	return scanner->length;
}

static size_t word_end(const struct scanner *scanner, size_t offset)
{
	const char *text = scanner->text;
	size_t length = scanner->length;

	while (offset < length && is_word_part((unsigned char)text[offset]))
		offset++;
	return offset;
}

static size_t number_end(const struct scanner *scanner, size_t offset)
{
	while (isalnum(byte_at(scanner, offset)) || byte_at(scanner, offset) == '.')
		offset++;
	return offset;
}

static bool is_operator(unsigned char c)
{
	switch (c) {
	case '+':
	case '-':
	case '*':
	case '/':
	case '<':
	case '>':
	case '=':
	case '~':
	case '!':
	case '@':
	case '#':
	case '%':
	case '^':
	case '&':
	case '|':
	case '?':
		return true;
	default:
		return false;
	}
}

static size_t operator_end(const struct scanner *scanner, size_t offset)
{
	size_t end = offset + 1;

	while (is_operator(byte_at(scanner, end))) {
		if (byte_at(scanner, end) == '-' && byte_at(scanner, end + 1) == '-')
			break;
		if (byte_at(scanner, end) == '/' && byte_at(scanner, end + 1) == '*')
			break;
		end++;
	}
	/* "=?" is an equals sign and a bind mark */
	if (end == offset + 2 && byte_at(scanner, offset) == '=' && byte_at(scanner, offset + 1) == '?')
		end--;
	return end;
}

static struct token word_token(const struct scanner *scanner, size_t start)
{
	size_t end = word_end(scanner, start);

	if (end == start + 1 && byte_at(scanner, end) == '\'') {
		unsigned char first = (unsigned char)toupper(byte_at(scanner, start));
		if (strchr("EBXN", first))
			return (struct token){TOKEN_STRING, start, quote_end(scanner, end + 1, '\'', first == 'E')};
	}
	return (struct token){TOKEN_WORD, start, end};
}

struct token scan_token(struct scanner *scanner)
{
	size_t start = skip_blanks(scanner, scanner->offset);
	unsigned char c = byte_at(scanner, start);
	struct token token = {TOKEN_MARK, start, start + 1};

	if (start >= scanner->length)
		token = (struct token){TOKEN_END, scanner->length, scanner->length};
	else if (is_word_start(c))
		token = word_token(scanner, start);
	else if (is_digit(c))
		token = (struct token){TOKEN_NUMBER, start, number_end(scanner, start)};
	else if (c == '\'')
		token = (struct token){TOKEN_STRING, start, quote_end(scanner, start + 1, '\'', false)};
	else if (c == '"')
		token = (struct token){TOKEN_QUOTED, start, quote_end(scanner, start + 1, '"', false)};
	else if (c == '`')
		token = (struct token){TOKEN_BACKTICK, start, quote_end(scanner, start + 1, '`', false)};
	else if (c == '$' && dollar_end(scanner, start))
		token = (struct token){TOKEN_STRING, start, dollar_end(scanner, start)};
	else if (c == '$')
		token = (struct token){TOKEN_PARAMETER, start, word_end(scanner, start + 1)};
	else if (c == ':' && (byte_at(scanner, start + 1) == ':' || byte_at(scanner, start + 1) == '='))
		token = (struct token){TOKEN_OPERATOR, start, start + 2};
	else if (is_operator(c))
		token = (struct token){TOKEN_OPERATOR, start, operator_end(scanner, start)};
	if (token.kind == TOKEN_OPERATOR && c == '?' && token.end == start + 1)
		token.kind = TOKEN_QUESTION;
	scanner->offset = token.end;
	return token;
}

/* Most tokens differ in their first byte already, whatever its case. */
static bool starts_like(const char *text, const char *word)
{
	return (text[0] | 0x20) == (word[0] | 0x20);
}

bool token_is(const struct scanner *scanner, struct token token, const char *text)
{
	const char *start = scanner->text + token.start;
	size_t length = token.end - token.start;

	if (token.kind == TOKEN_STRING || token.kind == TOKEN_QUOTED || token.kind == TOKEN_END)
		return false;
	return starts_like(start, text) && strncasecmp(start, text, length) == 0 && !text[length];
}

bool token_in(const struct scanner *scanner, struct token token, const char *words)
{
	const char *start = scanner->text + token.start;
	size_t length = token.end - token.start;

	if (token.kind != TOKEN_WORD)
		return false;
	for (const char *word = words; word; word = strchr(word, ' ')) {
		word += *word == ' ';
		if (starts_like(start, word) && strncasecmp(start, word, length) == 0 &&
		    (word[length] == ' ' || !word[length]))
			return true;
	}
	return false;
}

/* The byte of a mark; 0 for any other token. */
static char mark_of(const struct scanner *scanner, struct token token)
{
	return token.kind == TOKEN_MARK ? scanner->text[token.start] : '\0';
}

/* Bodies of BEGIN ATOMIC functions hold semicolons; END closes them and every CASE. */
static unsigned atomic_depth(const struct scanner *scanner, struct token previous, struct token token, unsigned depth)
{
	if (token.kind != TOKEN_WORD)
		return depth;
	if (depth == 0)
		return token_is(scanner, token, "ATOMIC") && token_is(scanner, previous, "BEGIN") ? 1 : 0;
	if (token_is(scanner, token, "CASE"))
		return depth + 1;
	return token_is(scanner, token, "END") ? depth - 1 : depth;
}

bool scan_statement(struct scanner *scanner, size_t *start_out, size_t *end_out)
{
	struct token previous = {0};
	unsigned brackets = 0;
	unsigned atomic = 0;
	size_t count = 0;

	for (;;) {
		struct token token = scan_token(scanner);
		char mark = mark_of(scanner, token);

		if (token.kind == TOKEN_END)
			return count > 0;
		if (count == 0 && mark == '\\') { /* a psql command takes its line */
			scanner->offset = line_end(scanner, token.end);
			continue;
		}
		if (mark == '(')
			brackets++;
		else if (mark == ')' && brackets)
			brackets--;
		atomic = atomic_depth(scanner, previous, token, atomic);
		if (mark == ';' && !brackets && !atomic) {
			if (count)
				return true;
			continue;
		}
		if (count++ == 0)
			*start_out = token.start;
		*end_out = token.end;
		previous = token;
	}
}

struct level {
	unsigned chain;   /* since the last separator */
	unsigned lasting; /* until the bracket closes */
};

static void level_token(const struct scanner *scanner, struct token token, struct level *level)
{
	char mark = mark_of(scanner, token);

	if (mark == ',' || token_in(scanner, token, "AND OR WHEN THEN ELSE"))
		level->chain = 0;
	else if (token_in(scanner, token, "JOIN UNION EXCEPT INTERSECT"))
		level->lasting++;
	else if (token.kind == TOKEN_WORD || token.kind == TOKEN_OPERATOR || mark == '.')
		level->chain++;
}

unsigned scan_depth(const char *text, size_t length)
{
	struct scanner scanner = {text, length, 0};
	struct level levels[64] = {{0, 0}};
	unsigned below = 0; /* sum of the open levels but the last */
	unsigned open = 0;
	unsigned deepest = 0;

	for (struct token token; (token = scan_token(&scanner)).kind != TOKEN_END;) {
		struct level *level = &levels[open < 63 ? open : 63];
		char mark = mark_of(&scanner, token);

		if (mark == '(' || mark == '[' || token_is(&scanner, token, "CASE")) {
			below += level->chain + level->lasting + 1;
			open++;
			levels[open < 63 ? open : 63] = (struct level){0, 0};
		} else if (mark == ')' || mark == ']' || token_is(&scanner, token, "END")) {
			if (open) {
				struct level *outer = &levels[--open < 63 ? open : 63];

				below -= outer->chain + outer->lasting + 1 < below ? outer->chain + outer->lasting + 1
										   : below;
			}
		} else {
			level_token(&scanner, token, level);
		}
		level = &levels[open < 63 ? open : 63];
		if (below + level->chain + level->lasting > deepest)
			deepest = below + level->chain + level->lasting;
	}
	return deepest;
}

unsigned scan_words(const char *text, size_t length)
{
	struct scanner scanner = {text, length, 0};
	unsigned count = 0;

	for (struct token token; (token = scan_token(&scanner)).kind != TOKEN_END;)
		count += token.kind == TOKEN_QUOTED ||
			 (token.kind == TOKEN_WORD &&
			  !token_in(&scanner, token, "NULL TRUE FALSE DEFAULT AND OR WHEN THEN"));
	return count;
}

char *scan_slice(struct arena *arena, const char *text, size_t start, const char *stop)
{
	struct scanner scanner = {text, strlen(text), start};
	unsigned brackets = 0;
	size_t end = start;

	if (start > scanner.length)
		return NULL;
	for (struct token token; (token = scan_token(&scanner)).kind != TOKEN_END; end = token.end) {
		char mark = mark_of(&scanner, token);
		if (brackets == 0 && end != start) {
			if (mark == ',' || mark == ';' || token_in(&scanner, token, stop))
				break;
		}
		if (mark == '(' || mark == '[')
			brackets++;
		if (mark == ')' || mark == ']') {
			if (brackets-- == 0)
				break;
		}
	}
	return end > start ? str_copy_n(arena, text + start, end - start) : NULL;
}

char *scan_bracket(struct arena *arena, const char *text, size_t start)
{
	struct scanner scanner = {text, strlen(text), start};
	struct token token;

	if (start > scanner.length)
		return NULL;
	do
		token = scan_token(&scanner);
	while (token.kind != TOKEN_END && !token_is(&scanner, token, "("));
	if (token.kind == TOKEN_END)
		return NULL;
	start = token.end;
	for (unsigned brackets = 1; brackets;) {
		token = scan_token(&scanner);
		if (token.kind == TOKEN_END)
			return NULL;
		if (mark_of(&scanner, token) == '(')
			brackets++;
		else if (mark_of(&scanner, token) == ')')
			brackets--;
	}
	return str_copy_n(arena, text + start, token.start - start);
}

char *scan_after(struct arena *arena, const char *text, const char *word)
{
	struct scanner scanner = {text, strlen(text), 0};
	unsigned brackets = 0;
	size_t found = 0;
	size_t end = 0;

	for (struct token token; (token = scan_token(&scanner)).kind != TOKEN_END;) {
		if (token_is(&scanner, token, "("))
			brackets++;
		else if (token_is(&scanner, token, ")") && brackets)
			brackets--;
		else if (!brackets && token.kind == TOKEN_WORD && token_is(&scanner, token, word))
			found = token.end + strspn(text + token.end, " \t\r\n");
		end = token.end;
	}
	return found && end > found ? str_copy_n(arena, text + found, end - found) : NULL;
}
