/* Which stops the new dependencies rely on, whether the next one is needed, and what can be squashed.
 *
 * The next stop is argued with what the tree has: a dependency that only it protects is a proof, but is rarely written
 * so early. An open job that was queued after the stop before it is what it will be for: no other stop lies between its
 * queue and a gate. */
#include "analyzer/report/report_parts.h"

static struct report_stop *stop_entry(struct release_report *out, const struct declared_stop *stop)
{
	vec_each(struct report_stop, entry, &out->stops) {
		if (entry->stop == stop)
			return entry;
	}
	return NULL;
}

static void rely(struct reporter *r, struct report_dependency *need)
{
	const struct edge *edge = need->edge;

	for (size_t i = 0; i < edge->stops.count; i++) {
		struct report_stop *entry = stop_entry(r->out, edge->stops.items[i]);
		if (entry)
			vec_push(r->arena, edge_has_other_stop(edge, entry->stop) ? &entry->shared : &entry->alone,
				 need);
	}
}

static void list_stops(struct reporter *r)
{
	struct release_report *out = r->out;
	size_t kept = 0;

	vec_each(const struct declared_stop, stop, &r->graph->stops) {
		struct report_stop entry = {.stop = stop};
		if (!release_parse(stop->release, &entry.release))
			continue;
		entry.is_here = report_is_here(r, entry.release);
		vec_push(r->arena, &out->stops, entry);
	}
	for (size_t i = 0; i < out->new_needs.count; i++) {
		if (out->new_needs.items[i]->protection != PROTECTION_GATE)
			rely(r, out->new_needs.items[i]);
	}
	for (size_t i = 0; i < out->new_gates.count; i++)
		rely(r, out->new_gates.items[i]);
	vec_each(struct report_stop, entry, &out->stops) {
		if (entry->is_here || entry->alone.count || entry->shared.count)
			out->stops.items[kept++] = *entry;
	}
	out->stops.count = kept;
}

static void judge_next(struct reporter *r)
{
	struct release_report *out = r->out;
	struct report_next_stop *next = &out->next;
	struct release to = out->question.to;

	next->release = stop_at_or_after(&r->calendar, release_next(r->graph->project, to), &next->is_declared);
	next->previous = stop_calendar_floor(&r->calendar, release_next(r->graph->project, to));
	next->after = (struct release){.patch = -1};
	if (!release_known(next->release))
		return;
	next->after = stop_at_or_after(&r->calendar, release_next(r->graph->project, next->release), NULL);
	next->published = release_date(r->graph->project, next->release);
	next->deadline = stop_deadline(next->published);
	vec_each(const struct edge, edge, &r->graph->edges) {
		if (edge_needs_only(edge, next->release))
			vec_push(r->arena, &next->needs, edge);
	}
	for (size_t i = 0; i < out->open.count; i++) {
		struct report_job *job = out->open.items[i];
		if (release_known(job->run->release) && release_compare_minor(job->run->release, next->previous) > 0)
			vec_push(r->arena, &next->waiting, job);
	}
	next->need = next->needs.count ? NEED_PROVEN : next->waiting.count ? NEED_OPEN : NEED_NONE;
}

static struct report_squash squash_at(struct reporter *r, struct release stop)
{
	struct report_squash squash = {.squash_to = {.patch = -1}, .at = stop};
	struct proposal proposal;

	if (!release_known(stop) || propose_stop(r->arena, &r->calendar, stop, &proposal) ||
	    !release_known(proposal.squash_to))
		return squash;
	squash.squash_to = proposal.squash_to;
	squash.migrations = proposal.squash.count;
	squash.first_kept = proposal.first_kept;
	squash.last_squashed = proposal.last_squashed;
	vec_each(const struct migration *, migration, &proposal.squash)
		vec_push(r->arena, &squash.candidates, *migration);
	return squash;
}

static void add_squash(struct reporter *r, struct release stop)
{
	struct release_report *out = r->out;
	struct report_squash squash = squash_at(r, stop);

	if (!squash.migrations)
		return;
	for (size_t i = 0; i < out->open.count; i++) {
		struct report_job *job = out->open.items[i];
		/* a queue that was squashed is in nobody's way */
		if (!job->run->migration || !report_is_by(job->run->release, squash.squash_to))
			continue;
		job->blocks_squash = true;
		vec_push(r->arena, &squash.blocks, job);
	}
	vec_push(r->arena, &out->squashes, squash);
}

void report_stops_fill(struct reporter *r)
{
	list_stops(r);
	judge_next(r);
	add_squash(r, r->out->next.previous);
	add_squash(r, r->out->next.release);
}
