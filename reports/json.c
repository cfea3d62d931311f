/* stopgraph.findings/1 (reports/schema/findings.json). */
#include "analyzer/releases/release_calendar.h"
#include "reports/json_parts.h"

void emit_coverage(struct json_out *json, const struct graph *graph)
{
	emit_object(json, "coverage");
	emit_number(json, "migrations", graph->migrations.count);
	emit_number(json, "statements", graph->statements);
	emit_number(json, "resolved", graph->statements_resolved);
	emit_number(json, "unresolved", graph->statements - graph->statements_resolved);
	emit_number(json, "jobs", graph->jobs.count);
	emit_number(json, "jobs_resolved", graph->jobs_resolved);
	emit_close(json);
}

void emit_release(struct json_out *json, const char *key, struct release release)
{
	struct arena_mark mark = arena_mark(json->arena);
	emit_string(json, key, release_text(json->arena, release));
	arena_pop(json->arena, mark);
}

void emit_date(struct json_out *json, const char *key, int day)
{
	struct arena_mark mark = arena_mark(json->arena);
	emit_string(json, key, date_text(json->arena, day));
	arena_pop(json->arena, mark);
}

void emit_links(struct json_out *json, const char *key, const struct link *links, size_t count)
{
	emit_array(json, key);
	for (size_t i = 0; i < count; i++) {
		emit_object(json, NULL);
		if (links[i].location.source) {
			emit_string(json, "path", location_path(links[i].location));
			emit_number(json, "line", location_line(links[i].location));
		} else {
			emit_null(json, "path");
			emit_null(json, "line");
		}
		emit_string(json, "text", links[i].text);
		emit_string(json, "role", link_role_name(links[i].role));
		emit_close(json);
	}
	emit_close(json);
}

static void emit_place(struct json_out *json, struct location location)
{
	emit_string(json, "path", location_path(location));
	struct position start = {1, 1}, end = {1, 1};
	if (location.source) {
		start = source_position(location.source, location.offset);
		end = source_position(location.source, location.offset + location.length);
	}
	emit_number(json, "line", start.line);
	emit_number(json, "column", start.column);
	emit_number(json, "end_line", end.line);
	emit_number(json, "end_column", end.column);
}

static const char *fix_kind_name(enum fix_kind kind)
{
	static const char *const names[] = {"gate", "postpone", "stop", "edit"};
	return names[kind];
}

void emit_fixes(struct json_out *json, const struct finding *finding)
{
	emit_array(json, "fixes");
	vec_each(const struct fix, fix, &finding->fixes) {
		emit_object(json, NULL);
		emit_string(json, "kind", fix_kind_name(fix->kind));
		emit_string(json, "text", fix->text);
		emit_string(json, "release", fix->release);
		emit_close(json);
	}
	emit_close(json);
}

void emit_fails_on(struct json_out *json, const struct finding *finding)
{
	if (!finding->fails_from && !finding->fails_to) {
		emit_null(json, "fails_on");
		return;
	}
	emit_object(json, "fails_on");
	emit_string(json, "from", finding->fails_from);
	emit_string(json, "to", finding->fails_to);
	emit_close(json);
}

static void emit_suppressed(struct json_out *json, const struct finding *finding)
{
	if (!finding->suppressed_reason) {
		emit_null(json, "suppressed");
		return;
	}
	emit_object(json, "suppressed");
	emit_string(json, "reason", finding->suppressed_reason);
	emit_string(json, "until", finding->suppressed_until);
	emit_string(json, "source", finding->suppressed_source);
	emit_close(json);
}

static void emit_finding(struct json_out *json, const struct finding *finding)
{
	emit_object(json, NULL);
	emit_string(json, "rule", finding->rule);
	emit_string(json, "severity", level_name(finding->level));
	emit_string(json, "certainty", certainty_name(finding->certainty));
	emit_string(json, "message", finding->message);
	emit_place(json, finding->location);
	emit_string(json, "fingerprint", finding->fingerprint);
	emit_string(json, "job", finding->job ? finding->job->id : NULL);
	emit_string(json, "dependent", finding->dependent);
	emit_string(json, "relation", finding->edge ? relation_name(finding->edge->relation) : NULL);
	emit_links(json, "evidence", finding->evidence.items, finding->evidence.count);
	emit_fails_on(json, finding);
	emit_fixes(json, finding);
	emit_suppressed(json, finding);
	emit_close(json);
}

static int write_findings(const struct result *result, const struct report_options *options, FILE *out)
{
	(void)options;
	struct arena *arena = arena_new();
	struct json_out json = json_out_new(arena, out);
	emit_object(&json, NULL);
	emit_string(&json, "schema", "stopgraph.findings/1");
	emit_coverage(&json, result->graph);
	emit_array(&json, "findings");
	vec_each(const struct finding, finding, &result->findings) {
		emit_finding(&json, finding);
	}
	emit_close(&json);
	emit_strings(&json, "remarks", &result->remarks);
	emit_object(&json, "summary");
	emit_number(&json, "error", result->errors);
	emit_number(&json, "warning", result->warnings);
	emit_number(&json, "note", result->notes);
	emit_close(&json);
	emit_close(&json);
	int status = json_out_finish(&json);
	arena_free(arena);
	return status;
}

const struct report_format report_format_json = {
	.name = "json",
	.media_type = "application/json",
	.write_findings = write_findings,
	.write_graph = json_write_graph,
};
