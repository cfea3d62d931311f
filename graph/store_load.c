/* The graph as rows of tables.def. Rows are numbered in the order of the graph's lists, from 1, so that two indexes of
 * one tree are equal byte for byte. Jobs are referred to by pointer in the graph: a list sorted by address finds their
 * numbers and reaches no output. */
#include "graph/store_rows.h"

#include <stdlib.h>
#include <string.h>

struct job_number {
	const struct job *job;
	size_t number;
};

/* One place that could not be resolved, for dropping equal ones. */
struct open_question {
	struct location location;
	const char *what;
	const char *why;
	size_t migration;
	size_t job;
	size_t rank; /* in the order of finding */
};

struct loader {
	struct store *store;
	struct arena *arena;
	const struct graph *graph;
	struct job_number *jobs; /* by address */
	size_t statements;       /* rows so far */
	size_t effects;
	VEC(struct open_question) questions;
};

static size_t number_of_migration(const struct loader *loader, const struct placed_migration *placed)
{
	return placed ? (size_t)(placed - loader->graph->migrations.items) + 1 : 0;
}

static size_t number_of_stop(const struct loader *loader, const struct declared_stop *stop)
{
	return stop ? (size_t)(stop - loader->graph->stops.items) + 1 : 0;
}

static int by_address(const void *left, const void *right)
{
	const struct job_number *a = left;
	const struct job_number *b = right;

	return ((uintptr_t)a->job > (uintptr_t)b->job) - ((uintptr_t)a->job < (uintptr_t)b->job);
}

static size_t number_of_job(const struct loader *loader, const struct job *job)
{
	struct job_number key = {.job = job};
	const struct job_number *found = NULL;

	if (job && loader->graph->jobs.count)
		found = bsearch(&key, loader->jobs, loader->graph->jobs.count, sizeof(key), by_address);
	return found ? found->number : 0;
}

static void number_jobs(struct loader *loader)
{
	size_t count = loader->graph->jobs.count;

	loader->jobs = ARENA_ARRAY(loader->arena, struct job_number, count + 1);
	for (size_t i = 0; i < count; i++)
		loader->jobs[i] = (struct job_number){loader->graph->jobs.items[i], i + 1};
	qsort(loader->jobs, count, sizeof(*loader->jobs), by_address);
}

static struct store_value line_of(struct location location)
{
	return location.source ? store_integer(location_line(location)) : store_text(NULL);
}

static struct store_value path_of(struct location location)
{
	return store_text(location.source ? location_path(location) : NULL);
}

static struct store_value release_of(const struct loader *loader, struct release release)
{
	return store_text(release_text(loader->arena, release));
}

static struct store_value joined(const struct loader *loader, const struct names *names)
{
	return store_text(names->count ? names_join(loader->arena, names, ",") : NULL);
}

static void load_info(struct loader *loader, const struct store_origin *origin)
{
	const struct project *project = loader->graph->project;
	const struct {
		const char *key;
		const char *value;
	} rows[] = {
		{"tree", origin->tree},
		{"digest", origin->digest},
		{"tool_version", origin->tool_version},
		{"profile", project->profile},
		{"release", release_text(loader->arena, loader->graph->release)},
		{"revision", project->revision},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		store_add(loader->store, STORE_ADD(info, store_text(rows[i].key), store_text(rows[i].value)));
}

/* ---- migrations ---- */

static void load_names(struct loader *loader, const char *role, const char *table, const struct names *names)
{
	for (size_t i = 0; i < names->count; i++) {
		if (names->items[i])
			store_add(loader->store,
				  STORE_ADD(effect_columns, store_size(loader->effects), store_text(role),
					    store_size(i), store_text(table), store_text(names->items[i])));
	}
}

static void load_refs(struct loader *loader, const char *role, const struct column_refs *refs)
{
	vec_each(struct column_ref, ref, refs) {
		size_t position = (size_t)(ref - refs->items);
		if (ref->column)
			store_add(loader->store,
				  STORE_ADD(effect_columns, store_size(loader->effects), store_text(role),
					    store_size(position), store_text(ref->table), store_text(ref->column)));
	}
}

static void load_effect(struct loader *loader, size_t migration, size_t statement, const struct effect *effect)
{
	const char *kind = effect->kind == CONSTRAINT_NONE ? NULL : constraint_kind_name(effect->kind);

	loader->effects++;
	store_add(loader->store,
		  STORE_ADD(effects, store_size(loader->effects), store_size(migration), store_reference(statement),
			    store_text(effect_verb_name(effect->verb)), store_text(effect_object_name(effect->object)),
			    store_text(effect->table), joined(loader, &effect->columns), store_text(effect->name),
			    store_text(effect->to), store_text(kind), store_tristate(effect->unique),
			    store_tristate(effect->validated), store_tristate(effect->nullable),
			    store_text(effect->type), store_text(effect->default_value), store_text(effect->expression),
			    store_text(effect->predicate), store_text(effect->references),
			    store_text(effect->job ? effect->job->arguments : NULL),
			    store_text(guard_name(effect->guard)), store_text(certainty_name(effect->certainty)),
			    store_integer(location_line(effect->location))));
	load_names(loader, "key", effect->table, &effect->columns);
	load_names(loader, "to", effect->table, &effect->to_columns);
	load_names(loader, "references", effect->references, &effect->references_columns);
	load_refs(loader, "filter", &effect->filters);
	load_refs(loader, "source", &effect->sources);
	load_refs(loader, "predicate", &effect->predicate_columns);
}

static void load_migration(struct loader *loader, const struct placed_migration *placed)
{
	const struct migration *migration = placed->migration;
	size_t id = number_of_migration(loader, placed);
	size_t before = loader->statements;

	store_add(loader->store,
		  STORE_ADD(migrations, store_size(id), store_text(migration->version), store_text(migration->path),
			    store_text(migration->class_name),
			    store_text(migration->kind == MIGRATION_POST ? "post" : "regular"),
			    store_text(migration->database), store_text(migration->gitlab_schema),
			    store_text(migration->milestone), release_of(loader, placed->release),
			    store_release_key(placed->release), store_text(release_source_name(placed->release_source)),
			    store_integer(migration->ddl_transaction), store_integer(migration->is_noop)));
	vec_each(struct statement, statement, &migration->statements) {
		size_t position = (size_t)(statement - migration->statements.items);
		loader->statements++;
		store_add(loader->store,
			  STORE_ADD(statements, store_size(loader->statements), store_size(id), store_size(position),
				    store_integer(location_line(statement->location)), store_text(statement->what),
				    store_integer(statement->resolved),
				    store_text(statement->resolved ? NULL : statement->why)));
	}
	vec_each(struct effect, effect, &migration->effects) {
		bool known = effect->statement < migration->statements.count;
		load_effect(loader, id, known ? before + effect->statement + 1 : 0, effect);
	}
}

/* ---- jobs ---- */

static const char *manner_name(enum gate_manner manner)
{
	static const char *const names[] = {
		[GATE_INLINE] = "inline", [GATE_RAISES] = "raises", [GATE_STEAL] = "steal", [GATE_PERFORM] = "perform"};

	return names[manner];
}

/* "notes.project_id" -> "notes" and "project_id"; "notes:delete" -> "notes" and "delete". */
static const char *split(struct arena *arena, const char *text, const char *at, const char **rest)
{
	*rest = at + 1;
	return str_copy_n(arena, text, (size_t)(at - text));
}

static void load_reads_and_writes(struct loader *loader, size_t id, const struct job *job)
{
	const char *rest = NULL;

	for (size_t i = 0; i < job->reads.count; i++) {
		const char *read = job->reads.items[i];
		const char *dot = strrchr(read, '.');
		if (!dot)
			continue;
		const char *table = split(loader->arena, read, dot, &rest);
		store_add(loader->store, STORE_ADD(job_reads, store_size(id), store_text(table), store_text(rest)));
	}
	for (size_t i = 0; i < job->writes.count; i++) {
		const char *write = job->writes.items[i];
		const char *colon = strrchr(write, ':');
		const char *at = colon ? colon : strrchr(write, '.');
		if (!at)
			continue;
		const char *table = split(loader->arena, write, at, &rest);
		store_add(loader->store, STORE_ADD(job_writes, store_size(id), store_text(table),
						   store_text(colon ? rest : "update"), store_text(colon ? "" : rest)));
	}
}

static void load_runs(struct loader *loader, size_t id, const struct job *job)
{
	vec_each(struct job_run, run, &job->runs) {
		size_t position = (size_t)(run - job->runs.items);
		store_add(loader->store, STORE_ADD(job_runs, store_size(id), store_size(position),
						   store_reference(number_of_migration(loader, run->migration)),
						   store_text(run->version), release_of(loader, run->release),
						   store_release_key(run->release),
						   store_text(release_source_name(run->release_source)),
						   store_integer(run->live), store_text(guard_name(run->guard)),
						   path_of(run->location), line_of(run->location)));
	}
}

static void load_events(struct loader *loader, size_t id, const struct job *job)
{
	vec_each(struct job_event, gate, &job->gates) {
		const struct job_effect *call = gate->effect ? gate->effect->job : NULL;
		size_t position = (size_t)(gate - job->gates.items);
		store_add(loader->store, STORE_ADD(job_gates, store_size(id), store_size(position),
						   store_reference(number_of_migration(loader, gate->migration)),
						   store_text(call ? call->queue_helper : NULL),
						   store_text(call ? manner_name(call->manner) : NULL),
						   store_integer(gate->matches), store_text(guard_name(gate->guard)),
						   gate->effect ? line_of(gate->effect->location) : store_text(NULL)));
	}
	vec_each(struct job_event, cancel, &job->cancels) {
		const struct job_effect *call = cancel->effect ? cancel->effect->job : NULL;
		size_t position = (size_t)(cancel - job->cancels.items);
		store_add(loader->store,
			  STORE_ADD(job_cancels, store_size(id), store_size(position),
				    store_reference(number_of_migration(loader, cancel->migration)),
				    store_text(call ? call->queue_helper : NULL), store_text(guard_name(cancel->guard)),
				    cancel->effect ? line_of(cancel->effect->location) : store_text(NULL)));
	}
}

static void load_job(struct loader *loader, size_t id, const struct job *job)
{
	static const struct job_dictionary none = {0};
	const struct job_dictionary *dictionary = job->dictionary ? job->dictionary : &none;

	store_add(loader->store,
		  STORE_ADD(jobs, store_size(id), store_text(job->id), store_text(job->class_name),
			    store_text(job->job_class ? job->job_class->path : NULL), store_text(job->table),
			    store_text(job->batch_column), store_text(job->arguments), store_text(job->database),
			    store_text(job->gitlab_schema), store_text(job_era_name(job->era)),
			    store_text(guard_name(job->guard)), store_integer(job->resolved),
			    store_text(dictionary->path), store_text(dictionary->milestone),
			    store_text(dictionary->queued_version), store_text(dictionary->finalized_by)));
	load_reads_and_writes(loader, id, job);
	load_runs(loader, id, job);
	load_events(loader, id, job);
}

/* ---- edges ---- */

static void load_edge_lists(struct loader *loader, size_t id, const struct edge *edge)
{
	for (size_t i = 0; i < edge->columns.count; i++)
		store_add(loader->store,
			  STORE_ADD(edge_columns, store_size(id), store_size(i), store_text(edge->columns.items[i])));
	for (size_t i = 0; i < edge->stops.count; i++)
		store_add(loader->store, STORE_ADD(edge_stops, store_size(id),
						   store_size(number_of_stop(loader, edge->stops.items[i]))));
	vec_each(const struct link, link, &edge->evidence) {
		size_t position = (size_t)(link - edge->evidence.items);
		store_add(loader->store, STORE_ADD(edge_evidence, store_size(id), store_size(position),
						   store_text(link_role_name(link->role)), path_of(link->location),
						   line_of(link->location), store_text(link->text)));
	}
}

/* The place that shows the dependent: its effect, or the last link of the chain that speaks of it. */
static struct location dependent_place(const struct edge *edge)
{
	struct location place = {0};

	if (edge->dependent_effect)
		return edge->dependent_effect->location;
	vec_each(const struct link, link, &edge->evidence) {
		if (link->role == LINK_DEPENDENT)
			place = link->location;
	}
	return place;
}

static void load_edge(struct loader *loader, size_t id, const struct edge *edge)
{
	const struct job_run *run = edge->run;
	struct release queued = run ? run->release : edge->interval_from;

	store_add(loader->store,
		  STORE_ADD(edges, store_size(id), store_size(number_of_job(loader, edge->job)),
			    store_text(run ? run->version : NULL), release_of(loader, queued),
			    store_reference(number_of_migration(loader, edge->dependent)),
			    store_reference(number_of_job(loader, edge->dependent_job)),
			    store_text(edge->dependent_path), line_of(dependent_place(edge)),
			    release_of(loader, edge->dependent_release), store_release_key(edge->dependent_release),
			    store_text(relation_name(edge->relation)), store_text(severity_name(edge->severity)),
			    store_text(edge->why_benign), store_text(certainty_name(edge->certainty)),
			    store_text(edge->why_likely), store_text(edge->table), joined(loader, &edge->columns),
			    store_text(guard_name(edge->guard)),
			    store_reference(number_of_migration(loader, edge->gate ? edge->gate->migration : NULL)),
			    store_text(gate_position_name(edge->gate_position)),
			    store_integer(edge->gate_only_in_single_run), release_of(loader, edge->interval_from),
			    release_of(loader, edge->interval_before),
			    store_reference(number_of_stop(loader, edge->stop)),
			    store_text(verdict_rule(edge->verdict))));
	load_edge_lists(loader, id, edge);
}

static void load_stop(struct loader *loader, size_t id, const struct declared_stop *stop)
{
	struct release release = {.patch = -1};

	release_parse(stop->release, &release);
	store_add(loader->store,
		  STORE_ADD(stops, store_size(id), store_text(stop->release), store_release_key(release),
			    store_text(stop->kind == STOP_REQUIRED ? "required" : "conditional"),
			    store_text(stop->comment), path_of(stop->location), line_of(stop->location)));
}

/* ---- what is not resolved ---- */

static void note_question(struct loader *loader, struct open_question question)
{
	question.what = question.what ? question.what : "statement";
	question.why = question.why ? question.why : "not understood";
	question.rank = loader->questions.count;
	vec_push(loader->arena, &loader->questions, question);
}

static bool starts_in(struct location inner, struct location outer)
{
	return inner.source == outer.source && inner.offset >= outer.offset &&
	       inner.offset < outer.offset + (outer.length ? outer.length : 1);
}

static bool is_listed(const struct statement *statement, const struct unresolved_list *list)
{
	vec_each(struct unresolved, item, list) {
		if (starts_in(item->location, statement->location))
			return true;
	}
	return false;
}

/* An entry of the list says more than the statement that it lies in. */
static void note_questions(struct loader *loader, const struct unresolved_list *list,
			   const struct statements *statements, struct open_question owner)
{
	vec_each(struct unresolved, item, list)
		note_question(loader, (struct open_question){item->location, item->what, item->why, owner.migration,
							     owner.job, 0});
	vec_each(struct statement, statement, statements) {
		if (!statement->resolved && !is_listed(statement, list))
			note_question(loader, (struct open_question){statement->location, statement->what,
								     statement->why, owner.migration, owner.job, 0});
	}
}

static int compare_questions(const struct open_question *a, const struct open_question *b)
{
	int order = location_compare(a->location, b->location);

	if (order == 0)
		order = str_compare(a->what, b->what);
	return order ? order : str_compare(a->why, b->why);
}

static int by_place(const void *left, const void *right)
{
	const struct open_question *a = left;
	const struct open_question *b = right;
	int order = compare_questions(a, b);

	return order ? order : (a->rank > b->rank) - (a->rank < b->rank);
}

static void load_questions(struct loader *loader)
{
	size_t id = 0;

	if (loader->questions.count)
		qsort(loader->questions.items, loader->questions.count, sizeof(*loader->questions.items), by_place);
	vec_each(struct open_question, item, &loader->questions) {
		if (item > loader->questions.items && compare_questions(item - 1, item) == 0)
			continue;
		id++;
		store_add(loader->store,
			  STORE_ADD(unresolved, store_size(id), path_of(item->location), line_of(item->location),
				    store_text(item->what), store_text(item->why), store_reference(item->migration),
				    store_reference(item->job)));
	}
}

static void find_questions(struct loader *loader)
{
	static const struct statements none = {0};

	note_questions(loader, &loader->graph->project->unresolved, &none, (struct open_question){0});
	vec_each(const struct placed_migration, placed, &loader->graph->migrations)
		note_questions(loader, &placed->migration->unresolved, &placed->migration->statements,
			       (struct open_question){.migration = number_of_migration(loader, placed)});
	for (size_t i = 0; i < loader->graph->jobs.count; i++) {
		const struct job_reading *reading = loader->graph->jobs.items[i]->reading;
		if (reading)
			note_questions(loader, &reading->unresolved, &reading->statements,
				       (struct open_question){.job = i + 1});
	}
}

void store_load(struct store *store, struct arena *scratch, const struct graph *graph,
		const struct store_origin *origin)
{
	struct loader loader = {.store = store, .arena = scratch, .graph = graph};

	number_jobs(&loader);
	load_info(&loader, origin);
	vec_each(const struct placed_migration, placed, &graph->migrations)
		load_migration(&loader, placed);
	for (size_t i = 0; i < graph->jobs.count; i++)
		load_job(&loader, i + 1, graph->jobs.items[i]);
	for (size_t i = 0; i < graph->stops.count; i++)
		load_stop(&loader, i + 1, &graph->stops.items[i]);
	for (size_t i = 0; i < graph->edges.count; i++)
		load_edge(&loader, i + 1, &graph->edges.items[i]);
	find_questions(&loader);
	load_questions(&loader);
}
