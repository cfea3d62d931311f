/* stopgraph.trace/1 (reports/schema/trace.json). */
#include "analyzer/phrases.h"
#include "reports/json_parts.h"
#include "reports/trace.h"

static void emit_end(struct json_out *json, const char *key, struct release release, const char *tag)
{
	emit_object(json, key);
	emit_release(json, "release", release);
	emit_string(json, "tag", tag);
	emit_close(json);
}

static void emit_place(struct json_out *json, struct location location)
{
	emit_string(json, "path", location_path(location));
	if (location.source && location.source->length)
		emit_number(json, "line", location_line(location));
	else
		emit_null(json, "line");
}

static void emit_migrations(struct json_out *json, const struct trace *trace)
{
	emit_array(json, "migrations");
	for (size_t i = 0; i < trace->migrations.count; i++) {
		const struct placed_migration *placed = trace->migrations.items[i];
		emit_object(json, NULL);
		emit_string(json, "version", placed->migration->version);
		emit_string(json, "path", placed->migration->path);
		emit_string(json, "kind", placed->migration->kind == MIGRATION_POST ? "post" : "regular");
		emit_string(json, "database", placed->migration->database);
		emit_release(json, "release", placed->release);
		emit_string(json, "release_source", release_source_name(placed->release_source));
		emit_close(json);
	}
	emit_close(json);
}

static void emit_jobs(struct json_out *json, const struct trace *trace)
{
	emit_array(json, "jobs");
	vec_each(const struct trace_job, item, &trace->jobs) {
		emit_object(json, NULL);
		emit_string(json, "id", item->job->id);
		emit_string(json, "class", item->job->class_name);
		emit_string(json, "queued_by", item->run->version);
		emit_release(json, "release", item->run->release);
		emit_place(json, item->run->location);
		emit_close(json);
	}
	emit_close(json);
}

/* null for a jump in one run, and where nothing depends on the job in one run "none". */
static const char *one_run_name(const struct trace *trace, const struct trace_need *need)
{
	if (!trace->jump.zero_downtime)
		return NULL;
	return need->one_run == TRACE_STATE_COUNT ? "none" : trace_state_name(need->one_run);
}

static void emit_need(struct json_out *json, const struct trace *trace, const struct trace_need *need)
{
	const struct edge *edge = need->edge;

	emit_object(json, NULL);
	emit_string(json, "state", trace_state_name(need->state));
	emit_string(json, "symptom",
		    need->state == TRACE_BROKEN || need->state == TRACE_FOREGROUND ? trace_symptom_name(need->symptom)
										   : NULL);
	emit_string(json, "text", need->text);
	emit_string(json, "why", need->why);
	emit_boolean(json, "ends_upgrade", need->ends_upgrade);
	emit_string(json, "job", edge->job->id);
	emit_string(json, "queue_version", edge->run->version);
	emit_release(json, "queue_release", edge->interval_from);
	emit_string(json, "dependent", edge->dependent ? edge->dependent->migration->version : NULL);
	emit_release(json, "dependent_release", need->dependent_release);
	emit_string(json, "dependent_job", edge->dependent_job ? edge->dependent_job->id : NULL);
	emit_place(json, edge_location(json->arena, edge));
	emit_string(json, "relation", relation_name(edge->relation));
	emit_string(json, "severity", severity_name(edge->severity));
	emit_string(json, "certainty", certainty_name(edge->certainty));
	emit_string(json, "table", edge->table);
	emit_strings(json, "columns", &edge->columns);
	emit_string(json, "in_one_run", one_run_name(trace, need));
	emit_boolean(json, "repairable", need->is_repairable);
	emit_string(json, "repaired_by", need->repaired_by);
	emit_string(json, "conditional_stop", need->conditional);
	emit_links(json, "evidence", edge->evidence.items, edge->evidence.count);
	emit_close(json);
}

static void emit_stops(struct json_out *json, const struct trace *trace)
{
	emit_object(json, "stops");
	emit_array(json, "fewest");
	vec_each(const struct trace_halt, halt, &trace->halts) {
		emit_object(json, NULL);
		emit_release(json, "release", halt->release);
		emit_release(json, "from", halt->from);
		emit_release(json, "last", halt->last);
		emit_number(json, "repairs", halt->repairs);
		emit_close(json);
	}
	emit_close(json);
	emit_array(json, "declared");
	vec_each(const struct trace_stop, stop, &trace->stops) {
		emit_object(json, NULL);
		emit_release(json, "release", stop->release);
		emit_string(json, "kind", stop->kind == STOP_REQUIRED ? "required" : "conditional");
		emit_string(json, "comment", stop->comment);
		emit_boolean(json, "declared_later", stop->is_later);
		emit_close(json);
	}
	emit_close(json);
	emit_boolean(json, "declared_suffice", trace->not_repaired + trace->not_repairable == 0);
	emit_number(json, "not_repaired", trace->not_repaired);
	emit_number(json, "not_repairable", trace->not_repairable);
	emit_close(json);
}

static void emit_summary(struct json_out *json, const struct trace *trace)
{
	emit_object(json, "summary");
	for (int state = 0; state < TRACE_STATE_COUNT; state++)
		emit_number(json, trace_state_name((enum trace_state)state), trace->counts[state]);
	emit_number(json, "statements", trace->statements);
	emit_number(json, "unresolved", trace->unresolved);
	emit_close(json);
}

int trace_write_json(const struct trace *trace, const struct trace_report *options, FILE *out)
{
	struct arena *arena = arena_new();
	struct json_out json = json_out_new(arena, out);

	(void)options;
	emit_object(&json, NULL);
	emit_string(&json, "schema", "stopgraph.trace/1");
	emit_end(&json, "from", trace->jump.from, trace->jump.from_tag);
	emit_end(&json, "to", trace->jump.to, trace->jump.to_tag);
	emit_boolean(&json, "zero_downtime", trace->jump.zero_downtime);
	emit_release(&json, "floor", trace->floor);
	emit_boolean(&json, "refused_at_start", trace->is_refused);
	emit_migrations(&json, trace);
	emit_jobs(&json, trace);
	emit_array(&json, "dependencies");
	vec_each(const struct trace_need, need, &trace->needs)
		emit_need(&json, trace, need);
	emit_close(&json);
	emit_stops(&json, trace);
	emit_summary(&json, trace);
	emit_close(&json);
	int status = json_out_finish(&json);
	arena_free(arena);
	return status;
}
