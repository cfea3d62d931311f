/* Writes JSON as it comes: nothing is kept, so that a graph of any size takes no memory.
 *
 *     struct json_out json = json_out_new(arena, file);
 *     emit_object(&json, NULL);
 *     emit_string(&json, "release", "18.5");
 *     emit_array(&json, "stops");
 *     emit_string(&json, NULL, "18.2");
 *     emit_close(&json);
 *     emit_close(&json);
 *     return json_out_finish(&json);
 *
 * A key is given inside objects and NULL inside arrays. NULL strings become null. Bytes that are not UTF-8 become
 * U+FFFD. The members of the document, and the elements of lists in it, start on lines of their own. The only file that
 * knows jansson is json_out.c. */
#ifndef STOPGRAPH_JSON_OUT_H
#define STOPGRAPH_JSON_OUT_H

#include "analyzer/base/str.h"

#include <stdint.h>
#include <stdio.h>

#define JSON_DEPTH_LIMIT 16

struct json_out {
	struct arena *arena; /* scratch for invalid strings only */
	FILE *out;
	bool failed;
	bool is_one_line; /* no line breaks but the last */
	int depth;
	bool has_members[JSON_DEPTH_LIMIT];
	char closers[JSON_DEPTH_LIMIT];
};

struct json_out json_out_new(struct arena *arena, FILE *out);

void emit_object(struct json_out *json, const char *key);
void emit_array(struct json_out *json, const char *key);
void emit_close(struct json_out *json);

void emit_string(struct json_out *json, const char *key, const char *value);
void emit_number(struct json_out *json, const char *key, uint64_t value);
void emit_boolean(struct json_out *json, const char *key, bool value);
void emit_null(struct json_out *json, const char *key);
/* Text that is JSON itself; null when it is NULL, a string when it is not JSON. */
void emit_embedded(struct json_out *json, const char *key, const char *text);
/* An array of strings. */
void emit_strings(struct json_out *json, const char *key, const struct names *values);

/* Ends the document with a newline. 0, or -1 when writing failed. */
int json_out_finish(struct json_out *json);

#endif
