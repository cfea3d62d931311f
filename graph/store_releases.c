/* One release after the other as rows of release_tables.def. A row about a thing is made when the thing is met for the first
 * time in just that form: the key is the row itself, of a migration with all its effects, as a digest behind the name. */
#include "analyzer/base/hash.h"
#include "analyzer/base/map.h"
#include "analyzer/base/str.h"
#include "graph/store_rows.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

struct store_past {
	struct arena *arena;
	struct map numbers; /* key of a row -> its number, as a pointer */
	size_t releases, migrations, jobs, edges, findings;
};

/* The release that is being added. */
struct release_loader {
	struct store *store;
	struct store_past *past;
	struct arena *scratch;
	const struct graph *graph;
	size_t release;
};

struct store_past *store_past_new(struct arena *arena)
{
	struct store_past *past = ARENA_NEW(arena, struct store_past);

	*past = (struct store_past){.arena = arena, .numbers = map_new(arena)};
	return past;
}

static struct store_value text_of_release(const struct release_loader *loader, struct release release)
{
	return store_text(release_text(loader->scratch, release));
}

static struct store_value joined(const struct release_loader *loader, const struct names *names)
{
	return store_text(names->count ? names_join(loader->scratch, names, ",") : NULL);
}

/* The number of the row with these values behind the first, which is its number; `*counter` goes up when it is new, and the
 * row is added. `kind` tells tables apart. */
static size_t add_once(struct release_loader *loader, unsigned table, struct store_value *values, size_t count,
		       size_t *counter)
{
	struct strbuf key = strbuf_new(loader->scratch);

	strbuf_printf(&key, "%u", table);
	for (size_t i = 1; i < count; i++) {
		if (values[i].kind == STORE_TEXT)
			strbuf_printf(&key, "\1%s", values[i].text);
		else
			strbuf_printf(&key, "\2%" PRId64, values[i].kind == STORE_NULL ? -1 : values[i].integer);
	}
	const char *text = strbuf_finish(&key);
	size_t known = (size_t)(uintptr_t)map_get(&loader->past->numbers, text);
	if (known)
		return known;
	map_put(&loader->past->numbers, str_copy(loader->past->arena, text), (void *)(uintptr_t)++ * counter);
	values[0] = store_size(*counter);
	store_add(loader->store, table, values, count);
	return *counter;
}

/* ---- migrations ---- */

static uint64_t mix_names(uint64_t hash, const struct names *names)
{
	hash = hash_mix(hash, &names->count, sizeof(names->count));
	for (size_t i = 0; i < names->count; i++)
		hash = hash_mix_text(hash, names->items[i]);
	return hash;
}

/* Of what the row of an effect holds. */
static uint64_t mix_effect(uint64_t hash, const struct effect *effect)
{
	const int numbers[] = {(int)effect->verb,      (int)effect->object,    (int)effect->kind,
			       (int)effect->unique,    (int)effect->validated, (int)effect->guard,
			       (int)effect->certainty, effect->job != NULL};

	hash = mix_names(hash_mix(hash, numbers, sizeof(numbers)), &effect->columns);
	hash = hash_mix_text(hash_mix_text(hash, effect->table), effect->name);
	hash = hash_mix_text(hash_mix_text(hash, effect->to), effect->references);
	return effect->job ? hash_mix_text(hash, effect->job->arguments) : hash;
}

static size_t count_resolved(const struct migration *migration)
{
	size_t count = 0;

	vec_each(const struct statement, statement, &migration->statements)
		count += statement->resolved;
	return count;
}

/* "main/20250101000000/db/migrate/..." with a digest of everything that its rows hold. */
static const char *key_of_migration(struct arena *arena, const struct migration *migration)
{
	const size_t numbers[] = {migration->kind, migration->is_noop, migration->statements.count,
				  count_resolved(migration)};
	uint64_t hash = hash_mix(1, numbers, sizeof(numbers));

	hash = hash_mix_text(hash_mix_text(hash, migration->class_name), migration->milestone);
	vec_each(const struct effect, effect, &migration->effects)
		hash = mix_effect(hash, effect);
	return str_printf(arena, "migration/%s/%s/%s/%016" PRIx64, migration->database ? migration->database : "",
			  migration->version, migration->path, hash);
}

static void add_effect(struct release_loader *loader, size_t migration, size_t position, const struct effect *effect)
{
	const char *kind = effect->kind == CONSTRAINT_NONE ? NULL : constraint_kind_name(effect->kind);

	store_add(loader->store,
		  STORE_ADD_PAST(effects, store_size(migration), store_size(position),
				 store_text(effect_verb_name(effect->verb)),
				 store_text(effect_object_name(effect->object)), store_text(effect->table),
				 joined(loader, &effect->columns), store_text(effect->name), store_text(effect->to),
				 store_text(kind), store_tristate(effect->unique), store_tristate(effect->validated),
				 store_text(effect->references),
				 store_text(effect->job ? effect->job->arguments : NULL),
				 store_text(guard_name(effect->guard)), store_text(certainty_name(effect->certainty))));
}

static size_t number_of_migration(struct release_loader *loader, const struct migration *migration)
{
	struct store_past *past = loader->past;
	const char *key = key_of_migration(loader->scratch, migration);
	size_t known = (size_t)(uintptr_t)map_get(&past->numbers, key);

	if (known)
		return known;
	size_t number = ++past->migrations;
	map_put(&past->numbers, str_copy(past->arena, key), (void *)(uintptr_t)number);
	store_add(loader->store,
		  STORE_ADD_PAST(migrations, store_size(number), store_text(migration->version),
				 store_text(migration->database),
				 store_text(migration->kind == MIGRATION_POST ? "post" : "regular"),
				 store_text(migration->path), store_text(migration->class_name),
				 store_text(migration->milestone), store_integer(migration->is_noop),
				 store_size(migration->statements.count), store_size(count_resolved(migration))));
	vec_each(const struct effect, effect, &migration->effects)
		add_effect(loader, number, (size_t)(effect - migration->effects.items), effect);
	return number;
}

static void add_migrations(struct release_loader *loader)
{
	vec_each(const struct placed_migration, placed, &loader->graph->migrations) {
		size_t position = (size_t)(placed - loader->graph->migrations.items) + 1;
		size_t number = number_of_migration(loader, placed->migration);
		store_add(loader->store,
			  STORE_ADD_PAST(release_migrations, store_size(loader->release), store_size(position),
					 store_size(number), text_of_release(loader, placed->release),
					 store_text(release_source_name(placed->release_source))));
	}
}

/* ---- jobs, edges, stops ---- */

static const struct job_run *last_run(const struct job *job)
{
	const struct job_run *last = NULL;

	vec_each(const struct job_run, run, &job->runs)
		last = run->live ? run : last;
	return last;
}

static const char *version_of(const struct job_event *event)
{
	return event && event->migration ? event->migration->migration->version : NULL;
}

static void add_job(struct release_loader *loader, size_t position, const struct job *job)
{
	struct store_value values[] = {store_size(0),
				       store_text(job->id),
				       store_text(job->class_name),
				       store_text(job->job_class ? job->job_class->path : NULL),
				       store_text(job->table),
				       store_text(job->batch_column),
				       store_text(job->arguments),
				       store_text(job_era_name(job->era)),
				       store_integer(job->resolved),
				       joined(loader, &job->reads),
				       joined(loader, &job->writes)};
	size_t number =
		add_once(loader, STORE_PAST_jobs, values, sizeof(values) / sizeof(values[0]), &loader->past->jobs);
	const struct job_run *run = last_run(job);
	const struct job_event *gate = NULL;

	vec_each(const struct job_event, event, &job->gates)
		gate = event->matches ? event : gate;
	const struct job_event *cancel = job->cancels.count ? &job->cancels.items[job->cancels.count - 1] : NULL;
	store_add(loader->store, STORE_ADD_PAST(release_jobs, store_size(loader->release), store_size(position),
						store_size(number), store_text(run ? run->version : NULL),
						run ? text_of_release(loader, run->release) : store_text(NULL),
						store_text(version_of(gate)), store_text(version_of(cancel))));
}

static size_t number_of_edge(struct release_loader *loader, const struct edge *edge)
{
	const struct migration *dependent = edge->dependent ? edge->dependent->migration : NULL;
	struct store_value values[] = {store_size(0),
				       store_text(edge->job->id),
				       store_text(edge->job->class_name),
				       store_text(dependent ? dependent->version : NULL),
				       store_text(edge->dependent_job ? edge->dependent_job->id : NULL),
				       store_text(edge->dependent_path),
				       store_text(relation_name(edge->relation)),
				       store_text(edge->table),
				       joined(loader, &edge->columns)};

	return add_once(loader, STORE_PAST_edges, values, sizeof(values) / sizeof(values[0]), &loader->past->edges);
}

static void add_edge(struct release_loader *loader, size_t position, const struct edge *edge)
{
	const struct job_run *run = edge->run;
	const char *kind = !edge->stop ? NULL : edge->stop->kind == STOP_REQUIRED ? "required" : "conditional";

	store_add(loader->store,
		  STORE_ADD_PAST(
			  release_edges, store_size(loader->release), store_size(position),
			  store_size(number_of_edge(loader, edge)), store_text(run ? run->version : NULL),
			  text_of_release(loader, run ? run->release : edge->interval_from),
			  text_of_release(loader, edge->dependent_release), store_text(severity_name(edge->severity)),
			  store_text(certainty_name(edge->certainty)), store_text(guard_name(edge->guard)),
			  store_text(version_of(edge->gate)), store_text(gate_position_name(edge->gate_position)),
			  text_of_release(loader, edge->interval_from), text_of_release(loader, edge->interval_before),
			  store_text(edge->stop ? edge->stop->release : NULL), store_text(kind),
			  store_text(verdict_rule(edge->verdict))));
}

static void add_stops(struct release_loader *loader)
{
	vec_each(const struct declared_stop, stop, &loader->graph->stops)
		store_add(loader->store,
			  STORE_ADD_PAST(release_stops, store_size(loader->release),
					 store_size((size_t)(stop - loader->graph->stops.items)),
					 store_text(stop->release),
					 store_text(stop->kind == STOP_REQUIRED ? "required" : "conditional"),
					 store_text(stop->comment)));
}

static void add_findings(struct release_loader *loader, const struct store_findings *findings)
{
	vec_each(const struct store_finding, item, findings) {
		struct store_value values[] = {store_size(0),
					       store_text(item->fingerprint),
					       store_text(item->rule),
					       store_text(item->level),
					       store_text(item->path),
					       store_text(item->job),
					       store_text(item->dependent),
					       store_text(item->message)};
		size_t number = add_once(loader, STORE_PAST_findings, values, sizeof(values) / sizeof(values[0]),
					 &loader->past->findings);
		store_add(loader->store,
			  STORE_ADD_PAST(release_findings, store_size(loader->release),
					 store_size((size_t)(item - findings->items)), store_size(number)));
	}
}

/* ---- releases ---- */

static void add_graph(struct release_loader *loader)
{
	const struct graph *graph = loader->graph;

	add_migrations(loader);
	for (size_t i = 0; i < graph->jobs.count; i++)
		add_job(loader, i, graph->jobs.items[i]);
	for (size_t i = 0; i < graph->edges.count; i++)
		add_edge(loader, i, &graph->edges.items[i]);
	add_stops(loader);
}

void store_releases_add(struct store *store, const struct store_release *release, const struct store_findings *findings)
{
	static const struct graph none;
	struct store_past *past = store_past(store);
	struct release_loader loader = {.store = store,
					.past = past,
					.scratch = arena_new(),
					.graph = release->graph ? release->graph : &none,
					.release = ++past->releases};
	const struct graph *graph = loader.graph;
	bool is_read = release->graph != NULL;
	const size_t counts[] = {graph->migrations.count, graph->statements,    graph->statements_resolved,
				 graph->jobs.count,       graph->jobs_resolved, graph->edges.count,
				 findings->count};
	struct store_value number[sizeof(counts) / sizeof(counts[0])];

	for (size_t i = 0; i < sizeof(counts) / sizeof(counts[0]); i++)
		number[i] = is_read ? store_size(counts[i]) : store_text(NULL);
	store_add(store,
		  STORE_ADD_PAST(releases, store_size(loader.release), text_of_release(&loader, release->release),
				 store_release_key(release->release), store_text(release->tag),
				 store_text(release->revision), store_text(release->day),
				 store_integer(release->is_final), store_text(release->problem), number[0], number[1],
				 number[2], number[3], number[4], number[5], number[6]));
	if (is_read) {
		add_graph(&loader);
		add_findings(&loader, findings);
	}
	arena_free(loader.scratch);
}
