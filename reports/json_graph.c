/* stopgraph.graph/1 (reports/schema/graph.json): the whole model, one element of a list per line, written as it is
 * read. */
#include "analyzer/unresolved.h"
#include "reports/json_parts.h"

static void emit_tristate(struct json_out *json, const char *key, enum tristate value)
{
	if (value != TRI_UNKNOWN)
		emit_boolean(json, key, value == TRI_YES);
}

static void emit_known(struct json_out *json, const char *key, const char *value)
{
	if (value)
		emit_string(json, key, value);
}

/* The new name of a rename or swap: text for one, a list for several columns. */
static void emit_new_name(struct json_out *json, const struct effect *effect)
{
	if (effect->upsert)
		emit_strings(json, "updated_columns", &effect->to_columns);
	else if (effect->to)
		emit_string(json, "to", effect->to);
	else if (effect->to_columns.count == 1)
		emit_string(json, "to", effect->to_columns.items[0]);
	else if (effect->to_columns.count)
		emit_strings(json, "to", &effect->to_columns);
}

static const char *manner_name(enum gate_manner manner)
{
	static const char *const names[] = {"inline", "raises", "steal", "perform"};
	return names[manner];
}

static void emit_job_attributes(struct json_out *json, const struct effect *effect)
{
	const struct job_effect *job = effect->job;
	emit_embedded(json, "arguments", job->arguments);
	emit_string(json, "era", job_era_name(job->era));
	emit_known(json, "helper", job->queue_helper);
	emit_known(json, "gitlab_schema", job->gitlab_schema);
	if (effect->verb == EFFECT_GATE)
		emit_string(json, "manner", manner_name(job->manner));
	if (job->skips_early_check)
		emit_boolean(json, "skips_early_check", true);
	if (job->bypasses_helper)
		emit_boolean(json, "bypasses_helper", true);
}

static void emit_attributes(struct json_out *json, const struct effect *effect)
{
	emit_object(json, "attributes");
	if (effect->job)
		emit_job_attributes(json, effect);
	if (effect->kind != CONSTRAINT_NONE)
		emit_string(json, "kind", constraint_kind_name(effect->kind));
	emit_tristate(json, "unique", effect->unique);
	emit_tristate(json, "validated", effect->validated);
	emit_tristate(json, "nullable", effect->nullable);
	emit_new_name(json, effect);
	emit_known(json, "expression", effect->expression);
	emit_known(json, "predicate", effect->predicate);
	emit_known(json, "references", effect->references);
	if (effect->references_columns.count)
		emit_strings(json, "references_columns", &effect->references_columns);
	emit_known(json, "on_delete", effect->on_delete);
	emit_known(json, "type", effect->type);
	emit_known(json, "default", effect->default_value);
	if (effect->drops_default)
		emit_boolean(json, "drops_default", true);
	if (effect->writes_null)
		emit_boolean(json, "writes_null", true);
	if (effect->upsert)
		emit_boolean(json, "upsert", true);
	emit_close(json);
}

static void emit_effect(struct json_out *json, const struct effect *effect)
{
	bool is_renamed_table = (effect->verb == EFFECT_RENAME || effect->verb == EFFECT_SWAP) && !effect->name &&
				effect->object == OBJECT_TABLE;
	emit_object(json, NULL);
	emit_string(json, "verb", effect_verb_name(effect->verb));
	emit_string(json, "object", effect_object_name(effect->object));
	emit_string(json, "table", effect->table);
	emit_strings(json, "columns", &effect->columns);
	emit_string(json, "name", is_renamed_table ? effect->table : effect->name);
	emit_attributes(json, effect);
	emit_string(json, "certainty", certainty_name(effect->certainty));
	emit_string(json, "guard", guard_name(effect->guard));
	emit_number(json, "line", location_line(effect->location));
	emit_close(json);
}

/* A migration has a guard when all that it does has the same. */
static enum guard migration_guard(const struct migration *migration)
{
	if (migration->effects.count == 0)
		return GUARD_NONE;
	enum guard guard = migration->effects.items[0].guard;
	vec_each(const struct effect, effect, &migration->effects) {
		if (effect->guard != guard)
			return GUARD_NONE;
	}
	return guard;
}

static void emit_migration(struct json_out *json, const struct placed_migration *placed)
{
	const struct migration *migration = placed->migration;
	emit_object(json, NULL);
	emit_string(json, "version", migration->version);
	emit_string(json, "path", migration->path);
	emit_string(json, "class", migration->class_name);
	emit_string(json, "kind", migration->kind == MIGRATION_POST ? "post" : "regular");
	emit_release(json, "release", placed->release);
	emit_string(json, "release_source", release_source_name(placed->release_source));
	emit_number(json, "order", placed->order);
	emit_string(json, "database", migration->database);
	emit_string(json, "gitlab_schema", migration->gitlab_schema);
	emit_string(json, "guard", guard_name(migration_guard(migration)));
	emit_array(json, "effects");
	vec_each(const struct effect, effect, &migration->effects) {
		emit_effect(json, effect);
	}
	emit_close(json);
	emit_close(json);
}

static void emit_events(struct json_out *json, const char *key, const struct job_event *events, size_t count,
			bool only_matching)
{
	const char *last = NULL;
	emit_array(json, key);
	for (size_t i = 0; i < count; i++) {
		const char *version = events[i].migration ? events[i].migration->migration->version : NULL;
		if ((only_matching && !events[i].matches) || !version || str_equal(version, last))
			continue;
		emit_string(json, NULL, version);
		last = version;
	}
	emit_close(json);
}

static void emit_runs(struct json_out *json, const struct job *job)
{
	struct release release = {0};
	const char *last = NULL;
	emit_array(json, "queued_by");
	vec_each(const struct job_run, run, &job->runs) {
		if (run->version && !str_equal(run->version, last))
			emit_string(json, NULL, run->version);
		last = run->version;
		if (run->live || !release_known(release))
			release = run->release;
	}
	emit_close(json);
	emit_release(json, "release", release);
}

static void emit_dictionary(struct json_out *json, const struct job_dictionary *dictionary)
{
	if (!dictionary) {
		emit_null(json, "dictionary");
		return;
	}
	emit_object(json, "dictionary");
	emit_string(json, "path", dictionary->path);
	emit_string(json, "milestone", dictionary->milestone);
	emit_string(json, "queued_migration_version", dictionary->queued_version);
	emit_string(json, "finalized_by", dictionary->finalized_by);
	emit_close(json);
}

static void emit_job(struct json_out *json, const struct job *job)
{
	emit_object(json, NULL);
	emit_string(json, "id", job->id);
	emit_string(json, "class", job->class_name);
	emit_string(json, "path", job->job_class ? job->job_class->path : NULL);
	emit_string(json, "table", job->table);
	emit_string(json, "batch_column", job->batch_column);
	emit_embedded(json, "arguments", job->arguments);
	emit_string(json, "database", job->database);
	emit_string(json, "gitlab_schema", job->gitlab_schema);
	emit_string(json, "guard", guard_name(job->guard));
	emit_string(json, "era", job_era_name(job->era));
	emit_runs(json, job);
	emit_events(json, "gates", job->gates.items, job->gates.count, true);
	emit_events(json, "cancelled_by", job->cancels.items, job->cancels.count, false);
	emit_strings(json, "reads", &job->reads);
	emit_strings(json, "writes", &job->writes);
	emit_boolean(json, "resolved", job->resolved);
	emit_dictionary(json, job->dictionary);
	emit_close(json);
}

static void emit_edge_stops(struct json_out *json, const struct edge *edge)
{
	emit_object(json, "interval");
	emit_release(json, "from", edge->interval_from);
	emit_release(json, "before", edge->interval_before);
	emit_close(json);
	emit_string(json, "stop", edge->stop ? edge->stop->release : NULL);
	emit_string(json, "stop_kind",
		    !edge->stop                         ? NULL
		    : edge->stop->kind == STOP_REQUIRED ? "required"
							: "conditional");
	emit_array(json, "stops");
	vec_each(const struct declared_stop *, stop, &edge->stops) {
		emit_string(json, NULL, (*stop)->release);
	}
	emit_close(json);
}

static void emit_edge_ends(struct json_out *json, const struct edge *edge)
{
	const struct release none = {0};
	emit_string(json, "job", edge->job->id);
	emit_string(json, "job_class", edge->job->class_name);
	emit_string(json, "queue_version", edge->run ? edge->run->version : NULL);
	emit_release(json, "queue_release", edge->run ? edge->run->release : none);
	emit_string(json, "dependent", edge->dependent ? edge->dependent->migration->version : NULL);
	emit_string(json, "dependent_path", edge->dependent_path);
	emit_release(json, "dependent_release", edge->dependent_release);
	emit_string(json, "dependent_job", edge->dependent_job ? edge->dependent_job->id : NULL);
}

static void emit_edge(struct json_out *json, const struct edge *edge)
{
	emit_object(json, NULL);
	emit_edge_ends(json, edge);
	emit_string(json, "relation", relation_name(edge->relation));
	emit_string(json, "severity", severity_name(edge->severity));
	emit_string(json, "certainty", certainty_name(edge->certainty));
	emit_string(json, "why_benign", edge->why_benign);
	emit_string(json, "why_likely", edge->why_likely);
	emit_string(json, "table", edge->table);
	emit_strings(json, "columns", &edge->columns);
	emit_string(json, "gate",
		    edge->gate && edge->gate->migration ? edge->gate->migration->migration->version : NULL);
	emit_string(json, "gate_position", gate_position_name(edge->gate_position));
	emit_boolean(json, "gate_only_in_single_run", edge->gate_only_in_single_run);
	emit_edge_stops(json, edge);
	emit_string(json, "guard", guard_name(edge->guard));
	emit_string(json, "rule", verdict_rule(edge->verdict));
	emit_links(json, "evidence", edge->evidence.items, edge->evidence.count);
	emit_close(json);
}

static void emit_unresolved(struct json_out *json, const struct graph *graph)
{
	struct arena *arena = arena_new();
	struct unresolved_items items = unresolved_collect(arena, graph);
	emit_array(json, "unresolved");
	vec_each(struct unresolved_item, item, &items) {
		emit_object(json, NULL);
		emit_string(json, "path", location_path(item->location));
		emit_number(json, "line", location_line(item->location));
		emit_string(json, "what", item->what);
		emit_string(json, "why", item->why);
		emit_close(json);
	}
	emit_close(json);
	arena_free(arena);
}

static void emit_head(struct json_out *json, const struct result *result)
{
	const struct graph *graph = result->graph;
	emit_string(json, "schema", "stopgraph.graph/1");
	emit_object(json, "tool");
	emit_string(json, "name", "stopgraph");
	emit_string(json, "version", result->tool_version);
	emit_close(json);
	emit_object(json, "project");
	emit_string(json, "profile", graph->project->profile);
	emit_string(json, "release", graph->project->release);
	emit_string(json, "revision", graph->project->revision);
	emit_close(json);
	emit_coverage(json, graph);
	emit_array(json, "stops");
	vec_each(const struct declared_stop, stop, &graph->stops) {
		emit_object(json, NULL);
		emit_string(json, "release", stop->release);
		emit_string(json, "kind", stop->kind == STOP_REQUIRED ? "required" : "conditional");
		emit_string(json, "comment", stop->comment ? stop->comment : "");
		emit_close(json);
	}
	emit_close(json);
}

int json_write_graph(const struct result *result, const struct report_options *options, FILE *out)
{
	(void)options;
	const struct graph *graph = result->graph;
	struct arena *arena = arena_new();
	struct json_out json = json_out_new(arena, out);
	emit_object(&json, NULL);
	emit_head(&json, result);
	emit_array(&json, "migrations");
	vec_each(const struct placed_migration, placed, &graph->migrations) {
		emit_migration(&json, placed);
	}
	emit_close(&json);
	emit_array(&json, "jobs");
	vec_each(struct job *, job, &graph->jobs) {
		emit_job(&json, *job);
	}
	emit_close(&json);
	emit_array(&json, "edges");
	vec_each(const struct edge, edge, &graph->edges) {
		emit_edge(&json, edge);
	}
	emit_close(&json);
	emit_unresolved(&json, graph);
	emit_close(&json);
	int status = json_out_finish(&json);
	arena_free(arena);
	return status;
}
