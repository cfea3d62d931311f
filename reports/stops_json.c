/* stopgraph.stops/1. */
#include "reports/json_parts.h"
#include "reports/stops.h"

static void emit_edge(struct json_out *json, const struct edge *edge)
{
	emit_object(json, NULL);
	emit_string(json, "job", edge->job->id);
	emit_string(json, "dependent", edge->dependent ? edge->dependent->migration->version : NULL);
	emit_string(json, "dependent_path", edge->dependent_path);
	emit_string(json, "relation", relation_name(edge->relation));
	emit_string(json, "certainty", certainty_name(edge->certainty));
	emit_string(json, "table", edge->table);
	emit_strings(json, "columns", &edge->columns);
	emit_object(json, "interval");
	emit_release(json, "from", edge->interval_from);
	emit_release(json, "before", edge->interval_before);
	emit_close(json);
	emit_links(json, "evidence", edge->evidence.items, edge->evidence.count);
	emit_close(json);
}

static void emit_edges(struct json_out *json, const char *key, const struct edges *edges)
{
	emit_array(json, key);
	for (size_t i = 0; i < edges->count; i++)
		emit_edge(json, edges->items[i]);
	emit_close(json);
}

static void emit_intervals(struct json_out *json, const char *key, const struct stop_intervals *intervals)
{
	emit_array(json, key);
	vec_each(const struct stop_interval, interval, intervals)
		emit_edge(json, interval->edge);
	emit_close(json);
}

static void emit_releases(struct json_out *json, const char *key, const struct releases *releases)
{
	emit_array(json, key);
	vec_each(const struct release, release, releases)
		emit_release(json, NULL, *release);
	emit_close(json);
}

static void emit_entry(struct json_out *json, const struct stop_entry *entry)
{
	emit_object(json, NULL);
	emit_string(json, "release", entry->stop->release);
	emit_string(json, "kind", entry->stop->kind == STOP_REQUIRED ? "required" : "conditional");
	emit_string(json, "comment", entry->stop->comment ? entry->stop->comment : "");
	emit_string(json, "state", stop_state_name(entry->state));
	emit_edges(json, "alone", &entry->alone);
	emit_edges(json, "shared", &entry->shared);
	emit_strings(json, "reasons", &entry->reasons);
	emit_close(json);
}

static void emit_squash(struct json_out *json, const struct proposal *proposal)
{
	emit_object(json, "squash");
	emit_release(json, "to", proposal->squash_to);
	emit_array(json, "migrations");
	vec_each(const struct migration *, migration, &proposal->squash)
		emit_string(json, NULL, (*migration)->version);
	emit_close(json);
	emit_array(json, "blocked_by");
	vec_each(const struct squash_block, block, &proposal->blocks)
		emit_string(json, NULL, block->job->id);
	emit_close(json);
	emit_string(json, "first_kept", proposal->first_kept);
	emit_string(json, "initial_schema", proposal->initial ? proposal->initial->version : NULL);
	emit_string(json, "schema_version", proposal->schema_version);
	emit_close(json);
}

static void emit_proposal(struct json_out *json, const struct proposal *proposal)
{
	if (!proposal) {
		emit_null(json, "proposal");
		return;
	}
	emit_object(json, "proposal");
	emit_release(json, "release", proposal->release);
	emit_boolean(json, "declared", proposal->is_declared);
	emit_boolean(json, "scheduled", proposal->is_scheduled);
	emit_date(json, "published", proposal->published);
	emit_date(json, "deadline", proposal->deadline);
	emit_string(json, "entry", propose_entry_text(json->arena, proposal->release));
	emit_edges(json, "needs", &proposal->needs);
	emit_array(json, "open_jobs");
	vec_each(const struct squash_block, block, &proposal->open)
		emit_string(json, NULL, block->job->id);
	emit_close(json);
	emit_squash(json, proposal);
	emit_close(json);
}

int stops_write_json(const struct stops_answer *answer, const struct proposal *proposal, FILE *out)
{
	struct arena *arena = arena_new();
	struct json_out json = json_out_new(arena, out);

	emit_object(&json, NULL);
	emit_string(&json, "schema", "stopgraph.stops/1");
	emit_release(&json, "release", answer->release);
	emit_release(&json, "complete_since", answer->complete_since);
	emit_array(&json, "stops");
	vec_each(const struct stop_entry, entry, &answer->entries)
		emit_entry(&json, entry);
	emit_close(&json);
	emit_releases(&json, "fewest", &answer->fewest);
	emit_releases(&json, "fewest_scheduled", &answer->scheduled);
	emit_intervals(&json, "off_schedule", &answer->off_schedule);
	emit_releases(&json, "undeclared", &answer->undeclared);
	emit_intervals(&json, "unprotected", &answer->unprotected);
	emit_edges(&json, "unhelped", &answer->unhelped);
	emit_number(&json, "without_queue", answer->without_queue);
	emit_proposal(&json, proposal);
	emit_close(&json);
	int status = json_out_finish(&json);
	arena_free(arena);
	return status;
}
