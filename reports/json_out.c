/* Structure is written here, strings and embedded values by jansson (json_dumpf with JSON_ENCODE_ANY). */
#include "reports/json_out.h"

#include "analyzer/base/cleanup.h"
#include "reports/style.h"

#include <inttypes.h>
#include <jansson.h>
#include <string.h>

DEFINE_CLEANUP(json_t *, json_decref)

struct json_out json_out_new(struct arena *arena, FILE *out)
{
	return (struct json_out){.arena = arena, .out = out};
}

static void put(struct json_out *json, const char *text)
{
	json->failed = fputs(text, json->out) == EOF || json->failed;
}

static void dump(struct json_out *json, const json_t *value)
{
	json->failed = json_dumpf(value, json->out, JSON_ENCODE_ANY | JSON_COMPACT) != 0 || json->failed;
}

/* Bytes that are not UTF-8 replaced. */
static const char *sanitized(struct json_out *json, const char *text)
{
	struct strbuf out = strbuf_new(json->arena);
	size_t length = strlen(text);
	for (size_t i = 0; i < length;) {
		int width;
		bool valid;
		size_t used = text_character(text + i, length - i, &width, &valid);
		if (valid)
			strbuf_add(&out, text + i, used);
		else
			strbuf_puts(&out, "\xef\xbf\xbd");
		i += used;
	}
	return strbuf_finish(&out);
}

static void put_text(struct json_out *json, const char *text)
{
	struct arena_mark mark = arena_mark(json->arena);
	json_t *value = json_string(text);
	if (!value)
		value = json_string(sanitized(json, text));
	arena_pop(json->arena, mark);
	if (value)
		dump(json, value);
	else
		put(json, "null");
	json_decref(value);
}

/* Comma, line break and key of the next member. */
static void begin_member(struct json_out *json, const char *key)
{
	if (json->depth > 0) {
		bool *has_members = &json->has_members[json->depth - 1];
		if (*has_members)
			put(json, ",");
		bool is_listed = !json->is_one_line;
		if (is_listed && (json->depth == 1 || (json->depth == 2 && json->closers[1] == ']')))
			put(json, "\n");
		*has_members = true;
	}
	if (key) {
		put_text(json, key);
		put(json, ":");
	}
}

static void open_level(struct json_out *json, const char *key, const char *opener, char closer)
{
	begin_member(json, key);
	put(json, opener);
	if (json->depth >= JSON_DEPTH_LIMIT) {
		json->failed = true;
		return;
	}
	json->has_members[json->depth] = false;
	json->closers[json->depth++] = closer;
}

void emit_object(struct json_out *json, const char *key)
{
	open_level(json, key, "{", '}');
}

void emit_array(struct json_out *json, const char *key)
{
	open_level(json, key, "[", ']');
}

void emit_close(struct json_out *json)
{
	if (json->depth == 0) {
		json->failed = true;
		return;
	}
	char closer[] = {json->closers[--json->depth], '\0'};
	put(json, closer);
}

void emit_null(struct json_out *json, const char *key)
{
	begin_member(json, key);
	put(json, "null");
}

void emit_string(struct json_out *json, const char *key, const char *value)
{
	if (!value) {
		emit_null(json, key);
		return;
	}
	begin_member(json, key);
	put_text(json, value);
}

void emit_number(struct json_out *json, const char *key, uint64_t value)
{
	begin_member(json, key);
	json->failed = fprintf(json->out, "%" PRIu64, value) < 0 || json->failed;
}

void emit_boolean(struct json_out *json, const char *key, bool value)
{
	begin_member(json, key);
	put(json, value ? "true" : "false");
}

void emit_embedded(struct json_out *json, const char *key, const char *text)
{
	_cleanup_(json_decref) json_t *value = text ? json_loads(text, JSON_DECODE_ANY, NULL) : NULL;
	if (!value) {
		emit_string(json, key, text);
		return;
	}
	begin_member(json, key);
	dump(json, value);
}

void emit_strings(struct json_out *json, const char *key, const struct names *values)
{
	emit_array(json, key);
	for (size_t i = 0; i < values->count; i++)
		emit_string(json, NULL, values->items[i]);
	emit_close(json);
}

int json_out_finish(struct json_out *json)
{
	put(json, "\n");
	return json->failed || json->depth ? -1 : 0;
}
