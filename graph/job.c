/* Jobs from queues, gates, cancellations, the dictionary and the classes, merged by identity.
 *
 * A batched job is (database, class, table, column, arguments); a Sidekiq-era job its class and static arguments, and a
 * gate or cancellation of that era speaks of the class alone. What is not known of an identity (a table computed at run
 * time) meets anything when only one job of the class is left to be meant.
 *
 * A gate or cancellation without a queue in the tree tells of a queue that was squashed: the run then comes from the
 * dictionary, unless the dictionary's queueing file is there and was emptied, or the class is queued under another
 * identity, which makes it a gate that matches nothing. A job whose class queues another one is followed: the second
 * job is pending from the first one's queue on. */
#include "graph/job.h"

#include "graph/guards.h"
#include "graph/place.h"

#include <stdlib.h>
#include <string.h>

#define LONGEST_CHAIN 8

/* Everything that names one job, as the effect gives it. */
struct identity {
	enum job_era era;
	const char *class_name;
	const char *table;
	const char *column;
	const char *arguments;
	const char *database;
	const char *gitlab_schema;
};

/* One queue, gate or cancellation under way. */
struct job_call {
	const struct placed_migration *placed;
	const struct effect *effect;
	size_t effect_index;
	struct identity identity;
	struct tracked_job *parent;
	int depth;
};

static const char *database_of_schema(const struct project *project, const char *schema)
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

static struct identity identity_of(struct job_set *set, const struct placed_migration *placed,
				   const struct effect *effect)
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
	};

	if (!identity.gitlab_schema)
		identity.gitlab_schema = migration->gitlab_schema;
	if (!identity.gitlab_schema && table)
		identity.gitlab_schema = table->gitlab_schema;
	if (identity.era == JOB_BATCHED)
		identity.database = database_of_schema(set->project, identity.gitlab_schema);
	if (!identity.database)
		identity.database = migration->database;
	return identity;
}

static const char *or_unknown(const char *text)
{
	return text ? text : "?";
}

static char *identity_key(struct arena *arena, const struct identity *identity)
{
	if (identity->era == JOB_SIDEKIQ)
		return str_printf(arena, "S|%s|%s", or_unknown(identity->class_name), or_unknown(identity->arguments));
	return str_printf(arena, "B|%s|%s|%s|%s|%s", or_unknown(identity->database), or_unknown(identity->class_name),
			  or_unknown(identity->table), or_unknown(identity->column), or_unknown(identity->arguments));
}

static void add_to_class(struct job_set *set, struct map *map, const char *class_name, struct tracked_job *job)
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
		if (job->job.era == JOB_SIDEKIQ)
			add_to_class(set, &set->by_delegate, name, job);
		job->job.resolved = job->job.resolved && delegate->exact;
		add_delegates(set, job, delegate, seen);
	}
}

void job_read(struct job_set *set, struct tracked_job *job)
{
	struct job *out = &job->job;
	struct names seen = {0};

	if (job->readings.count || !set->project->read_job)
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
	return str_printf(arena, "%s/%s.%s/%s", or_unknown(job->class_name), or_unknown(job->table),
			  or_unknown(job->batch_column), or_unknown(job->arguments));
}

static struct tracked_job *job_new(struct job_set *set, const struct identity *identity, const char *key)
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
	job_reset(tracked);
	map_put(&set->identities, key, tracked);
	add_to_class(set, &set->by_class, job->class_name, tracked);
	vec_push(set->arena, &set->all, tracked);
	job_read(set, tracked);
	return tracked;
}

/* Sidekiq-era jobs are the same whatever the relation they were queued over; one queue may tell what another did not. */
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

static struct tracked_job *job_intern(struct job_set *set, const struct identity *identity)
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
static struct tracked_job *only_candidate(struct job_set *set, const struct identity *identity)
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

static bool is_pending(const struct tracked_job *job, enum guard guard)
{
	unsigned where = guard_installations(guard);

	if ((where & INSTALLATIONS_SELF_MANAGED) && job->slots[SLOT_SELF_MANAGED].run != NO_RUN)
		return true;
	return (where & INSTALLATIONS_ELSEWHERE) && job->slots[SLOT_ELSEWHERE].run != NO_RUN;
}

/* A finished record does not hinder a new queue: a gate in between makes the second queue live. */
static bool hinders_queue(const struct tracked_job *job, const struct effect *effect)
{
	const struct job_slot *slot = &job->slots[SLOT_SELF_MANAGED];

	if (job->job.era == JOB_SIDEKIQ || effect->job->bypasses_helper || !is_pending(job, effect->guard))
		return false;
	if (slot->run == NO_RUN || !(guard_installations(effect->guard) & INSTALLATIONS_SELF_MANAGED))
		slot = &job->slots[SLOT_ELSEWHERE];
	return slot->run != NO_RUN && slot->gates.count == 0;
}

static void push_step(struct job_set *set, const struct job_call *call, enum job_step_kind kind,
		      struct tracked_job *job, size_t item)
{
	vec_push(set->arena, &set->steps,
		 (struct job_step){kind, call->placed->order, call->effect_index, job, item, call->parent});
}

static void queue(struct job_set *set, const struct job_call *call);

/* Jobs that the perform of `job` queues. */
static void queue_chained(struct job_set *set, const struct job_call *call, struct tracked_job *job)
{
	for (size_t r = 0; r < job->readings.count && call->depth < LONGEST_CHAIN; r++) {
		vec_each(const struct effect, effect, &job->readings.items[r]->effects) {
			if (effect->verb != EFFECT_QUEUE || !effect->job || !effect->name)
				continue;
			struct job_call chained = *call;
			chained.effect = effect;
			chained.identity = identity_of(set, call->placed, effect);
			chained.parent = job;
			chained.depth++;
			if (!str_equal(chained.identity.class_name, job->job.class_name) &&
			    (!call->parent || !str_equal(chained.identity.class_name, call->parent->job.class_name)))
				queue(set, &chained);
		}
	}
}

static void queue(struct job_set *set, const struct job_call *call)
{
	struct tracked_job *job = job_intern(set, &call->identity);
	struct job_run run = {
		.migration = call->placed,
		.version = call->placed->migration->version,
		.release = call->placed->release,
		.release_source = call->placed->release_source,
		.location = call->effect->location,
		.guard = call->effect->guard,
		.live = !hinders_queue(job, call->effect),
		.effect = call->effect,
	};

	vec_push(set->arena, &job->job.runs, run);
	size_t index = job->job.runs.count - 1;
	push_step(set, call, STEP_QUEUE, job, index);
	if (!run.live)
		return;
	job_start(job, index);
	queue_chained(set, call, job);
}

/* The run of a queue that the tree does not hold any more. */
static void add_squashed_run(struct job_set *set, struct tracked_job *job)
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

static bool queue_was_squashed(struct job_set *set, const struct identity *identity)
{
	const struct job_dictionary *dictionary = map_get(&set->dictionaries, identity->class_name);

	if (dictionary && dictionary->queued_version && identity->era == JOB_BATCHED)
		return !map_get(&set->versions, dictionary->queued_version);
	return !map_get(&set->queued, identity->class_name);
}

/* The batched job that a gate or cancellation means; NULL when it means none that was ever queued. */
static struct tracked_job *batched_target(struct job_set *set, const struct identity *identity)
{
	char *key = identity_key(set->arena, identity);
	struct tracked_job *job = map_get(&set->identities, key);

	if (!job)
		job = only_candidate(set, identity);
	if (job || map_get(&set->queued, key) || !queue_was_squashed(set, identity))
		return job;
	job = job_new(set, identity, key);
	add_squashed_run(set, job);
	return job;
}

static void push_gate(struct job_set *set, const struct job_call *call, struct tracked_job *job, bool may_match)
{
	bool matches = may_match && is_pending(job, call->effect->guard);

	vec_push(set->arena, &job->job.gates,
		 (struct job_event){call->placed, call->effect, call->effect->guard, matches});
	if (!matches)
		return;
	size_t index = job->job.gates.count - 1;
	job_gate(set->arena, job, index);
	push_step(set, call, STEP_GATE, job, index);
}

/* A gate that means no job is kept at a job of its class, for the rules that tell its author. */
static void keep_unmatched_gate(struct job_set *set, const struct job_call *call)
{
	struct class_jobs *jobs = map_get(&set->by_class, call->identity.class_name);
	bool queued_later = map_get(&set->queued, call->identity.class_name) != NULL;

	if (jobs && jobs->jobs.count)
		push_gate(set, call, jobs->jobs.items[0], false);
	else if (queued_later || map_get(&set->classes, call->identity.class_name))
		push_gate(set, call, job_intern(set, &call->identity), false);
}

/* Running a class inline also does the work of the jobs whose perform calls that class. */
static bool gate_delegating(struct job_set *set, const struct job_call *call)
{
	struct class_jobs *jobs = map_get(&set->by_delegate, call->identity.class_name);

	if (call->effect->job->manner != GATE_PERFORM)
		return false;
	for (size_t i = 0; jobs && i < jobs->jobs.count; i++)
		push_gate(set, call, jobs->jobs.items[i], true);
	return jobs && jobs->jobs.count;
}

static void gate_sidekiq(struct job_set *set, const struct job_call *call)
{
	struct class_jobs *jobs = map_get(&set->by_class, call->identity.class_name);
	bool any = gate_delegating(set, call);

	for (size_t i = 0; jobs && i < jobs->jobs.count; i++) {
		if (jobs->jobs.items[i]->job.era != JOB_SIDEKIQ)
			continue;
		push_gate(set, call, jobs->jobs.items[i], true);
		any = true;
	}
	if (any)
		return;
	if ((jobs && jobs->jobs.count) || call->effect->job->manner == GATE_PERFORM ||
	    map_get(&set->queued, call->identity.class_name)) {
		keep_unmatched_gate(set, call);
		return;
	}
	struct tracked_job *job = job_intern(set, &call->identity);
	add_squashed_run(set, job);
	push_gate(set, call, job, true);
}

static void gate(struct job_set *set, const struct job_call *call)
{
	if (call->identity.era == JOB_SIDEKIQ) {
		gate_sidekiq(set, call);
		return;
	}
	struct tracked_job *job = batched_target(set, &call->identity);
	if (job)
		push_gate(set, call, job, true);
	else
		keep_unmatched_gate(set, call);
}

static void push_cancel(struct job_set *set, const struct job_call *call, struct tracked_job *job)
{
	vec_push(set->arena, &job->job.cancels,
		 (struct job_event){call->placed, call->effect, call->effect->guard,
				    is_pending(job, call->effect->guard)});
	job_cancel(job, call->effect->guard);
	push_step(set, call, STEP_CANCEL, job, job->job.cancels.count - 1);
}

/* Without a table, a cancellation speaks of every job of the class. */
static void cancel(struct job_set *set, const struct job_call *call)
{
	bool whole_class = call->identity.era == JOB_SIDEKIQ || !call->identity.table;
	struct class_jobs *jobs = map_get(&set->by_class, call->identity.class_name);

	if (!whole_class) {
		struct tracked_job *job = batched_target(set, &call->identity);
		if (job)
			push_cancel(set, call, job);
		return;
	}
	for (size_t i = 0; jobs && i < jobs->jobs.count; i++) {
		if (jobs->jobs.items[i]->job.era == call->identity.era)
			push_cancel(set, call, jobs->jobs.items[i]);
	}
}

static bool is_job_effect(const struct effect *effect)
{
	return effect->object == OBJECT_JOB && effect->job && effect->name &&
	       (effect->verb == EFFECT_QUEUE || effect->verb == EFFECT_GATE || effect->verb == EFFECT_CANCEL);
}

static void collect_migration(struct job_set *set, const struct placed_migration *placed)
{
	const struct effects *effects = &placed->migration->effects;

	for (size_t i = 0; i < effects->count; i++) {
		const struct effect *effect = &effects->items[i];
		struct job_call call = {.placed = placed, .effect = effect, .effect_index = i};
		if (!is_job_effect(effect))
			continue;
		call.identity = identity_of(set, placed, effect);
		if (effect->verb == EFFECT_QUEUE)
			queue(set, &call);
		else if (effect->verb == EFFECT_GATE)
			gate(set, &call);
		else
			cancel(set, &call);
	}
}

/* What is queued anywhere, so that a gate before its queue is not taken for the gate of a squashed one. */
static void note_queues(struct job_set *set, const struct placed_migration *placed)
{
	vec_each(const struct effect, effect, &placed->migration->effects) {
		if (!is_job_effect(effect) || effect->verb != EFFECT_QUEUE)
			continue;
		struct identity identity = identity_of(set, placed, effect);
		map_put(&set->queued, identity.class_name, (void *)effect);
		map_put(&set->queued, identity_key(set->arena, &identity), (void *)effect);
	}
	vec_each(const struct effect, effect, &placed->migration->down_effects) {
		const char *name = job_class_name(effect->name);
		if (is_job_effect(effect) && effect->verb == EFFECT_CANCEL && !map_get(&set->cancelled_down, name))
			map_put(&set->cancelled_down, name, (void *)effect);
	}
}

static void index_project(struct job_set *set)
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

/* An entry for a class that is gone matters while nothing says that the job was finished; one that names no class of the
 * tree although its queueing migration is there is a wrong name. */
static bool is_job_entry(struct job_set *set, const struct job_dictionary *dictionary, const struct identity *identity)
{
	if (map_get(&set->classes, identity->class_name))
		return true;
	return !dictionary->finalized_by && dictionary->queued_version && !names_a_migration(identity->class_name) &&
	       queue_was_squashed(set, identity);
}

/* A dictionary entry for a class that nothing in the tree queues, gates or cancels: its queue was squashed. */
static void add_dictionary_job(struct job_set *set, const struct job_dictionary *dictionary)
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
		const char *database = database_of_schema(set->project, identity.gitlab_schema);
		identity.database = database ? database : identity.database;
	}
	bool squashed = queue_was_squashed(set, &identity);
	struct tracked_job *job = job_intern(set, &identity);
	if (squashed && !job->job.runs.count)
		add_squashed_run(set, job);
}

static void add_class_job(struct job_set *set, const struct job_class *job_class)
{
	struct identity identity = {.class_name = job_class->name, .database = "main"};

	identity.era = job_class->batched ? JOB_BATCHED : JOB_SIDEKIQ;
	if (job_class->queueable && !map_get(&set->by_class, job_class->name))
		job_intern(set, &identity);
}

static int compare_jobs(const void *left, const void *right)
{
	const struct job *a = *(struct job *const *)left;
	const struct job *b = *(struct job *const *)right;
	int order = str_compare(a->id, b->id);

	if (!order)
		order = str_compare(a->database, b->database);
	return order ? order : (int)a->era - (int)b->era;
}

/* Ids stay unique: of several jobs that differ in database or era alone, the later ones say which they are. */
static void finish_ids(struct job_set *set)
{
	struct graph *graph = set->graph;

	for (size_t i = 0; i < set->all.count; i++)
		vec_push(set->arena, &graph->jobs, &set->all.items[i]->job);
	if (graph->jobs.count)
		qsort(graph->jobs.items, graph->jobs.count, sizeof(*graph->jobs.items), compare_jobs);
	const char *last = NULL;
	for (size_t i = 0; i < graph->jobs.count; i++) {
		struct job *job = graph->jobs.items[i];
		const char *id = job->id;
		if (str_equal(id, last))
			job->id = str_printf(set->arena, "%s@%s%s", id, or_unknown(job->database),
					     job->era == JOB_SIDEKIQ ? "/sidekiq" : "");
		last = id;
	}
}

static void finish_job(struct job_set *set, struct tracked_job *tracked)
{
	struct job *job = &tracked->job;

	vec_each(const struct job_run, run, &job->runs)
		add_to_class(set, &set->by_version, run->version, tracked);
	for (size_t i = 0; i < job->runs.count; i++)
		job->guard = i ? (job->guard == job->runs.items[i].guard ? job->guard : GUARD_NONE)
			       : job->runs.items[i].guard;
	job_reset(tracked);
}

void jobs_collect(struct arena *arena, const struct project *project, struct graph *graph, struct job_set *set)
{
	*set = (struct job_set){.arena = arena, .project = project, .graph = graph};
	set->identities = map_new(arena);
	set->by_class = map_new(arena);
	set->by_delegate = map_new(arena);
	set->by_version = map_new(arena);
	set->classes = map_new(arena);
	set->dictionaries = map_new(arena);
	set->versions = map_new(arena);
	set->tables = map_new(arena);
	set->queued = map_new(arena);
	set->cancelled_down = map_new(arena);
	index_project(set);
	vec_each(struct placed_migration, placed, &graph->migrations)
		collect_migration(set, placed);
	for (size_t i = 0; i < project->job_dictionaries.count; i++)
		add_dictionary_job(set, project->job_dictionaries.items[i]);
	for (size_t i = 0; i < project->job_classes.count; i++)
		add_class_job(set, project->job_classes.items[i]);
	finish_ids(set);
	for (size_t i = 0; i < set->all.count; i++)
		finish_job(set, set->all.items[i]);
}
