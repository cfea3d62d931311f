/* stopgraph.plan/1 (reports/schema/plan.json). */
#include "reports/json_parts.h"
#include "reports/plan.h"

static void emit_waits(struct json_out *json, const struct plan_step *step)
{
	emit_array(json, "wait_for");
	vec_each(const struct plan_wait, wait, &step->wait_for)
		emit_string(json, NULL, wait->job->id);
	emit_close(json);
	emit_array(json, "status");
	vec_each(const struct plan_wait, wait, &step->wait_for) {
		emit_object(json, NULL);
		emit_string(json, "job", wait->job->id);
		emit_string(json, "status", wait->status ? job_status_name(wait->status->status) : "unknown");
		emit_close(json);
	}
	emit_close(json);
}

static void emit_edge_place(struct json_out *json, const struct edge *edge)
{
	emit_string(json, "table", edge->table);
	emit_strings(json, "columns", &edge->columns);
	emit_string(json, "path", edge->dependent_path);
	emit_release(json, "release", edge->dependent_release);
}

static void emit_hop(struct json_out *json, const struct plan_step *step)
{
	emit_array(json, "foreground");
	for (size_t i = 0; i < step->foreground.count; i++) {
		const struct edge *edge = step->foreground.items[i];
		emit_object(json, NULL);
		emit_string(json, "gate", edge->dependent ? edge->dependent->migration->version : NULL);
		emit_string(json, "table", edge->job->table);
		emit_string(json, "job", edge->job->id);
		emit_release(json, "release", edge->dependent_release);
		emit_close(json);
	}
	emit_close(json);
	emit_array(json, "can_fail");
	for (size_t i = 0; i < step->can_fail.count; i++) {
		const struct edge *edge = step->can_fail.items[i];
		emit_object(json, NULL);
		emit_string(json, "job", edge->job->id);
		emit_string(json, "dependent", edge->dependent ? edge->dependent->migration->version : NULL);
		emit_string(json, "relation", relation_name(edge->relation));
		emit_edge_place(json, edge);
		emit_close(json);
	}
	emit_close(json);
	emit_array(json, "pre_checks");
	vec_each(const struct plan_check, check, &step->checks) {
		emit_object(json, NULL);
		emit_edge_place(json, check->edge);
		emit_string(json, "job", check->edge->job->id);
		emit_string(json, "sql", check->sql);
		emit_close(json);
	}
	emit_close(json);
}

static void emit_progress(struct json_out *json, const struct job_progress *progress)
{
	static const char *const units[] = {NULL, "rows", "keys", "jobs"};

	emit_object(json, "progress");
	emit_string(json, "unit", units[progress->unit]);
	emit_number(json, "done", progress->done);
	emit_number(json, "total", progress->total);
	emit_number(json, "failed_batches", progress->failed_batches);
	if (progress->has_estimate)
		emit_number(json, "seconds_left", progress->seconds_left);
	else
		emit_null(json, "seconds_left");
	emit_string(json, "on_hold_until", progress->on_hold_until);
	emit_close(json);
}

static void emit_unfinished(struct json_out *json, const struct plan *plan)
{
	emit_array(json, "unfinished");
	vec_each(const struct plan_unfinished, unfinished, &plan->unfinished) {
		const struct status_row *row = unfinished->row;
		emit_object(json, NULL);
		emit_string(json, "class", row->class_name);
		emit_string(json, "table", row->table);
		emit_string(json, "batch_column", row->column);
		emit_embedded(json, "arguments", row->arguments);
		emit_string(json, "status", job_status_name(row->status));
		emit_boolean(json, "blocks", unfinished->blocks);
		emit_progress(json, &row->progress);
		emit_close(json);
	}
	emit_close(json);
}

int plan_write_json(const struct plan *plan, FILE *out)
{
	struct arena *arena = arena_new();
	struct json_out json = json_out_new(arena, out);

	emit_object(&json, NULL);
	emit_string(&json, "schema", "stopgraph.plan/1");
	emit_release(&json, "from", plan->from);
	emit_release(&json, "to", plan->to);
	emit_string(&json, "verdict", plan_verdict_name(plan->verdict));
	emit_array(&json, "path");
	vec_each(const struct plan_step, step, &plan->path) {
		emit_object(&json, NULL);
		emit_release(&json, "release", step->release);
		emit_string(&json, "kind", plan_kind_name(step->kind));
		emit_string(&json, "condition", step->condition);
		emit_string(&json, "asked", step->asked);
		emit_waits(&json, step);
		emit_hop(&json, step);
		emit_string(&json, "rollback", step->rollback);
		emit_close(&json);
	}
	emit_close(&json);
	emit_array(&json, "skipped");
	vec_each(const struct release, release, &plan->skipped)
		emit_release(&json, NULL, *release);
	emit_close(&json);
	emit_unfinished(&json, plan);
	emit_strings(&json, "reasons", &plan->reasons);
	emit_close(&json);
	int status = json_out_finish(&json);
	arena_free(arena);
	return status;
}
