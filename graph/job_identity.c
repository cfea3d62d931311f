/* Identities: which names mean the same job.
 *
 * A batched job is (database, class, table, column, arguments); a Sidekiq-era job its class and static arguments. What
 * is not known of an identity (a table computed at run time) meets anything when only one job of the class is left. */
#include "graph/job_identity.h"

const char *job_database_of_schema(const struct project *project, const char *schema)
{
	const char *found = NULL;

	for (size_t i = 0; schema && i < project->databases.count; i++) {
		const struct database_connection *database = project->databases.items[i];
		if (!names_has(&database->gitlab_schemas, schema))
			continue;
		if (!found || str_equal(database->name, "main"))
			found = database->name;
	}
	return found;
}

struct identity identity_of(struct job_set *set, const struct placed_migration *placed, const struct effect *effect)
{
	const struct migration *migration = placed->migration;
	const struct table_dictionary *table = map_get(&set->tables, effect->table);
	struct identity identity = {
		.era = effect->job->era,
		.class_name = job_class_name(effect->name),
		.table = effect->table,
		.column = effect->columns.count ? effect->columns.items[0] : NULL,
		.arguments = effect->job->arguments,
		.gitlab_schema = effect->job->gitlab_schema,
		.does = effect->job->does,
	};

	if (!identity.gitlab_schema)
		identity.gitlab_schema = migration->gitlab_schema;
	if (!identity.gitlab_schema && table)
		identity.gitlab_schema = table->gitlab_schema;
	if (identity.era == JOB_BATCHED)
		identity.database = job_database_of_schema(set->project, identity.gitlab_schema);
	if (!identity.database)
		identity.database = migration->database;
	return identity;
}

const char *job_word(const char *text)
{
	return text ? text : "?";
}

char *identity_key(struct arena *arena, const struct identity *identity)
{
	if (job_era_is_by_class(identity->era))
		return str_printf(arena, "%s|%s|%s", job_era_name(identity->era), job_word(identity->class_name),
				  job_word(identity->arguments));
	return str_printf(arena, "B|%s|%s|%s|%s|%s", job_word(identity->database), job_word(identity->class_name),
			  job_word(identity->table), job_word(identity->column), job_word(identity->arguments));
}

void class_jobs_add(struct job_set *set, struct map *map, const char *class_name, struct tracked_job *job)
{
	struct class_jobs *jobs = map_get(map, class_name);

	if (!class_name)
		return;
	if (!jobs) {
		jobs = ARENA_NEW(set->arena, struct class_jobs);
		map_put(map, class_name, jobs);
	}
	vec_push(set->arena, &jobs->jobs, job);
}

static void add_delegates(struct job_set *set, struct tracked_job *job, const struct job_reading *reading,
			  struct names *seen)
{
	for (size_t i = 0; i < reading->delegates.count && seen->count < LONGEST_CHAIN; i++) {
		const char *name = job_class_name(reading->delegates.items[i]);
		if (!set->project->read_job || !names_add(set->arena, seen, name))
			continue;
		const struct job_reading *delegate = set->project->read_job(
			set->project->read_job_payload, name, job->job.table, job->job.batch_column, NULL);
		if (!delegate)
			continue;
		vec_push(set->arena, &job->readings, delegate);
		if (job_era_is_by_class(job->job.era))
			class_jobs_add(set, &set->by_delegate, name, job);
		job->job.resolved = job->job.resolved && delegate->exact;
		add_delegates(set, job, delegate, seen);
	}
}

/* Evaluates the job's class and everything its perform delegates to, once. */
static void job_read(struct job_set *set, struct tracked_job *job)
{
	struct job *out = &job->job;
	struct names seen = {0};

	if (job->readings.count)
		return;
	if (out->reading) {
		out->resolved = out->reading->exact;
		vec_push(set->arena, &job->readings, out->reading);
		return;
	}
	if (!set->project->read_job)
		return;
	out->reading = set->project->read_job(set->project->read_job_payload, out->class_name, out->table,
					      out->batch_column, out->arguments);
	if (!out->reading)
		return;
	out->resolved = out->reading->exact;
	names_push(set->arena, &seen, out->class_name);
	vec_push(set->arena, &job->readings, out->reading);
	add_delegates(set, job, out->reading, &seen);
}

static char *job_id(struct arena *arena, const struct job *job)
{
	return str_printf(arena, "%s/%s.%s/%s", job_word(job->class_name), job_word(job->table),
			  job_word(job->batch_column), job_word(job->arguments));
}

/* What the queue itself says that the job does. */
static const struct job_reading *reading_of_queue(struct arena *arena, const struct effects *does)
{
	struct job_reading *reading = ARENA_NEW(arena, struct job_reading);

	reading->effects = *does;
	reading->exact = true;
	vec_each(const struct effect, effect, does)
		reading->exact = reading->exact && effect->certainty == CERTAINTY_PROVEN;
	return reading;
}

struct tracked_job *job_new(struct job_set *set, const struct identity *identity, const char *key)
{
	struct tracked_job *tracked = ARENA_NEW(set->arena, struct tracked_job);
	struct job *job = &tracked->job;
	const struct table_dictionary *table = map_get(&set->tables, identity->table);

	job->class_name = identity->class_name;
	job->job_class = map_get(&set->classes, identity->class_name);
	job->table = identity->table;
	job->batch_column = identity->column;
	job->arguments = identity->arguments;
	job->database = identity->database;
	job->gitlab_schema = identity->gitlab_schema ? identity->gitlab_schema : table ? table->gitlab_schema : NULL;
	job->era = identity->era;
	job->dictionary = map_get(&set->dictionaries, identity->class_name);
	job->id = job_id(set->arena, job);
	if (identity->does)
		job->reading = reading_of_queue(set->arena, identity->does);
	job_reset(tracked);
	map_put(&set->identities, key, tracked);
	class_jobs_add(set, &set->by_class, job->class_name, tracked);
	vec_push(set->arena, &set->all, tracked);
	job_read(set, tracked);
	return tracked;
}

/* Sidekiq-era jobs are the same whatever the relation they were queued over; one queue may tell what another did
 * not. */
static void learn_table(struct job_set *set, struct tracked_job *tracked, const struct identity *identity)
{
	struct job *job = &tracked->job;

	job->table = identity->table;
	job->batch_column = job->batch_column ? job->batch_column : identity->column;
	job->id = job_id(set->arena, job);
	if (!tracked->readings.count)
		return;
	job->reading = set->project->read_job(set->project->read_job_payload, job->class_name, job->table,
					      job->batch_column, job->arguments);
	tracked->readings.items[0] = job->reading;
}

struct tracked_job *job_intern(struct job_set *set, const struct identity *identity)
{
	char *key = identity_key(set->arena, identity);
	struct tracked_job *job = map_get(&set->identities, key);

	if (!job)
		return job_new(set, identity, key);
	if (!job->job.table && identity->table)
		learn_table(set, job, identity);
	return job;
}

/* Equal, or not known on one side. */
static bool may_equal(const char *a, const char *b)
{
	return !a || !b || str_equal(a, b);
}

/* The one batched job that an incompletely known identity can mean; NULL when none or several. */
struct tracked_job *job_only_candidate(struct job_set *set, const struct identity *identity)
{
	struct class_jobs *jobs = map_get(&set->by_class, identity->class_name);
	struct tracked_job *found = NULL;

	for (size_t i = 0; jobs && i < jobs->jobs.count; i++) {
		const struct job *job = &jobs->jobs.items[i]->job;
		if (job->era != identity->era || !str_equal(job->database, identity->database) ||
		    !may_equal(job->table, identity->table) || !may_equal(job->batch_column, identity->column) ||
		    !may_equal(job->arguments, identity->arguments))
			continue;
		if (found)
			return NULL;
		found = jobs->jobs.items[i];
	}
	return found;
}
