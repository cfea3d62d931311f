/* A graph made by hand for tests of rules and reports: one job that fills notes.namespace_id, queued in 18.3, and one
 * migration of 18.4 that requires the column; no gate, stops 18.2 and 18.5. Tests change what they are about. */
#ifndef STOPGRAPH_TESTS_SMALL_GRAPH_H
#define STOPGRAPH_TESTS_SMALL_GRAPH_H

#include "analyzer/rules.h"

#include <string.h>

#define QUEUE_TEXT                                                                                                     \
	"class QueueBackfillNotes < Gitlab::Database::Migration[2.3]\n  milestone '18.3'\n\n  def up\n"                \
	"    queue_batched_background_migration('BackfillNotes', :notes, :id)\n  end\nend\n"
#define DEPENDENT_TEXT                                                                                                 \
	"class RequireNamespace < Gitlab::Database::Migration[2.3]\n  milestone '18.4'\n\n  def up\n"                  \
	"    add_not_null_constraint :notes, :namespace_id\n  end\nend\n"

struct small_graph {
	struct arena *arena;
	struct project project;
	struct graph graph;
	struct migration queue, dependent;
	struct job job;
	struct job_reading reading;
	struct job_class job_class;
	struct job_effect queue_call;
	struct source *stops_source;
};

static inline struct location small_place(const struct source *source, const char *text)
{
	const char *at = strstr(source->bytes, text);
	return (struct location){source, at ? (uint32_t)(at - source->bytes) : 0, (uint32_t)strlen(text)};
}

static inline struct names small_names(struct arena *arena, const char *name)
{
	struct names names = {0};
	names_push(arena, &names, name);
	return names;
}

static inline void small_migration(struct small_graph *g, struct migration *migration, const char *path,
				   const char *version, const char *milestone, const char *text)
{
	*migration = (struct migration){.path = path,
					.version = version,
					.milestone = milestone,
					.class_name = "AMigration",
					.database = "main",
					.kind = MIGRATION_POST,
					.source = source_new(g->arena, path, text, strlen(text))};
	migration->class_location = small_place(migration->source, "class");
}

static inline void small_place_migration(struct small_graph *g, struct migration *migration)
{
	struct placed_migration placed = {.migration = migration, .release_source = RELEASE_MILESTONE};
	release_parse(migration->milestone, &placed.release);
	placed.order = g->graph.migrations.count;
	vec_push(g->arena, &g->graph.migrations, placed);
}

static inline void small_stop(struct small_graph *g, const char *release, enum stop_kind kind)
{
	struct declared_stop stop = {
		.release = release, .kind = kind, .comment = "", .location = small_place(g->stops_source, release)};
	vec_push(g->arena, &g->project.stops, stop);
	vec_push(g->arena, &g->graph.stops, stop);
}

static inline void small_effects(struct small_graph *g)
{
	struct effect effect = effect_make(EFFECT_QUEUE, OBJECT_JOB,
					   small_place(g->queue.source, "queue_batched_background_migration("));
	effect.name = "BackfillNotes";
	effect.table = "notes";
	effect.columns = small_names(g->arena, "id");
	g->queue_call = (struct job_effect){.arguments = "[]", .queue_helper = "queue_batched_background_migration"};
	effect.job = &g->queue_call;
	vec_push(g->arena, &g->queue.effects, effect);
	effect = effect_make(EFFECT_ADD_CONSTRAINT, OBJECT_CONSTRAINT,
			     small_place(g->dependent.source, "add_not_null_constraint :notes, :namespace_id"));
	effect.table = "notes";
	effect.columns = small_names(g->arena, "namespace_id");
	effect.kind = CONSTRAINT_NOT_NULL;
	effect.validated = TRI_YES;
	vec_push(g->arena, &g->dependent.effects, effect);
}

static inline void small_job(struct small_graph *g)
{
	g->job_class = (struct job_class){.name = "BackfillNotes",
					  .path = "lib/gitlab/background_migration/backfill_notes.rb",
					  .batched = true,
					  .queueable = true};
	vec_push(g->arena, &g->project.job_classes, &g->job_class);
	g->job = (struct job){.id = "BackfillNotes/notes.id/[]",
			      .class_name = "BackfillNotes",
			      .job_class = &g->job_class,
			      .table = "notes",
			      .batch_column = "id",
			      .arguments = "[]",
			      .database = "main",
			      .era = JOB_BATCHED,
			      .reading = &g->reading,
			      .resolved = true};
	names_push(g->arena, &g->job.reads, "notes.id");
	names_push(g->arena, &g->job.writes, "notes.namespace_id");
	vec_push(g->arena, &g->graph.jobs, &g->job);
}

/* After the migrations are placed: the list may move while it grows. */
static inline void small_edge(struct small_graph *g)
{
	const struct placed_migration *queue = &g->graph.migrations.items[0],
				      *dependent = &g->graph.migrations.items[1];
	struct job_run run = {.migration = queue,
			      .version = g->queue.version,
			      .release = queue->release,
			      .release_source = RELEASE_MILESTONE,
			      .location = g->queue.effects.items[0].location,
			      .live = true,
			      .effect = &g->queue.effects.items[0]};
	vec_push(g->arena, &g->job.runs, run);
	struct edge edge = {.job = &g->job,
			    .run = &g->job.runs.items[0],
			    .dependent = dependent,
			    .dependent_effect = &g->dependent.effects.items[0],
			    .dependent_path = g->dependent.path,
			    .dependent_release = dependent->release,
			    .relation = RELATION_NOT_NULL,
			    .severity = SEVERITY_BREAKS,
			    .certainty = CERTAINTY_PROVEN,
			    .table = "notes",
			    .columns = small_names(g->arena, "namespace_id"),
			    .interval_from = queue->release,
			    .interval_before = dependent->release,
			    .verdict = VERDICT_IMPLICIT_STOP};
	vec_push(g->arena, &edge.statements, edge.dependent_effect);
	vec_push(g->arena, &edge.evidence, (struct link){LINK_QUEUE, run.location, "queues BackfillNotes in 18.3"});
	vec_push(g->arena, &edge.evidence,
		 (struct link){LINK_DEPENDENT, edge.dependent_effect->location, "needs notes.namespace_id"});
	vec_push(g->arena, &g->graph.edges, edge);
}

static inline void small_graph_init(struct small_graph *g)
{
	static const char stops[] = "- 18.2\n- 18.5\n";
	*g = (struct small_graph){.arena = arena_new()};
	g->project = (struct project){.profile = "gitlab", .release = "18.4", .stops_declared = true};
	g->stops_source = source_new(g->arena, "config/upgrade_path.yml", stops, sizeof(stops) - 1);
	small_migration(g, &g->queue, "db/post_migrate/20250801120000_queue_backfill_notes.rb", "20250801120000",
			"18.3", QUEUE_TEXT);
	small_migration(g, &g->dependent, "db/post_migrate/20250901120000_require_namespace.rb", "20250901120000",
			"18.4", DEPENDENT_TEXT);
	g->queue.milestone_location = small_place(g->queue.source, "milestone");
	small_effects(g);
	small_job(g);
	small_stop(g, "18.2", STOP_REQUIRED);
	small_stop(g, "18.5", STOP_REQUIRED);
	vec_push(g->arena, &g->project.migrations, &g->queue);
	vec_push(g->arena, &g->project.migrations, &g->dependent);
	small_place_migration(g, &g->queue);
	small_place_migration(g, &g->dependent);
	release_parse("18.4", &g->graph.release);
	g->graph.project = &g->project;
	g->graph.statements = 2;
	g->graph.statements_resolved = 2;
	g->graph.jobs_resolved = 1;
	small_edge(g);
}

static inline void small_graph_done(struct small_graph *g)
{
	arena_free(g->arena);
}

/* Runs the rules on the graph. */
static inline struct result small_result(struct small_graph *g)
{
	struct rule_options options = {.schedule = &stop_schedule_default};
	struct result result = {.tool_version = "0"};
	rules_run(g->arena, &g->project, &g->graph, &options, &result);
	return result;
}

/* The first finding of a rule, NULL when there is none. */
static inline const struct finding *small_finding(const struct result *result, const char *rule)
{
	vec_each(const struct finding, finding, &result->findings) {
		if (strcmp(finding->rule, rule) == 0)
			return finding;
	}
	return NULL;
}

#endif
