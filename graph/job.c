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
#include "graph/job_identity.h"

#include "graph/guards.h"
#include "graph/place.h"

#include <stdlib.h>
#include <string.h>

/* One queue, gate or cancellation under way. */
struct job_call {
	const struct placed_migration *placed;
	const struct effect *effect;
	size_t effect_index;
	struct identity identity;
	struct tracked_job *parent;
	int depth;
};

static bool is_pending(const struct tracked_job *job, enum guard guard)
{
	unsigned where = guard_installations(guard);

	if ((where & INSTALLATIONS_SELF_MANAGED) && job->slots[SLOT_SELF_MANAGED].run != NO_RUN)
		return true;
	return (where & INSTALLATIONS_ELSEWHERE) && job->slots[SLOT_ELSEWHERE].run != NO_RUN;
}

static bool is_online(enum job_era era)
{
	return era == JOB_ONLINE || era == JOB_ONLINE_SCHEMA;
}

/* A finished record does not hinder a new queue: a gate in between makes the second queue live. */
static bool hinders_queue(const struct tracked_job *job, const struct effect *effect)
{
	const struct job_slot *slot = &job->slots[SLOT_SELF_MANAGED];

	bool is_repeated = job_era_is_by_class(job->job.era) && !is_online(job->job.era);

	if (is_repeated || effect->job->bypasses_helper || !is_pending(job, effect->guard))
		return false;
	if (slot->run == NO_RUN || !(guard_installations(effect->guard) & INSTALLATIONS_SELF_MANAGED))
		slot = &job->slots[SLOT_ELSEWHERE];
	return slot->run != NO_RUN && slot->gates.count == 0;
}

static void push_step(struct job_set *set, const struct job_call *call, enum job_step_kind kind,
		      struct tracked_job *job, size_t item)
{
	if (call->parent && kind == STEP_QUEUE)
		vec_push(set->arena, &job->parents, call->parent);
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

static void queue_job(struct job_set *set, const struct job_call *call, struct tracked_job *job)
{
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

/* What is still pending of a class is queued again, with the arguments that it was queued with. */
static bool requeue(struct job_set *set, const struct job_call *call)
{
	const struct class_jobs *jobs = map_get(&set->by_class, call->identity.class_name);
	bool any = false;

	for (size_t i = 0; jobs && i < jobs->jobs.count; i++) {
		struct tracked_job *job = jobs->jobs.items[i];
		if (job->job.era != call->identity.era || !is_pending(job, call->effect->guard))
			continue;
		queue_job(set, call, job);
		any = true;
	}
	return any;
}

static void queue(struct job_set *set, const struct job_call *call)
{
	if (!call->effect->job->whole_class || !requeue(set, call))
		queue_job(set, call, job_intern(set, &call->identity));
}
/* The batched job that a gate or cancellation means; NULL when it means none that was ever queued. */
static struct tracked_job *batched_target(struct job_set *set, const struct identity *identity)
{
	char *key = identity_key(set->arena, identity);
	struct tracked_job *job = map_get(&set->identities, key);

	if (!job)
		job = job_only_candidate(set, identity);
	if (job || map_get(&set->queued, key) || !job_queue_was_squashed(set, identity))
		return job;
	job = job_new(set, identity, key);
	job_add_squashed_run(set, job);
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

/* Running the class of a batched job inline does that job's work: of several jobs of the class, the one whose table is
 * among the arguments. */
static bool is_performed(struct job_set *set, const struct job_call *call, const struct job *job)
{
	const struct class_jobs *jobs = map_get(&set->by_class, job->class_name);
	const char *arguments = call->identity.arguments;

	if (job->era != JOB_BATCHED || call->effect->job->manner != GATE_PERFORM)
		return false;
	return jobs->jobs.count == 1 ||
	       (arguments && job->table && strstr(arguments, str_printf(set->arena, "\"%s\"", job->table)));
}

/* Without arguments a call speaks of all jobs of its class; those of Sidekiq never have any that count. */
static bool is_meant(struct job_set *set, const struct job_call *call, const struct job *job)
{
	if (!job_era_is_by_class(job->era))
		return is_performed(set, call, job);
	return call->identity.era != JOB_ONLINE || !call->identity.arguments ||
	       str_equal(call->identity.arguments, job->arguments);
}

/* A gate of what is done in the background names a part of its name, in letters of any size. */
static void gate_by_part(struct job_set *set, const struct job_call *call)
{
	for (size_t i = 0; i < set->all.count; i++) {
		struct tracked_job *job = set->all.items[i];
		if (job->job.era == JOB_ONLINE_SCHEMA && job->job.class_name && call->identity.class_name &&
		    strcasestr(job->job.class_name, call->identity.class_name))
			push_gate(set, call, job, true);
	}
}

static void gate_sidekiq(struct job_set *set, const struct job_call *call)
{
	struct class_jobs *jobs = map_get(&set->by_class, call->identity.class_name);
	bool any = gate_delegating(set, call);

	for (size_t i = 0; jobs && i < jobs->jobs.count; i++) {
		if (!is_meant(set, call, &jobs->jobs.items[i]->job))
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
	job_add_squashed_run(set, job);
	push_gate(set, call, job, true);
}

/* The records of a class were looked up and each is finished with what it says about itself. */
static void gate_class(struct job_set *set, const struct job_call *call)
{
	struct class_jobs *jobs = map_get(&set->by_class, call->identity.class_name);
	bool any = false;

	for (size_t i = 0; jobs && i < jobs->jobs.count; i++) {
		if (jobs->jobs.items[i]->job.era != JOB_BATCHED)
			continue;
		push_gate(set, call, jobs->jobs.items[i], true);
		any = true;
	}
	if (!any)
		keep_unmatched_gate(set, call);
}

static void gate(struct job_set *set, const struct job_call *call)
{
	if (call->identity.era == JOB_ONLINE_SCHEMA) {
		gate_by_part(set, call);
		return;
	}
	if (job_era_is_by_class(call->identity.era)) {
		gate_sidekiq(set, call);
		return;
	}
	if (call->effect->job->whole_class) {
		gate_class(set, call);
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
	bool whole_class = job_era_is_by_class(call->identity.era) || !call->identity.table;
	struct class_jobs *jobs = map_get(&set->by_class, call->identity.class_name);

	if (!whole_class) {
		struct tracked_job *job = batched_target(set, &call->identity);
		if (job)
			push_cancel(set, call, job);
		return;
	}
	for (size_t i = 0; jobs && i < jobs->jobs.count; i++) {
		const struct job *job = &jobs->jobs.items[i]->job;
		if (job->era == call->identity.era && (!job_era_is_by_class(job->era) || is_meant(set, call, job)))
			push_cancel(set, call, jobs->jobs.items[i]);
	}
}

static void collect_migration(struct job_set *set, const struct placed_migration *placed)
{
	const struct effects *effects = &placed->migration->effects;

	for (size_t i = 0; i < effects->count; i++) {
		const struct effect *effect = &effects->items[i];
		struct job_call call = {.placed = placed, .effect = effect, .effect_index = i};
		if (!effect_is_about_job(effect))
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
			job->id = str_printf(set->arena, "%s@%s%s", id, job_word(job->database),
					     job_era_is_by_class(job->era)
						     ? str_printf(set->arena, "/%s", job_era_name(job->era))
						     : "");
		last = id;
	}
}

static void finish_job(struct job_set *set, struct tracked_job *tracked)
{
	struct job *job = &tracked->job;

	vec_each(const struct job_run, run, &job->runs)
		class_jobs_add(set, &set->by_version, run->version, tracked);
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
	jobs_index(set);
	vec_each(struct placed_migration, placed, &graph->migrations)
		collect_migration(set, placed);
	for (size_t i = 0; i < project->job_dictionaries.count; i++)
		job_from_dictionary(set, project->job_dictionaries.items[i]);
	for (size_t i = 0; i < project->job_classes.count; i++)
		job_from_class(set, project->job_classes.items[i]);
	finish_ids(set);
	for (size_t i = 0; i < set->all.count; i++)
		finish_job(set, set->all.items[i]);
}
