/* What protects an edge, and what follows from that.
 *
 * The interval is [queue, dependent); for `finalizes` the dependent is the gate itself, so every gate carries the
 * verdict on its own interval [queue, gate), and an edge that has a gate before its dependent carries none.
 *
 * A queue that was squashed without a trace has no release. It was queued at or before the release squashed to, the
 * earliest one in the tree: stops from there on protect it surely, earlier ones perhaps. Without a sure stop nothing is
 * claimed. */
#include "graph/protect.h"

#include "graph/guards.h"
#include "graph/stop.h"

/* Batched gates could not work inline before this release was out (14.10.3): they raised. */
static const struct release last_raising = {14, 10, -1};

static struct release earliest_release(const struct graph *graph)
{
	struct release earliest = {.patch = -1};

	vec_each(const struct placed_migration, placed, &graph->migrations) {
		if (placed->release_source != RELEASE_MILESTONE && placed->release_source != RELEASE_TAG)
			continue;
		if (!release_known(earliest) || release_compare_minor(placed->release, earliest) < 0)
			earliest = placed->release;
	}
	return earliest;
}

static void find_stops(struct walk *walk, struct edge *edge, struct release squashed_to)
{
	const struct graph *graph = walk->graph;
	struct release from = release_known(edge->interval_from) ? edge->interval_from : squashed_to;

	if (!release_known(from) || !release_known(edge->interval_before))
		return;
	vec_each(const struct declared_stop, stop, &graph->stops) {
		struct release release;
		if (!release_parse(stop->release, &release) || !stop_hits(release, from, edge->interval_before))
			continue;
		vec_push(walk->arena, &edge->stops, stop);
		if (!edge->stop || (edge->stop->kind == STOP_CONDITIONAL && stop->kind == STOP_REQUIRED))
			edge->stop = stop;
	}
}

static bool run_is_before(const struct job_run *run, const struct placed_migration *migration)
{
	return !run->migration || run->migration->order < migration->order;
}

/* The first matching gate after the dependent that still belongs to the edge's run. */
static void find_gate_after(struct edge *edge)
{
	const struct job *job = edge->job;

	if (edge->gate || !edge->dependent || edge->relation == RELATION_FINALIZES)
		return;
	for (size_t i = 0; i < job->gates.count; i++) {
		const struct job_event *gate = &job->gates.items[i];
		if (!gate->matches || gate->migration->order < edge->dependent->order)
			continue;
		if (gate->migration == edge->dependent && edge->dependent_effect &&
		    gate->effect < edge->dependent_effect)
			continue;
		for (const struct job_run *run = edge->run + 1; run < job->runs.items + job->runs.count; run++) {
			if (run->live && run_is_before(run, gate->migration))
				return;
		}
		if (guard_is_self_managed(gate->guard) || !guard_is_self_managed(edge->guard)) {
			edge->gate = gate;
			edge->gate_position = GATE_AFTER;
			return;
		}
	}
}

static bool gate_raises(const struct edge *edge)
{
	const struct job_effect *gate = edge->dependent_effect->job;

	if (gate->manner == GATE_RAISES)
		return true;
	return gate->era == JOB_BATCHED && gate->manner == GATE_INLINE && release_known(edge->dependent_release) &&
	       release_compare_minor(edge->dependent_release, last_raising) <= 0;
}

static bool share_release(struct release a, struct release b)
{
	return release_known(a) && release_known(b) && release_compare_minor(a, b) == 0;
}

static enum verdict verdict_of_gate(const struct edge *edge)
{
	if (gate_raises(edge))
		return VERDICT_EARLY_FINALIZE_ERROR;
	if (edge->dependent_effect->job->skips_early_check ||
	    share_release(edge->interval_from, edge->dependent_release))
		return VERDICT_EARLY_FINALIZE_WARNING;
	return VERDICT_EARLY_FINALIZE_ERROR;
}

static enum verdict verdict_with_stop(const struct edge *edge)
{
	if (edge->stop->kind == STOP_CONDITIONAL)
		return VERDICT_CONDITIONAL_STOP_ONLY;
	if (edge->relation == RELATION_FINALIZES)
		return VERDICT_NONE;
	if (edge->gate_position != GATE_AFTER)
		return VERDICT_STOP_ONLY;
	if (share_release(edge->gate->migration->release, edge->dependent_release))
		return VERDICT_GATE_AFTER_SAME_RELEASE;
	return VERDICT_GATE_AFTER;
}

static enum verdict verdict_of(const struct graph *graph, const struct edge *edge)
{
	bool stops_known = graph->project->stops_declared || graph->stops.count;
	bool queue_known = edge->run->migration || release_known(edge->interval_from);

	if (edge->severity != SEVERITY_BREAKS || !guard_is_self_managed(edge->guard) ||
	    edge->gate_position == GATE_BEFORE || edge->relation == RELATION_DELETE_JOB)
		return VERDICT_NONE;
	if (edge->stop)
		return verdict_with_stop(edge);
	if (!queue_known)
		return VERDICT_NONE;
	if (edge->relation == RELATION_FINALIZES)
		return stops_known ? verdict_of_gate(edge) : VERDICT_NONE;
	return VERDICT_IMPLICIT_STOP;
}

/* In a zero-downtime upgrade the regular migrations of a hop run before its post ones. Gate and dependent are in one
 * hop unless a required stop lies between them. */
static bool is_before_in_single_run_only(const struct graph *graph, const struct edge *edge)
{
	if (edge->gate_position != GATE_BEFORE || !edge->dependent ||
	    edge->gate->migration->migration->kind != MIGRATION_POST ||
	    edge->dependent->migration->kind != MIGRATION_REGULAR)
		return false;
	vec_each(const struct declared_stop, stop, &graph->stops) {
		struct release release;
		if (stop->kind == STOP_REQUIRED && release_parse(stop->release, &release) &&
		    stop_hits(release, edge->gate->migration->release, edge->dependent_release))
			return false;
	}
	return true;
}

static void protect(struct walk *walk, struct edge *edge, struct release squashed_to)
{
	find_gate_after(edge);
	edge->gate_only_in_single_run = is_before_in_single_run_only(walk->graph, edge);
	edge->interval_from = edge->run->release;
	/* a dependent that was backported came to the older release without the queue: both come with the later one */
	if (release_known(edge->dependent_release) && release_known(edge->interval_from) &&
	    release_compare(edge->dependent_release, edge->interval_from) < 0)
		edge->dependent_release = edge->interval_from;
	edge->interval_before = edge->dependent_release;
	find_stops(walk, edge, squashed_to);
	edge->verdict = verdict_of(walk->graph, edge);
}

void protect_edges(struct walk *walk)
{
	struct release squashed_to = earliest_release(walk->graph);

	for (size_t i = 0; i < walk->graph->edges.count; i++) {
		struct edge *edge = &walk->graph->edges.items[i];
		protect(walk, edge, squashed_to);
		evidence_write(walk->arena, edge, &walk->proofs.items[i]);
	}
}
