/* Jobs as they stand at the end of a release. What comes later in the tree is as if it were not written yet; a job that
 * was queued again counts from its last queue. A finalizing migration that only the dictionary names, because it was
 * squashed, is believed; one that the tree holds is judged by its own statements. */
#include "analyzer/report/report_parts.h"

#include "analyzer/rule.h"
#include "graph/stop.h"

#include <stdlib.h>

bool report_is_by(struct release a, struct release release)
{
	return !release_known(a) || release_compare_minor(a, release) <= 0;
}

static const struct job_run *last_run(const struct job *job, struct release at)
{
	const struct job_run *last = NULL;

	vec_each(const struct job_run, run, &job->runs) {
		if (run->live && guard_is_self_managed(run->guard) && report_is_by(run->release, at))
			last = run;
	}
	return last;
}

static bool event_counts(const struct job_event *event, const struct job_run *run)
{
	return guard_is_self_managed(event->guard) && event_is_after(event, run);
}

static void finish(struct job_standing *standing, enum report_job_state state, const struct job_event *event)
{
	standing->state = state;
	standing->finished_at = event->effect->location;
	standing->finished_in = event->migration->release;
}

struct job_standing report_job_standing(const struct reporter *r, const struct job *job, struct release at)
{
	struct job_standing standing = {.run = last_run(job, at), .finished_in = {.patch = -1}};
	const struct job_event *cancelled = NULL;

	if (!standing.run)
		return standing;
	vec_each(const struct job_event, gate, &job->gates) {
		if (gate->matches && event_counts(gate, standing.run) && !standing.gate)
			standing.gate = gate;
	}
	vec_each(const struct job_event, cancel, &job->cancels) {
		if (event_counts(cancel, standing.run) && report_is_by(cancel->migration->release, at) && !cancelled)
			cancelled = cancel;
	}
	if (cancelled)
		finish(&standing, REPORT_JOB_CANCELLED, cancelled);
	if (standing.gate && report_is_by(standing.gate->migration->release, at) &&
	    (!cancelled || standing.gate->migration->order < cancelled->migration->order))
		finish(&standing, REPORT_JOB_GATED, standing.gate);
	const char *version = job->dictionary ? job->dictionary->finalized_by : NULL;
	if (standing.state == REPORT_JOB_OPEN && version && !index_migration(r->index, version)) {
		standing.state = REPORT_JOB_GATED;
		standing.finished_at = job->dictionary->finalized_by_location;
	}
	return standing;
}

size_t report_stops_between(const struct graph *graph, struct release queue, struct release to)
{
	size_t count = 0;

	vec_each(const struct declared_stop, stop, &graph->stops) {
		struct release at;
		count += required_stop_release(stop, &at) && stop_hits(at, queue, to);
	}
	return count;
}

const char *report_table_size(const struct reporter *r, const char *table)
{
	return map_get(&r->sizes, table);
}

int report_size_rank(const char *table_size)
{
	static const char *const sizes[] = {"small", "medium", "large", "over_limit"};

	for (int i = 0; i < 4; i++) {
		if (str_equal(sizes[i], table_size))
			return i + 1;
	}
	return 0;
}

static void add_job(struct reporter *r, const struct job *job, const struct job_standing *standing)
{
	const struct release to = r->out->question.to;
	struct report_job *entry = ARENA_NEW(r->arena, struct report_job);

	*entry = (struct report_job){
		.job = job,
		.run = standing->run,
		.state = standing->state,
		.gate = standing->gate,
		.finished_at = standing->finished_at,
		.finished_in = standing->finished_in,
		.has_code = job->job_class != NULL,
		.is_new = report_is_here(r, standing->run->release),
		.is_finished_here = standing->state != REPORT_JOB_OPEN && report_is_here(r, standing->finished_in),
		.table_size = report_table_size(r, job->table),
		.feature_category = job->dictionary && job->dictionary->feature_category
					    ? job->dictionary->feature_category
				    : job->job_class ? job->job_class->feature_category
						     : NULL,
		.introduced_by_url = job->dictionary ? job->dictionary->introduced_by_url : NULL,
	};
	/* what was squashed was queued before all that the tree holds */
	struct release since = release_known(entry->run->release) ? entry->run->release : r->out->complete_since;
	if (release_known(since))
		entry->stops_passed = report_stops_between(r->graph, since, to);
	entry->is_overdue = entry->state == REPORT_JOB_OPEN && entry->stops_passed >= REPORT_OVERDUE_STOPS;
	vec_push(r->arena, &r->out->jobs, entry);
	map_put(&r->jobs, job->id, entry);
}

static int compare_runs(const struct report_job *a, const struct report_job *b)
{
	int order = release_compare_minor(a->run->release, b->run->release);

	return order ? order : str_compare(a->job->id, b->job->id);
}

static int by_queue(const void *left, const void *right)
{
	return compare_runs(*(struct report_job *const *)left, *(struct report_job *const *)right);
}

static int by_size(const void *left, const void *right)
{
	const struct report_job *a = *(struct report_job *const *)left;
	const struct report_job *b = *(struct report_job *const *)right;
	int order = report_size_rank(b->table_size) - report_size_rank(a->table_size);

	return order ? order : compare_runs(a, b);
}

/* Overdue ones are those with most stops behind them. */
static int by_age(const void *left, const void *right)
{
	const struct report_job *a = *(struct report_job *const *)left;
	const struct report_job *b = *(struct report_job *const *)right;

	if (a->stops_passed != b->stops_passed)
		return a->stops_passed > b->stops_passed ? -1 : 1;
	return compare_runs(a, b);
}

static void sort(struct report_jobs *jobs, int (*compare)(const void *, const void *))
{
	if (jobs->count)
		qsort(jobs->items, jobs->count, sizeof(*jobs->items), compare);
}

void report_jobs_fill(struct reporter *r)
{
	struct release_report *out = r->out;

	vec_each(struct job *, job, &r->graph->jobs) {
		struct job_standing standing = report_job_standing(r, *job, out->question.to);
		if (standing.run)
			add_job(r, *job, &standing);
		else if (!(*job)->runs.count && (*job)->job_class && !(*job)->gates.count)
			names_add(r->arena, &out->never_queued, (*job)->class_name);
	}
	sort(&out->jobs, by_queue);
	for (size_t i = 0; i < out->jobs.count; i++) {
		struct report_job *job = out->jobs.items[i];
		job->index = i;
		if (job->is_new)
			vec_push(r->arena, &out->queued, job);
		if (job->is_finished_here)
			vec_push(r->arena, &out->finished, job);
		if (job->state == REPORT_JOB_OPEN)
			vec_push(r->arena, &out->open, job);
	}
	sort(&out->queued, by_size);
	sort(&out->finished, by_size);
	sort(&out->open, by_age);
}
