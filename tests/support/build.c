/* Every effect gets a location of its own in a made-up source, so that orders by place are exercised. */
#include "tests/support/build.h"

#include <string.h>

struct build_reading {
	const char *class_name;
	struct job_reading reading;
};

static const struct job_reading *find_reading(void *payload, const char *class_name, const char *table,
					      const char *column, const char *arguments)
{
	struct build *build = payload;

	(void)table;
	(void)column;
	(void)arguments;
	for (size_t i = 0; i < build->readings.count; i++) {
		if (str_equal(build->readings.items[i]->class_name, class_name))
			return &build->readings.items[i]->reading;
	}
	return NULL;
}

struct build *build_new(void)
{
	struct arena *arena = arena_new();
	struct build *build = ARENA_NEW(arena, struct build);

	build->arena = arena;
	build->project.profile = "gitlab";
	build->project.read_job = find_reading;
	build->project.read_job_payload = build;
	return build;
}

void build_free(struct build *build)
{
	arena_free(build->arena);
}

static struct migration *build_migration(struct build *build, const char *version, const char *milestone)
{
	struct migration *migration = ARENA_NEW(build->arena, struct migration);

	migration->version = version;
	migration->milestone = milestone;
	migration->database = "main";
	vec_push(build->arena, &build->project.migrations, migration);
	return migration;
}

static struct migration *place(struct build *build, struct migration *migration, const char *folder)
{
	static const char text[4096] = "";

	migration->path = str_printf(build->arena, "db/%s/%s_x.rb", folder, migration->version);
	migration->source = source_new(build->arena, migration->path, text, sizeof(text));
	return migration;
}

struct migration *build_regular(struct build *build, const char *version, const char *milestone)
{
	return place(build, build_migration(build, version, milestone), "migrate");
}

struct migration *build_post(struct build *build, const char *version, const char *milestone)
{
	struct migration *migration = place(build, build_migration(build, version, milestone), "post_migrate");

	migration->kind = MIGRATION_POST;
	return migration;
}

struct job_class *build_job_class(struct build *build, const char *class_name)
{
	struct job_class *job_class = ARENA_NEW(build->arena, struct job_class);

	job_class->name = class_name;
	job_class->path = str_printf(build->arena, "lib/%s.rb", class_name);
	job_class->batched = true;
	job_class->queueable = true;
	vec_push(build->arena, &build->project.job_classes, job_class);
	return job_class;
}

struct job_reading *build_job(struct build *build, const char *class_name)
{
	struct build_reading *reading = ARENA_NEW(build->arena, struct build_reading);

	build_job_class(build, class_name);
	reading->class_name = class_name;
	reading->reading.exact = true;
	vec_push(build->arena, &build->readings, reading);
	return &reading->reading;
}

/* The next word of *at, NULL at the end. */
static char *next_word(struct build *build, const char **at)
{
	while (**at == ' ')
		(*at)++;
	size_t length = strcspn(*at, " ");
	if (!length)
		return NULL;
	char *word = str_copy_n(build->arena, *at, length);
	*at += length;
	return word;
}

struct names build_names(struct build *build, const char *words)
{
	struct names names = {0};
	char *word;

	while (words && (word = next_word(build, &words)))
		names_push(build->arena, &names, word);
	return names;
}

static enum read_role role_of(const char *name)
{
	if (!name || !strcmp(name, "filter"))
		return READ_FILTER;
	if (!strcmp(name, "join"))
		return READ_JOIN;
	return strcmp(name, "group") == 0 ? READ_GROUP : READ_VALUE;
}

struct column_refs build_refs(struct build *build, const char *words)
{
	struct column_refs refs = {0};
	char *word;

	while (words && (word = next_word(build, &words))) {
		char *dot = strchr(word, '.');
		char *role = strchr(word, ':');
		*dot = '\0';
		if (role)
			*role++ = '\0';
		column_refs_add(build->arena, &refs, word, dot + 1, role_of(role));
	}
	return refs;
}

void build_reads(struct build *build, struct effect *effect, const char *reads)
{
	struct column_refs refs = build_refs(build, reads);

	vec_each(struct column_ref, ref, &refs)
		column_refs_add(build->arena, ref->role == READ_VALUE ? &effect->sources : &effect->filters, ref->table,
				ref->column, ref->role);
}

struct effect *build_effect(struct build *build, struct migration *migration, enum effect_verb verb,
			    enum effect_object object)
{
	uint32_t offset = (uint32_t)migration->effects.count + 1;
	struct location location = {migration->source, offset, 1};

	vec_push(build->arena, &migration->effects, effect_make(verb, object, location));
	return vec_last(&migration->effects);
}

struct effect *build_on(struct build *build, struct migration *migration, enum effect_verb verb,
			enum effect_object object, const char *table, const char *columns)
{
	struct effect *effect = build_effect(build, migration, verb, object);

	effect->table = table;
	effect->columns = build_names(build, columns);
	return effect;
}

static struct effect *build_job_effect(struct build *build, struct migration *migration, enum effect_verb verb,
				       const char *class_name)
{
	struct effect *effect = build_effect(build, migration, verb, OBJECT_JOB);

	effect->name = class_name;
	effect->job = ARENA_NEW(build->arena, struct job_effect);
	return effect;
}

static struct effect *build_batched(struct build *build, struct effect *effect, const char *table, const char *column,
				    const char *arguments)
{
	struct job_effect *job = (struct job_effect *)effect->job;

	effect->table = table;
	effect->columns = build_names(build, column);
	job->era = JOB_BATCHED;
	job->manner = GATE_INLINE;
	job->arguments = arguments;
	return effect;
}

struct effect *build_queue(struct build *build, struct migration *migration, const char *class_name, const char *table,
			   const char *column, const char *arguments)
{
	return build_batched(build, build_job_effect(build, migration, EFFECT_QUEUE, class_name), table, column,
			     arguments);
}

struct effect *build_gate(struct build *build, struct migration *migration, const char *class_name, const char *table,
			  const char *column, const char *arguments)
{
	return build_batched(build, build_job_effect(build, migration, EFFECT_GATE, class_name), table, column,
			     arguments);
}

struct effect *build_cancel(struct build *build, struct migration *migration, const char *class_name, const char *table,
			    const char *column, const char *arguments)
{
	return build_batched(build, build_job_effect(build, migration, EFFECT_CANCEL, class_name), table, column,
			     arguments);
}

struct effect *build_sidekiq(struct build *build, struct migration *migration, enum effect_verb verb,
			     const char *class_name, const char *table)
{
	struct effect *effect = build_job_effect(build, migration, verb, class_name);
	struct job_effect *job = (struct job_effect *)effect->job;

	effect->table = table;
	job->era = JOB_SIDEKIQ;
	job->manner = GATE_STEAL;
	job->arguments = verb == EFFECT_QUEUE ? "[]" : NULL;
	return effect;
}

struct effect *build_not_null(struct build *build, struct migration *migration, const char *table, const char *column,
			      bool validated)
{
	struct effect *effect = build_on(build, migration, EFFECT_ADD_CONSTRAINT, OBJECT_CONSTRAINT, table, column);

	effect->name = str_printf(build->arena, "check_%s_%s", table, column);
	effect->kind = CONSTRAINT_NOT_NULL;
	effect->validated = validated ? TRI_YES : TRI_NO;
	return effect;
}

struct effect *build_index(struct build *build, struct migration *migration, const char *table, const char *columns,
			   bool unique)
{
	struct effect *effect = build_on(build, migration, EFFECT_ADD_INDEX, OBJECT_INDEX, table, columns);

	effect->name = str_printf(build->arena, "index_%s_%zu", table, effect->columns.count);
	effect->unique = unique ? TRI_YES : TRI_NO;
	return effect;
}

struct effect *build_foreign_key(struct build *build, struct migration *migration, const char *table,
				 const char *column, const char *references, bool validated)
{
	struct effect *effect = build_on(build, migration, EFFECT_ADD_FOREIGN_KEY, OBJECT_FOREIGN_KEY, table, column);

	effect->name = str_printf(build->arena, "fk_%s_%s", table, column);
	effect->kind = CONSTRAINT_FOREIGN_KEY;
	effect->references = references;
	effect->validated = validated ? TRI_YES : TRI_NO;
	return effect;
}

static struct effect *build_job_step(struct build *build, struct job_reading *job, enum effect_verb verb,
				     const char *table, const char *columns)
{
	struct effect effect = effect_make(verb, OBJECT_ROWS, (struct location){0});

	effect.table = table;
	effect.columns = build_names(build, columns);
	vec_push(build->arena, &job->effects, effect);
	return vec_last(&job->effects);
}

struct effect *build_read(struct build *build, struct job_reading *job, const char *table, const char *columns)
{
	return build_job_step(build, job, EFFECT_READ, table, columns);
}

struct effect *build_write(struct build *build, struct job_reading *job, const char *table, const char *columns,
			   const char *reads)
{
	struct effect *effect = build_job_step(build, job, EFFECT_WRITE, table, columns);

	build_reads(build, effect, reads);
	return effect;
}

struct effect *build_insert(struct build *build, struct job_reading *job, const char *table, const char *columns,
			    const char *reads)
{
	struct effect *effect = build_job_step(build, job, EFFECT_INSERT, table, columns);

	build_reads(build, effect, reads);
	return effect;
}

struct effect *build_delete(struct build *build, struct job_reading *job, const char *table, const char *reads)
{
	struct effect *effect = build_job_step(build, job, EFFECT_DELETE, table, NULL);

	build_reads(build, effect, reads);
	return effect;
}

void build_stop(struct build *build, const char *release, enum stop_kind kind)
{
	struct declared_stop stop = {.release = release, .kind = kind, .comment = ""};

	vec_push(build->arena, &build->project.stops, stop);
	build->project.stops_declared = true;
}

struct job_dictionary *build_dictionary(struct build *build, const char *class_name, const char *milestone,
					const char *queued_version)
{
	struct job_dictionary *dictionary = ARENA_NEW(build->arena, struct job_dictionary);

	dictionary->class_name = class_name;
	dictionary->milestone = milestone;
	dictionary->queued_version = queued_version;
	vec_push(build->arena, &build->project.job_dictionaries, dictionary);
	return dictionary;
}

void build_table(struct build *build, const char *table, const char *columns)
{
	struct effect effect = effect_make(EFFECT_CREATE, OBJECT_TABLE, (struct location){0});

	effect.table = table;
	effect.columns = build_names(build, columns);
	vec_push(build->arena, &build->project.structure, effect);
}

const struct graph *build_graph(struct build *build)
{
	if (!build->graph.project)
		graph_build(build->arena, &build->project, &build->graph);
	return &build->graph;
}

const struct edge *build_find(const struct graph *graph, enum relation relation, enum severity severity,
			      const char *class_name)
{
	vec_each(const struct edge, edge, &graph->edges) {
		if (edge->relation == relation && edge->severity == severity &&
		    (!class_name || str_equal(edge->job->class_name, class_name)))
			return edge;
	}
	return NULL;
}

const struct job *build_find_job(const struct graph *graph, const char *class_name)
{
	for (size_t i = 0; i < graph->jobs.count; i++) {
		if (str_equal(graph->jobs.items[i]->class_name, class_name))
			return graph->jobs.items[i];
	}
	return NULL;
}
