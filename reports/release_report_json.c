/* stopgraph.report/1 (reports/schema/report.json). Jobs are referred to by their id, dependencies and excerpts of the
 * source by their number in their lists; the excerpts come last, when all places are known. */
#include "analyzer/releases/release_calendar.h"
#include "reports/json_parts.h"
#include "reports/release_report.h"
#include "reports/source_lines.h"

struct writer {
	struct json_out json;
	struct source_lines lines;
};

static void emit_place(struct writer *w, struct location location)
{
	size_t number = source_lines_add(&w->lines, location);

	emit_string(&w->json, "path", location.source ? location_path(location) : NULL);
	if (location.source)
		emit_number(&w->json, "line", location_line(location));
	else
		emit_null(&w->json, "line");
	if (number == NO_SOURCE_LINES)
		emit_null(&w->json, "excerpt");
	else
		emit_number(&w->json, "excerpt", number);
}

static void emit_evidence(struct writer *w, const struct link *links, size_t count)
{
	emit_array(&w->json, "evidence");
	for (size_t i = 0; i < count; i++) {
		emit_object(&w->json, NULL);
		emit_string(&w->json, "role", link_role_name(links[i].role));
		emit_string(&w->json, "text", links[i].text);
		emit_place(w, links[i].location);
		emit_close(&w->json);
	}
	emit_close(&w->json);
}

static void emit_event(struct writer *w, const char *key, struct release release, struct location location)
{
	emit_object(&w->json, key);
	emit_release(&w->json, "release", release);
	emit_place(w, location);
	emit_close(&w->json);
}

static void emit_job(struct writer *w, const struct report_job *entry)
{
	const struct job *job = entry->job;

	emit_object(&w->json, NULL);
	emit_string(&w->json, "id", job->id);
	emit_string(&w->json, "class", job->class_name ? job->class_name : "?");
	emit_string(&w->json, "path", job->job_class ? job->job_class->path : NULL);
	emit_string(&w->json, "table", job->table);
	emit_string(&w->json, "table_size", entry->table_size);
	emit_string(&w->json, "batch_column", job->batch_column);
	emit_embedded(&w->json, "arguments", job->arguments);
	emit_string(&w->json, "database", job->database);
	emit_string(&w->json, "era", job_era_name(job->era));
	emit_string(&w->json, "feature_category", entry->feature_category);
	emit_string(&w->json, "introduced_by_url", entry->introduced_by_url);
	emit_string(&w->json, "state", report_job_state_name(entry->state));
	emit_string(&w->json, "queue_version", entry->run->version);
	emit_event(w, "queued", entry->run->release, entry->run->location);
	if (entry->state == REPORT_JOB_OPEN)
		emit_null(&w->json, "finished");
	else
		emit_event(w, "finished", entry->finished_in, entry->finished_at);
	if (entry->state == REPORT_JOB_OPEN && entry->gate)
		emit_event(w, "later_gate", entry->gate->migration->release, entry->gate->effect->location);
	else
		emit_null(&w->json, "later_gate");
	emit_number(&w->json, "stops_passed", entry->stops_passed);
	emit_boolean(&w->json, "overdue", entry->is_overdue);
	emit_boolean(&w->json, "has_code", entry->has_code);
	emit_boolean(&w->json, "blocks_squash", entry->blocks_squash);
	emit_boolean(&w->json, "new", entry->is_new);
	emit_number(&w->json, "waiting", entry->waiting);
	emit_strings(&w->json, "reads", &job->reads);
	emit_strings(&w->json, "writes", &job->writes);
	emit_boolean(&w->json, "resolved", job->resolved);
	emit_close(&w->json);
}

static void emit_jobs(struct writer *w, const char *key, const struct report_jobs *jobs)
{
	emit_array(&w->json, key);
	for (size_t i = 0; i < jobs->count; i++)
		emit_string(&w->json, NULL, jobs->items[i]->job->id);
	emit_close(&w->json);
}

static void emit_dependent(struct writer *w, const struct edge *edge)
{
	emit_string(&w->json, "dependent", edge->dependent ? edge->dependent->migration->version : NULL);
	emit_string(&w->json, "dependent_path", edge->dependent_path);
	emit_release(&w->json, "dependent_release", edge->dependent_release);
	emit_string(&w->json, "dependent_job", edge->dependent_job ? edge->dependent_job->id : NULL);
}

static const char *manner_of(const struct edge *edge)
{
	static const char *const names[] = {"inline", "raises", "steal", "perform"};

	if (edge->relation != RELATION_FINALIZES || !edge->dependent_effect || !edge->dependent_effect->job)
		return NULL;
	return names[edge->dependent_effect->job->manner];
}

static void emit_dependency(struct writer *w, const struct report_dependency *need)
{
	const struct edge *edge = need->edge;
	const struct job_event *gate = edge->gate;

	emit_object(&w->json, NULL);
	emit_string(&w->json, "job", edge->job->id);
	emit_string(&w->json, "queue_version", edge->run ? edge->run->version : NULL);
	emit_dependent(w, edge);
	emit_string(&w->json, "relation", relation_name(edge->relation));
	emit_string(&w->json, "severity", severity_name(edge->severity));
	emit_string(&w->json, "why_benign", edge->why_benign);
	emit_string(&w->json, "certainty", certainty_name(edge->certainty));
	emit_string(&w->json, "table", edge->table);
	emit_string(&w->json, "table_size", need->table_size);
	emit_strings(&w->json, "columns", &need->columns);
	emit_string(&w->json, "text", need->text);
	emit_string(&w->json, "protection", report_protection_name(need->protection));
	emit_string(&w->json, "stop", need->stop ? need->stop->release : NULL);
	emit_string(&w->json, "gate", gate && gate->migration ? gate->migration->migration->version : NULL);
	emit_string(&w->json, "gate_position", gate_position_name(edge->gate_position));
	emit_string(&w->json, "manner", manner_of(edge));
	emit_object(&w->json, "interval");
	emit_release(&w->json, "from", edge->interval_from);
	emit_release(&w->json, "before", edge->interval_before);
	emit_close(&w->json);
	emit_boolean(&w->json, "new", need->is_new);
	emit_string(&w->json, "finding", need->finding ? need->finding->fingerprint : NULL);
	emit_place(w, need->location);
	emit_evidence(w, edge->evidence.items, edge->evidence.count);
	emit_close(&w->json);
}

static void emit_dependencies(struct writer *w, const char *key, const struct report_dependencies *list)
{
	emit_array(&w->json, key);
	for (size_t i = 0; i < list->count; i++)
		emit_number(&w->json, NULL, list->items[i]->index);
	emit_close(&w->json);
}

static void emit_release_row(struct writer *w, const struct project *project, const struct report_release *row)
{
	emit_object(&w->json, NULL);
	emit_release(&w->json, "release", row->release);
	emit_date(&w->json, "published", release_date(project, row->release));
	emit_boolean(&w->json, "new", row->is_here);
	emit_boolean(&w->json, "complete", row->is_complete);
	emit_string(&w->json, "stop",
		    !row->stop                         ? NULL
		    : row->stop->kind == STOP_REQUIRED ? "required"
						       : "conditional");
	emit_number(&w->json, "migrations", row->migrations);
	emit_number(&w->json, "queued", row->queued);
	emit_number(&w->json, "gated", row->gated);
	emit_number(&w->json, "open", row->open);
	emit_number(&w->json, "overdue", row->overdue);
	emit_object(&w->json, "dependencies");
	for (int i = 0; i < PROTECTION_COUNT; i++)
		emit_number(&w->json, report_protection_name((enum report_protection)i), row->by[i]);
	emit_close(&w->json);
	emit_number(&w->json, "gates", row->gates);
	emit_number(&w->json, "gates_without_stop", row->gates_early);
	emit_close(&w->json);
}

static void emit_finding(struct writer *w, const struct report_finding *entry)
{
	const struct finding *finding = entry->finding;

	emit_object(&w->json, NULL);
	emit_string(&w->json, "rule", finding->rule);
	emit_string(&w->json, "severity", level_name(finding->level));
	emit_string(&w->json, "certainty", certainty_name(finding->certainty));
	emit_string(&w->json, "message", finding->message);
	emit_release(&w->json, "release", entry->release);
	emit_boolean(&w->json, "new", entry->is_new);
	emit_string(&w->json, "fingerprint", finding->fingerprint);
	emit_string(&w->json, "job", finding->job ? finding->job->id : NULL);
	emit_string(&w->json, "dependent", finding->dependent);
	emit_fails_on(&w->json, finding);
	emit_fixes(&w->json, finding);
	emit_place(w, finding->location);
	emit_evidence(w, finding->evidence.items, finding->evidence.count);
	emit_close(&w->json);
}

static void emit_change(struct writer *w, const struct report_change *change)
{
	emit_object(&w->json, NULL);
	emit_string(&w->json, "kind", report_change_name(change->kind));
	emit_string(&w->json, "table", change->table);
	emit_string(&w->json, "table_size", change->table_size);
	emit_string(&w->json, "text", change->text);
	emit_boolean(&w->json, "new_rows_only", change->is_for_new_rows);
	emit_string(&w->json, "version", change->migration->migration->version);
	emit_release(&w->json, "release", change->migration->release);
	emit_place(w, change->effect->location);
	emit_close(&w->json);
}

static void emit_next_stop(struct writer *w, const struct report_next_stop *next)
{
	if (!release_known(next->release)) {
		emit_null(&w->json, "next_stop");
		return;
	}
	emit_object(&w->json, "next_stop");
	emit_release(&w->json, "release", next->release);
	emit_release(&w->json, "previous", next->previous);
	emit_release(&w->json, "after", next->after);
	emit_boolean(&w->json, "declared", next->is_declared);
	emit_date(&w->json, "published", next->published);
	emit_date(&w->json, "deadline", next->deadline);
	emit_string(&w->json, "need", report_need_name(next->need));
	emit_string(&w->json, "argument_for", next->argument_for);
	emit_string(&w->json, "argument_against", next->argument_against);
	emit_array(&w->json, "needs");
	for (size_t i = 0; i < next->needs.count; i++) {
		const struct edge *edge = next->needs.items[i];
		emit_object(&w->json, NULL);
		emit_string(&w->json, "job", edge->job->id);
		emit_dependent(w, edge);
		emit_string(&w->json, "relation", relation_name(edge->relation));
		emit_evidence(w, edge->evidence.items, edge->evidence.count);
		emit_close(&w->json);
	}
	emit_close(&w->json);
	emit_jobs(w, "waiting", &next->waiting);
	emit_close(&w->json);
}

static void emit_stops(struct writer *w, const struct release_report *report)
{
	emit_array(&w->json, "stops");
	vec_each(const struct report_stop, entry, &report->stops) {
		emit_object(&w->json, NULL);
		emit_release(&w->json, "release", entry->release);
		emit_string(&w->json, "kind", entry->stop->kind == STOP_REQUIRED ? "required" : "conditional");
		emit_string(&w->json, "comment", entry->stop->comment ? entry->stop->comment : "");
		emit_boolean(&w->json, "new", entry->is_here);
		emit_place(w, entry->stop->location);
		emit_dependencies(w, "alone", &entry->alone);
		emit_dependencies(w, "shared", &entry->shared);
		emit_close(&w->json);
	}
	emit_close(&w->json);
	emit_next_stop(w, &report->next);
	emit_array(&w->json, "squashes");
	vec_each(const struct report_squash, squash, &report->squashes) {
		emit_object(&w->json, NULL);
		emit_release(&w->json, "at", squash->at);
		emit_release(&w->json, "to", squash->squash_to);
		emit_number(&w->json, "migrations", squash->migrations);
		emit_string(&w->json, "first_kept", squash->first_kept);
		emit_string(&w->json, "last_squashed", squash->last_squashed);
		emit_jobs(w, "blocks", &squash->blocks);
		emit_array(&w->json, "candidates");
		vec_each(const struct migration *, migration, &squash->candidates)
			emit_string(&w->json, NULL, (*migration)->version);
		emit_close(&w->json);
		emit_close(&w->json);
	}
	emit_close(&w->json);
}

static void emit_decisions(struct writer *w, const struct release_report *report)
{
	emit_array(&w->json, "decisions");
	vec_each(const struct report_decision, decision, &report->decisions) {
		emit_object(&w->json, NULL);
		emit_string(&w->json, "level", level_name(decision->level));
		emit_string(&w->json, "title", decision->title);
		emit_string(&w->json, "text", decision->text);
		emit_string(&w->json, "section", decision->anchor);
		emit_place(w, decision->location);
		emit_close(&w->json);
	}
	emit_close(&w->json);
}

static void emit_head(struct writer *w, const struct release_report *report)
{
	const struct graph *graph = report->result->graph;

	emit_string(&w->json, "schema", "stopgraph.report/1");
	emit_object(&w->json, "tool");
	emit_string(&w->json, "name", "stopgraph");
	emit_string(&w->json, "version", report->result->tool_version);
	emit_close(&w->json);
	emit_object(&w->json, "project");
	emit_string(&w->json, "profile", graph->project->profile);
	emit_string(&w->json, "release", graph->project->release);
	emit_string(&w->json, "revision", graph->project->revision);
	emit_close(&w->json);
	emit_string(&w->json, "title", report->title);
	emit_release(&w->json, "from", report->question.from);
	emit_release(&w->json, "to", report->question.to);
	emit_release(&w->json, "complete_since", report->complete_since);
	emit_strings(&w->json, "remarks", &report->remarks);
	emit_coverage(&w->json, graph);
	emit_object(&w->json, "migrations");
	emit_number(&w->json, "count", report->migrations);
	emit_number(&w->json, "regular", report->regular);
	emit_number(&w->json, "post", report->post);
	emit_number(&w->json, "statements", report->statements);
	emit_number(&w->json, "unresolved", report->unresolved);
	emit_close(&w->json);
}

static void emit_lists(struct writer *w, const struct release_report *report)
{
	emit_array(&w->json, "jobs");
	for (size_t i = 0; i < report->jobs.count; i++)
		emit_job(w, report->jobs.items[i]);
	emit_close(&w->json);
	emit_jobs(w, "queued", &report->queued);
	emit_jobs(w, "finished", &report->finished);
	emit_jobs(w, "open", &report->open);
	emit_strings(&w->json, "never_queued", &report->never_queued);
	emit_array(&w->json, "dependencies");
	for (size_t i = 0; i < report->dependencies.count; i++)
		emit_dependency(w, report->dependencies.items[i]);
	emit_close(&w->json);
	emit_dependencies(w, "new_dependencies", &report->new_needs);
	emit_dependencies(w, "new_gates", &report->new_gates);
	emit_array(&w->json, "findings");
	vec_each(const struct report_finding, entry, &report->findings)
		emit_finding(w, entry);
	emit_close(&w->json);
	emit_array(&w->json, "changes");
	vec_each(const struct report_change, change, &report->changes)
		emit_change(w, change);
	emit_close(&w->json);
	emit_array(&w->json, "unresolved");
	vec_each(const struct unresolved_item, item, &report->unresolved_items) {
		emit_object(&w->json, NULL);
		emit_string(&w->json, "what", item->what);
		emit_string(&w->json, "why", item->why);
		emit_place(w, item->location);
		emit_close(&w->json);
	}
	emit_close(&w->json);
}

static void emit_excerpts(struct writer *w)
{
	emit_array(&w->json, "excerpts");
	vec_each(const struct source_excerpt, excerpt, &w->lines.excerpts) {
		emit_object(&w->json, NULL);
		emit_string(&w->json, "path", excerpt->path);
		emit_number(&w->json, "first_line", excerpt->first_line);
		emit_number(&w->json, "line", excerpt->line);
		emit_number(&w->json, "end_line", excerpt->end_line);
		emit_strings(&w->json, "lines", &excerpt->lines);
		emit_close(&w->json);
	}
	emit_close(&w->json);
}

int release_report_write_json(const struct release_report *report, FILE *out)
{
	struct arena *arena = arena_new(), *scratch = arena_new();
	struct writer w = {.json = json_out_new(scratch, out), .lines = source_lines_new(arena)};

	emit_object(&w.json, NULL);
	emit_head(&w, report);
	emit_decisions(&w, report);
	emit_array(&w.json, "releases");
	vec_each(const struct report_release, row, &report->releases)
		emit_release_row(&w, report->result->project, row);
	emit_close(&w.json);
	emit_array(&w.json, "trend");
	vec_each(struct report_release *, row, &report->trend)
		emit_release(&w.json, NULL, (*row)->release);
	emit_close(&w.json);
	emit_stops(&w, report);
	emit_lists(&w, report);
	emit_excerpts(&w);
	emit_close(&w.json);
	int status = json_out_finish(&w.json);
	arena_free(scratch);
	arena_free(arena);
	return status;
}
