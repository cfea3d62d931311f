/* Job arguments come back from their canonical JSON: a small reader, made for text that value_to_json() wrote, which
 * refuses everything else by answering with an unknown value. */
#include "parser/ruby/jobs/job.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#define MAX_DEPTH 32

struct json {
	struct interp *in;
	const char *at;
	bool failed;
};

static struct value read_value(struct json *json, unsigned depth);

static struct value fail(struct json *json)
{
	json->failed = true;
	return value_nil();
}

static void skip_space(struct json *json)
{
	while (isspace((unsigned char)*json->at))
		json->at++;
}

static bool take(struct json *json, char c)
{
	skip_space(json);
	if (*json->at != c)
		return false;
	json->at++;
	return true;
}

static char escaped(char c)
{
	static const char from[] = "nrtbf", to[] = "\n\r\t\b\f";
	const char *found = c ? strchr(from, c) : NULL;

	return found ? to[found - from] : c;
}

static struct value read_string(struct json *json)
{
	struct strbuf out = strbuf_new(json->in->arena);

	while (*json->at && *json->at != '"') {
		char c = *json->at++;
		if (c == '\\' && *json->at == 'u' && strlen(json->at) >= 5) {
			char digits[5] = {json->at[1], json->at[2], json->at[3], json->at[4], '\0'};
			strbuf_putc(&out, (char)strtol(digits, NULL, 16));
			json->at += 5;
		} else if (c == '\\' && *json->at) {
			strbuf_putc(&out, escaped(*json->at++));
		} else {
			strbuf_putc(&out, c);
		}
	}
	if (!take(json, '"'))
		return fail(json);
	return value_string(json->in, strbuf_finish(&out));
}

static struct value read_array(struct json *json, unsigned depth)
{
	struct value list = value_new_array(json->in);

	if (take(json, ']'))
		return list;
	do {
		array_push(json->in, list.array, read_value(json, depth + 1));
	} while (!json->failed && take(json, ','));
	return take(json, ']') ? list : fail(json);
}

static struct value read_object(struct json *json, unsigned depth)
{
	struct value hash = value_new_hash(json->in);

	if (take(json, '}'))
		return hash;
	do {
		struct value key = take(json, '"') ? read_string(json) : fail(json);
		if (!take(json, ':'))
			return fail(json);
		struct value value = read_value(json, depth + 1);
		if (!json->failed)
			hash_set(json->in, hash.hash, key, value);
	} while (!json->failed && take(json, ','));
	return take(json, '}') ? hash : fail(json);
}

static struct value read_number(struct json *json)
{
	char *end;
	size_t length = strspn(json->at, "-+0123456789.eE");
	char *text = str_copy_n(json->in->arena, json->at, length);

	json->at += length;
	if (!length)
		return fail(json);
	if (strpbrk(text, ".eE"))
		return (struct value){.kind = VALUE_FLOAT, .real = strtod(text, NULL)};
	int64_t integer = strtoll(text, &end, 10);
	return *end ? fail(json) : value_integer(integer);
}

static struct value read_word(struct json *json)
{
	static const char *const words[] = {"null", "true", "false"};

	for (size_t i = 0; i < 3; i++) {
		if (!str_starts_with(json->at, words[i]))
			continue;
		json->at += strlen(words[i]);
		return i == 0 ? value_nil() : value_bool(i == 1);
	}
	return read_number(json);
}

static struct value read_value(struct json *json, unsigned depth)
{
	if (depth > MAX_DEPTH)
		return fail(json);
	if (take(json, '['))
		return read_array(json, depth);
	if (take(json, '{'))
		return read_object(json, depth);
	if (take(json, '"'))
		return read_string(json);
	return read_word(json);
}

struct value value_from_json(struct interp *in, const char *text)
{
	struct json json = {.in = in, .at = text};
	struct value value = read_value(&json, 0);

	skip_space(&json);
	return json.failed || *json.at ? value_unknown(in, NULL, "the arguments of the job are no JSON") : value;
}
