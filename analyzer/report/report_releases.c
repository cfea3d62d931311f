/* The timeline: every release from the first queue on, with the counts that the trend shows. */
#include "analyzer/report/report_parts.h"

#define TREND_LEAST 8u
#define TIMELINE_MOST 400u

static const struct declared_stop *stop_of(const struct reporter *r, struct release release)
{
	const struct declared_stop *found = NULL;
	struct release at;

	vec_each(const struct declared_stop, stop, &r->graph->stops) {
		if (release_parse(stop->release, &at) && release_compare_minor(at, release) == 0 &&
		    (!found || stop->kind == STOP_REQUIRED))
			found = stop;
	}
	return found;
}

static struct release first_release(const struct reporter *r)
{
	struct release first = r->out->complete_since;

	for (size_t i = 0; i < r->out->jobs.count; i++) {
		struct release queued = r->out->jobs.items[i]->run->release;
		if (release_known(queued) && (!release_known(first) || release_compare_minor(queued, first) < 0))
			first = queued;
	}
	return release_known(first) ? first : r->out->question.to;
}

static void count_job(const struct reporter *r, const struct report_job *job, struct report_release *row)
{
	struct job_standing standing = report_job_standing(r, job->job, row->release);

	if (!standing.run)
		return;
	row->queued +=
		release_known(standing.run->release) && release_compare_minor(standing.run->release, row->release) == 0;
	row->gated += standing.state == REPORT_JOB_GATED && release_known(standing.finished_in) &&
		      release_compare_minor(standing.finished_in, row->release) == 0;
	if (standing.state != REPORT_JOB_OPEN)
		return;
	struct release since = release_known(standing.run->release) ? standing.run->release : r->out->complete_since;
	row->open++;
	row->overdue +=
		release_known(since) && report_stops_between(r->graph, since, row->release) >= REPORT_OVERDUE_STOPS;
}

static void count_dependencies(const struct reporter *r, struct report_release *row)
{
	for (size_t i = 0; i < r->out->dependencies.count; i++) {
		const struct report_dependency *need = r->out->dependencies.items[i];
		if (!need->counts || need->edge->relation == RELATION_DELETE_JOB ||
		    release_compare_minor(need->edge->dependent_release, row->release) != 0)
			continue;
		if (!need->is_gate)
			row->by[need->protection]++;
		else {
			row->gates++;
			row->gates_early += report_gate_is_early(need);
		}
	}
}

static struct report_release make_row(const struct reporter *r, struct release release)
{
	struct report_release row = {.release = release, .is_here = report_is_here(r, release)};

	row.stop = stop_of(r, release);
	row.is_complete =
		release_known(r->out->complete_since) && release_compare_minor(release, r->out->complete_since) >= 0;
	vec_each(const struct placed_migration, placed, &r->graph->migrations)
		row.migrations += release_compare_minor(placed->release, release) == 0;
	for (size_t i = 0; i < r->out->jobs.count; i++)
		count_job(r, r->out->jobs.items[i], &row);
	count_dependencies(r, &row);
	return row;
}

void report_releases_fill(struct reporter *r)
{
	struct release_report *out = r->out;
	struct release release = first_release(r);

	release.patch = -1;
	struct releases all = {0};
	for (; release_compare_minor(release, out->question.to) <= 0;
	     release = release_next(r->graph->project, release))
		vec_push(r->arena, &all, release);
	size_t skipped = all.count > TIMELINE_MOST ? all.count - TIMELINE_MOST : 0;
	for (size_t i = skipped; i < all.count; i++)
		vec_push(r->arena, &out->releases, make_row(r, all.items[i]));
	if (skipped)
		names_push(r->arena, &out->remarks,
			   str_printf(r->arena, "the timeline begins with %s: only the last %u releases are shown",
				      release_text(r->arena, all.items[skipped]), TIMELINE_MOST));
	size_t first = out->releases.count > TREND_LEAST ? out->releases.count - TREND_LEAST : 0;
	while (first > 0 && out->releases.items[first - 1].is_here)
		first--;
	for (size_t i = first; i < out->releases.count; i++) {
		if (out->releases.items[i].is_complete)
			vec_push(r->arena, &out->trend, &out->releases.items[i]);
	}
}
