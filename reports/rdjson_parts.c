/* Lines and columns are 1-based, columns count bytes of UTF-8, the end is exclusive. The ways out stand in the message:
 * only a fix that edits the file becomes a suggestion. */
#include "reports/rdjson_parts.h"

#include "reports/place.h"

static const char *severity_words(enum level level)
{
	static const char *const words[] = {"INFO", "WARNING", "ERROR"};
	return words[level];
}

static void emit_position(struct json_out *json, const char *key, struct position position)
{
	emit_object(json, key);
	emit_number(json, "line", position.line);
	emit_number(json, "column", position.column);
	emit_close(json);
}

static void emit_range(struct json_out *json, struct place place)
{
	emit_object(json, "range");
	emit_position(json, "start", place.start);
	emit_position(json, "end", place.end);
	emit_close(json);
}

static void emit_location(struct json_out *json, struct place place)
{
	emit_object(json, "location");
	emit_string(json, "path", place.path);
	emit_range(json, place);
	emit_close(json);
}

static const char *message_text(struct arena *arena, const struct finding *finding)
{
	struct strbuf text = strbuf_new(arena);

	strbuf_puts(&text, finding->message);
	vec_each(const struct fix, fix, &finding->fixes)
		strbuf_printf(&text, "\nhelp: %s", fix->text);
	return strbuf_finish(&text);
}

/* Suggestions are about the file of the diagnostic; an edit elsewhere cannot be told here. */
static void emit_suggestions(struct json_out *json, const struct finding *finding)
{
	emit_array(json, "suggestions");
	vec_each(const struct fix, fix, &finding->fixes) {
		if (!fix->edit_text || fix->edit_place.source != finding->location.source)
			continue;
		const struct source *source = fix->edit_place.source;
		struct place place = {.start = source_position(source, fix->edit_place.offset)};
		place.end = source_position(source, fix->edit_place.offset + fix->edit_place.length);
		emit_object(json, NULL);
		emit_range(json, place);
		emit_string(json, "text", fix->edit_text);
		emit_close(json);
	}
	emit_close(json);
}

static void emit_related(struct json_out *json, const struct finding *finding)
{
	emit_array(json, "related_locations");
	vec_each(const struct link, link, &finding->evidence) {
		struct place place = place_of(link->location);
		if (!*place.path)
			continue;
		emit_object(json, NULL);
		emit_string(json, "message", link->text);
		emit_location(json, place);
		emit_close(json);
	}
	emit_close(json);
}

void rdjson_emit_diagnostic(struct json_out *json, const struct finding *finding)
{
	emit_object(json, NULL);
	emit_string(json, "message", message_text(json->arena, finding));
	emit_location(json, place_of_finding(finding));
	emit_string(json, "severity", severity_words(finding->level));
	emit_object(json, "source");
	emit_string(json, "name", "stopgraph");
	emit_close(json);
	emit_object(json, "code");
	emit_string(json, "value", finding->rule);
	emit_close(json);
	emit_suggestions(json, finding);
	emit_related(json, finding);
	emit_close(json);
}
