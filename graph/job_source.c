/* Jobs whose queue is not in the tree: squashed, emptied, or never there.
 *
 * A squashed queue takes release and version from the dictionary, unless the dictionary's queueing file is in the tree
 * and was emptied. The identity comes from a gate or cancellation, also from the cancellation in a `down`. */
#include "graph/job_identity.h"

#include "graph/place.h"

#include <string.h>

/* The run of a queue that the tree does not hold any more. */
void job_add_squashed_run(struct job_set *set, struct tracked_job *job)
{
	const struct job_dictionary *dictionary = job->job.dictionary;
	struct job_run run = {.live = true, .release = {.patch = -1}};

	if (dictionary && release_parse(dictionary->milestone, &run.release))
		run.release_source = RELEASE_DICTIONARY;
	if (dictionary) {
		run.version = dictionary->queued_version;
		run.location = dictionary->queued_version ? dictionary->queued_version_location : dictionary->location;
	}
	vec_push(set->arena, &job->job.runs, run);
	job->starts_pending = true;
	job_start(job, 0);
}

static const char *table_key(struct job_set *set, const struct identity *identity)
{
	return str_printf(set->arena, "%s/%s", identity->class_name, identity->table);
}

static const char *generic_key(struct job_set *set, const char *class_name)
{
	return str_printf(set->arena, "%s/*", class_name);
}

bool job_queue_was_squashed(struct job_set *set, const struct identity *identity)
{
	const struct job_dictionary *dictionary = map_get(&set->dictionaries, identity->class_name);

	if (dictionary && dictionary->queued_version && identity->era == JOB_BATCHED)
		return !map_get(&set->versions, dictionary->queued_version);
	if (identity->table && map_get(&set->queued, generic_key(set, identity->class_name)))
		return !map_get(&set->queued, table_key(set, identity));
	return !map_get(&set->queued, identity->class_name);
}

/* A class that helpers queue, or that is queued for several tables, works on any table: each of them is another job. */
static void note_table(struct job_set *set, const struct identity *identity, const struct effect *effect)
{
	const struct effect *first = map_get(&set->queued, identity->class_name);
	bool by_helper = effect->job->queue_helper && !effect->job->bypasses_helper &&
			 !str_equal(effect->job->queue_helper, "queue_batched_background_migration");

	if (identity->era != JOB_BATCHED || !identity->table)
		return;
	map_put(&set->queued, table_key(set, identity), (void *)effect);
	if (by_helper || (first && !str_equal(first->table, effect->table)))
		map_put(&set->queued, generic_key(set, identity->class_name), (void *)effect);
}

bool effect_is_about_job(const struct effect *effect)
{
	return effect->object == OBJECT_JOB && effect->job && effect->name &&
	       (effect->verb == EFFECT_QUEUE || effect->verb == EFFECT_GATE || effect->verb == EFFECT_CANCEL);
}

/* What is queued anywhere, so that a gate before its queue is not taken for the gate of a squashed one. */
static void note_queues(struct job_set *set, const struct placed_migration *placed)
{
	vec_each(const struct effect, effect, &placed->migration->effects) {
		if (!effect_is_about_job(effect) || effect->verb != EFFECT_QUEUE)
			continue;
		struct identity identity = identity_of(set, placed, effect);
		note_table(set, &identity, effect);
		map_put(&set->queued, identity.class_name, (void *)effect);
		map_put(&set->queued, identity_key(set->arena, &identity), (void *)effect);
	}
	vec_each(const struct effect, effect, &placed->migration->down_effects) {
		const char *name = job_class_name(effect->name);
		if (effect_is_about_job(effect) && effect->verb == EFFECT_CANCEL &&
		    !map_get(&set->cancelled_down, name))
			map_put(&set->cancelled_down, name, (void *)effect);
	}
}

void jobs_index(struct job_set *set)
{
	const struct project *project = set->project;

	for (size_t i = 0; i < project->job_classes.count; i++)
		map_put(&set->classes, project->job_classes.items[i]->name, project->job_classes.items[i]);
	for (size_t i = 0; i < project->job_dictionaries.count; i++) {
		struct job_dictionary *dictionary = project->job_dictionaries.items[i];
		map_put(&set->dictionaries, job_class_name(dictionary->class_name), dictionary);
	}
	for (size_t i = 0; i < project->table_dictionaries.count; i++)
		map_put(&set->tables, project->table_dictionaries.items[i]->table,
			project->table_dictionaries.items[i]);
	vec_each(struct placed_migration, placed, &set->graph->migrations) {
		map_put(&set->versions, placed->migration->version, placed);
		note_queues(set, placed);
	}
}

/* "RequeueBackfillX" is how queueing migrations are called, not jobs: such an entry names the wrong class. */
static bool names_a_migration(const char *name)
{
	static const char *const prefixes[] = {"Queue", "Requeue"};

	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		const char *rest = str_starts_with(name, prefixes[i]) ? name + strlen(prefixes[i]) : "";
		if (*rest >= 'A' && *rest <= 'Z')
			return true;
	}
	return false;
}

/* An entry for a class that is gone matters while nothing says that the job was finished; one that names no class of
 * the tree although its queueing migration is there is a wrong name. */
static bool is_job_entry(struct job_set *set, const struct job_dictionary *dictionary, const struct identity *identity)
{
	if (map_get(&set->classes, identity->class_name))
		return true;
	return !dictionary->finalized_by && dictionary->queued_version && !names_a_migration(identity->class_name) &&
	       job_queue_was_squashed(set, identity);
}

/* Was the gate that the dictionary names squashed away? What ran before the first migration of the tree is behind every
 * instance that the tree can upgrade. A job that no migration ever queued is entered with a version of zeros. */
static bool was_finalized_before_tree(const struct job_set *set, const struct job_dictionary *dictionary)
{
	if (!dictionary->finalized_by)
		return false;
	vec_each(const struct placed_migration, placed, &set->graph->migrations) {
		if (version_compare(placed->migration->version, dictionary->finalized_by) <= 0)
			return false;
	}
	return set->graph->migrations.count > 0;
}

/* A dictionary entry for a class that nothing in the tree queues, gates or cancels: its queue was squashed. */
void job_from_dictionary(struct job_set *set, const struct job_dictionary *dictionary)
{
	const char *name = job_class_name(dictionary->class_name);
	const struct effect *down = map_get(&set->cancelled_down, name);
	struct identity identity = {.era = JOB_BATCHED, .class_name = name, .database = "main"};

	if (!name || map_get(&set->by_class, name) || !is_job_entry(set, dictionary, &identity))
		return;
	if (down) {
		const struct table_dictionary *table = map_get(&set->tables, down->table);
		identity.table = down->table;
		identity.column = down->columns.count ? down->columns.items[0] : NULL;
		identity.arguments = down->job->arguments;
		identity.gitlab_schema = table ? table->gitlab_schema : NULL;
		const char *database = job_database_of_schema(set->project, identity.gitlab_schema);
		identity.database = database ? database : identity.database;
	}
	/* an entry that names no queueing migration does not say that anything was ever queued */
	bool squashed = dictionary->queued_version && job_queue_was_squashed(set, &identity);
	struct tracked_job *job = job_intern(set, &identity);
	if (!squashed || job->job.runs.count)
		return;
	job_add_squashed_run(set, job);
	if (was_finalized_before_tree(set, dictionary))
		job_forget(job);
}

void job_from_class(struct job_set *set, const struct job_class *job_class)
{
	struct identity identity = {.class_name = job_class->name, .database = "main"};

	identity.era = job_class->batched                       ? JOB_BATCHED
		       : job_class->online                      ? JOB_ONLINE
		       : str_ends_with(job_class->path, ".sql") ? JOB_SCRIPT
								: JOB_SIDEKIQ;
	if (job_class->queueable && !map_get(&set->by_class, job_class->name))
		job_intern(set, &identity);
}
