/* The graph holds every dependency of the tree; a jump only selects: the queue and the dependent must both run in it.
 * What the selection changes is protection: a gate that ran in an earlier hop protects nothing here.
 *
 * An upgrade without downtime has another order, and so another graph (zero_downtime.c). What is a dependency in one run only
 * stays one: there the dependent comes before the job is even queued, or the gate before both.
 *
 * A gate that cannot work inline and finds the job unfinished raises, which depends on the target's helper; one that
 * can runs the job in the foreground, which counts as broken where rules about gates would say so: in a later release
 * than the queue, unless the code declares the exemption, and only where stops are declared at all. */
#include "analyzer/trace/trace_parts.h"

#include "analyzer/phrases.h"
#include "graph/guards.h"
#include "graph/map.h"
#include "graph/place.h"
#include "graph/stop.h"

#include <stdlib.h>

/* Batched gates work inline from this release on; before, they raise. */
static const struct release first_inline = {14, 10, 3};

/* Is `release` at or before `end`? An end without a patch is the latest patch. */
static bool is_within(struct release release, struct release end)
{
	int order = release_compare_minor(release, end);

	if (order || release.patch < 0 || end.patch < 0)
		return order <= 0;
	return release.patch <= end.patch;
}

enum hop_part trace_part_of(struct arena *arena, const struct trace_jump *jump, const struct placed_migration *placed)
{
	const struct migration *migration = placed->migration;

	/* a step of an out-of-band migration is in no folder of migrations */
	if (jump->before && !placed_is_step(placed))
		return map_get(jump->before, migration_key(arena, migration->database, migration->version))
			       ? HOP_BEFORE
			       : HOP_INSIDE;
	if (!release_known(placed->release) || is_within(placed->release, jump->from))
		return HOP_BEFORE;
	return is_within(placed->release, jump->to) ? HOP_INSIDE : HOP_AFTER;
}

static void add_migration(struct tracer *t, const struct placed_migration *placed)
{
	vec_push(t->arena, &t->out->migrations, placed);
	vec_push(t->arena, &t->ranks, (struct trace_rank){placed->migration, t->out->migrations.count});
	if (placed->migration->kind == MIGRATION_POST)
		t->out->post++;
	else
		t->out->regular++;
	vec_each(const struct statement, statement, &placed->migration->statements) {
		t->out->statements++;
		t->out->unresolved += !statement->resolved;
	}
}

/* The order reaches no output. */
static int by_address(const void *left, const void *right)
{
	const struct trace_rank *a = left;
	const struct trace_rank *b = right;

	return ((uintptr_t)a->migration > (uintptr_t)b->migration) -
	       ((uintptr_t)a->migration < (uintptr_t)b->migration);
}

/* In a zero-downtime upgrade there are two runs over the list. */
static void list_migrations(struct tracer *t)
{
	int runs = t->out->jump.zero_downtime ? 2 : 1;

	for (int run = 0; run < runs; run++) {
		vec_each(const struct placed_migration, placed, &t->graph->migrations) {
			bool is_post = placed->migration->kind == MIGRATION_POST;
			bool is_inside = trace_part_of(t->arena, &t->out->jump, placed) == HOP_INSIDE;
			if ((runs == 1 || is_post == (run == 1)) && is_inside)
				add_migration(t, placed);
		}
	}
	if (t->ranks.count)
		qsort(t->ranks.items, t->ranks.count, sizeof(*t->ranks.items), by_address);
}

/* 0: not in the jump. Graphs of one project place the same migrations. */
static size_t rank_of(const struct tracer *t, const struct placed_migration *placed)
{
	struct trace_rank key = {.migration = placed ? placed->migration : NULL};
	const struct trace_rank *found = NULL;

	if (placed && t->ranks.count)
		found = bsearch(&key, t->ranks.items, t->ranks.count, sizeof(key), by_address);
	return found ? found->rank : 0;
}

static bool job_is_before(const struct tracer *t, const struct trace_job *a, const struct trace_job *b)
{
	return rank_of(t, a->run->migration) < rank_of(t, b->run->migration);
}

/* Few jobs: insertion keeps those of one migration in the order of their ids. */
static void list_jobs(struct tracer *t)
{
	vec_each(struct job *, job, &t->ordered->jobs) {
		vec_each(const struct job_run, run, &(*job)->runs) {
			struct trace_job item = {*job, run};
			if (!run->live || !guard_is_self_managed(run->guard) || !rank_of(t, run->migration))
				continue;
			vec_push(t->arena, &t->out->jobs, item);
			size_t at = t->out->jobs.count - 1;
			for (; at > 0 && job_is_before(t, &item, &t->out->jobs.items[at - 1]); at--)
				t->out->jobs.items[at] = t->out->jobs.items[at - 1];
			t->out->jobs.items[at] = item;
		}
	}
}

static enum trace_symptom symptom_of(enum relation relation)
{
	switch (relation) {
	case RELATION_REJECTS_WRITE:
	case RELATION_DROP_SOURCE:
	case RELATION_DROP_TARGET:
	case RELATION_DELETE_JOB:
		return SYMPTOM_JOB_FAILS;
	case RELATION_SWAP_OR_RENAME:
	case RELATION_READS_RESULT:
		return SYMPTOM_WRONG_DATA;
	default:
		return SYMPTOM_MIGRATION_FAILS;
	}
}

static bool gate_raises(const struct tracer *t, const struct job_effect *gate)
{
	return gate->manner == GATE_RAISES || (gate->era == JOB_BATCHED && gate->manner == GATE_INLINE &&
					       release_compare(t->out->jump.to, first_inline) < 0);
}

static void judge_gate(const struct tracer *t, struct trace_need *need)
{
	const struct edge *edge = need->edge;
	const struct job_effect *gate = edge->dependent_effect ? edge->dependent_effect->job : NULL;
	bool stops_known = t->graph->project->stops_declared || t->graph->stops.count;

	need->symptom = SYMPTOM_FOREGROUND;
	need->state = TRACE_FOREGROUND;
	if (rank_of(t, edge->dependent) < rank_of(t, edge->run->migration)) {
		need->state = TRACE_BENIGN;
		need->why = "the gate runs before the job is queued";
	} else if (gate && gate_raises(t, gate)) {
		need->symptom = SYMPTOM_MIGRATION_FAILS;
		need->state = TRACE_BROKEN;
	} else if (gate && gate->skips_early_check) {
		need->why = "the code allows it";
	} else if (release_compare_minor(edge->interval_from, need->dependent_release) == 0) {
		need->why = "the gate is of the same release";
	} else if (stops_known) {
		need->state = TRACE_BROKEN;
	} else {
		need->why = "no stops are declared";
	}
}

/* Does the gate that stands before the dependent in the tree do so in the jump? */
static bool gate_counts(const struct tracer *t, const struct edge *edge)
{
	size_t gate = edge->gate_position == GATE_BEFORE ? rank_of(t, edge->gate->migration) : 0;

	return gate && gate >= rank_of(t, edge->run->migration) &&
	       (!edge->dependent || gate <= rank_of(t, edge->dependent));
}

static void judge(const struct tracer *t, struct trace_need *need)
{
	const struct edge *edge = need->edge;

	/* when the class went is not known, only that it was there when the job was queued */
	need->before = edge->dependent ? edge->interval_before : release_next(t->graph->project, edge->interval_from);
	need->from = edge->interval_from;
	need->dependent_release = edge->dependent_release;
	trace_turn_interval(t, need);
	need->symptom = symptom_of(edge->relation);
	need->text = phrase_dependent(t->arena, edge, &edge->columns);
	if (edge->severity == SEVERITY_BENIGN) {
		need->state = TRACE_BENIGN;
		need->why = edge->why_benign;
	} else if (edge->relation == RELATION_FINALIZES) {
		judge_gate(t, need);
	} else if (gate_counts(t, edge)) {
		need->state = TRACE_MET;
		need->why =
			str_printf(t->arena, "%s completes the job before", edge->gate->migration->migration->version);
	} else {
		need->state = TRACE_BROKEN;
	}
	need->is_queued_later = edge->dependent && rank_of(t, edge->dependent) < rank_of(t, edge->run->migration);
	need->is_repairable = release_known(need->from) && release_compare_minor(need->from, need->before) < 0 &&
			      release_compare_minor(need->from, t->out->jump.to) < 0;
}

static bool edge_is_in_jump(const struct tracer *t, const struct edge *edge)
{
	if (!edge->run || !rank_of(t, edge->run->migration) || !guard_is_self_managed(edge->guard))
		return false;
	if (edge->dependent)
		return rank_of(t, edge->dependent) > 0;
	return is_within(edge->dependent_release, t->out->jump.to);
}

static void add_need(struct tracer *t, const struct edge *edge)
{
	struct trace_need need = {.edge = edge, .one_run = TRACE_STATE_COUNT};

	if (!edge_is_in_jump(t, edge))
		return;
	judge(t, &need);
	need.rank = edge->dependent ? rank_of(t, edge->dependent) : t->out->migrations.count + 1;
	trace_compare(t, &need);
	t->out->counts[need.state]++;
	t->out->broken_here += need.state == TRACE_BROKEN && need.one_run_why;
	vec_push(t->arena, &t->out->needs, need);
	size_t at = t->out->needs.count - 1;
	for (; at > 0 && need.rank < t->out->needs.items[at - 1].rank; at--)
		t->out->needs.items[at] = t->out->needs.items[at - 1];
	t->out->needs.items[at] = need;
}

static void list_needs(struct tracer *t)
{
	vec_each(const struct edge, edge, &t->ordered->edges)
		add_need(t, edge);
	if (t->ordered != t->graph) {
		vec_each(const struct edge, edge, &t->graph->edges) {
			if (!trace_has_edge(t, edge))
				add_need(t, edge);
		}
	}
	vec_each(struct trace_need, need, &t->out->needs) {
		if (need->state == TRACE_BROKEN && need->symptom == SYMPTOM_MIGRATION_FAILS) {
			need->ends_upgrade = true;
			break;
		}
	}
}

/* The release that the jump starts from is on the way when a later patch of it queues a job: its latest patch is. */
static bool is_on_the_way(const struct trace *trace, struct release release)
{
	bool starts_there = release_compare_minor(trace->jump.from, release) == 0;

	if (!starts_there)
		return release_compare_minor(trace->jump.from, release) < 0 &&
		       release_compare_minor(release, trace->jump.to) < 0;
	vec_each(const struct trace_need, need, &trace->needs) {
		if (need->state == TRACE_BROKEN && need->is_repairable &&
		    release_compare_minor(need->from, release) == 0)
			return true;
	}
	return false;
}

static void add_stop(struct tracer *t, const struct declared_stop *stop, bool is_later)
{
	struct trace_stop item = {.kind = stop->kind, .comment = stop->comment, .is_later = is_later};

	if (!release_parse(stop->release, &item.release) || !is_on_the_way(t->out, item.release))
		return;
	vec_each(const struct trace_stop, there, &t->out->stops) {
		if (release_compare_minor(there->release, item.release) == 0 && (is_later || there->kind == item.kind))
			return;
	}
	vec_push(t->arena, &t->out->stops, item);
	size_t at = t->out->stops.count - 1;
	for (; at > 0 && release_compare_minor(item.release, t->out->stops.items[at - 1].release) < 0; at--)
		t->out->stops.items[at] = t->out->stops.items[at - 1];
	t->out->stops.items[at] = item;
}

static void list_stops(struct tracer *t)
{
	vec_each(const struct declared_stop, stop, &t->graph->stops)
		add_stop(t, stop, false);
	vec_each(const struct declared_stop, stop, &t->out->jump.later_stops)
		add_stop(t, stop, true);
}

static void find_declared(struct tracer *t, struct trace_need *need)
{
	vec_each(const struct trace_stop, stop, &t->out->stops) {
		const char **slot = stop->kind == STOP_REQUIRED ? &need->repaired_by : &need->conditional;
		if (!*slot && stop_hits(stop->release, need->from, need->before))
			*slot = release_text(t->arena, stop->release);
	}
}

/* A declared stop is known to the customer, a scheduled one to the developer; else the earliest frees the rest. */
static struct release best_of(const struct trace *trace, const struct trace_halt *halt)
{
	const struct stop_schedule *schedule = trace->jump.schedule;
	struct stop_calendar scheduled_only = {.graph = &(struct graph){.project = trace->graph->project},
					       .schedule = schedule};
	struct release after = {halt->last.major, halt->last.minor + 1, -1};

	vec_each(const struct trace_stop, stop, &trace->stops) {
		if (stop->kind == STOP_REQUIRED && stop_hits(stop->release, halt->from, after))
			return stop->release;
	}
	if (!schedule)
		return halt->from;
	bool is_earlier = release_compare_minor(halt->from, schedule->from) < 0;
	struct release scheduled = stop_at_or_after(&scheduled_only, is_earlier ? schedule->from : halt->from, NULL);
	return release_known(scheduled) && stop_hits(scheduled, halt->from, after) ? scheduled : halt->from;
}

/* Each interval belongs to the first of the stops that hits it; where those of one stop overlap, any release does. */
static void find_halts(struct tracer *t, const struct stop_intervals *intervals)
{
	struct releases fewest = stops_fewest(t->arena, intervals);

	vec_each(const struct release, release, &fewest) {
		struct trace_halt halt = {.from = {.patch = -1}, .last = *release};
		vec_each(const struct stop_interval, interval, intervals) {
			bool is_first =
				release == fewest.items || !stop_hits(release[-1], interval->from, interval->before);
			if (!is_first || !stop_hits(*release, interval->from, interval->before))
				continue;
			halt.repairs++;
			if (release_compare_minor(interval->from, halt.from) > 0)
				halt.from = interval->from;
		}
		halt.from.patch = -1;
		halt.release = best_of(t->out, &halt);
		halt.release.patch = -1;
		vec_push(t->arena, &t->out->halts, halt);
	}
}

static void find_repairs(struct tracer *t)
{
	struct stop_intervals intervals = {0};

	vec_each(struct trace_need, need, &t->out->needs) {
		struct stop_interval interval = {need->from, need->before, need->edge};
		if (need->state != TRACE_BROKEN)
			continue;
		if (!need->is_repairable) {
			t->out->not_repairable++;
			continue;
		}
		find_declared(t, need);
		t->out->not_repaired += need->repaired_by == NULL;
		vec_push(t->arena, &intervals, interval);
	}
	find_halts(t, &intervals);
}

void trace_run(struct arena *arena, const struct graph *graph, const struct trace_jump *jump, struct trace *out)
{
	struct tracer t = {.arena = arena, .graph = graph, .ordered = graph, .out = out};
	struct stop_calendar calendar = {graph, jump->schedule};

	*out = (struct trace){.jump = *jump, .graph = graph};
	if (jump->zero_downtime)
		trace_reorder(&t);
	list_migrations(&t);
	list_jobs(&t);
	list_needs(&t);
	list_stops(&t);
	find_repairs(&t);
	out->floor = stop_calendar_floor(&calendar, jump->to);
	out->is_refused = release_known(out->floor) && release_compare_minor(jump->from, out->floor) < 0;
}

const char *trace_state_name(enum trace_state state)
{
	static const char *const names[] = {"broken", "foreground", "met", "benign"};
	_Static_assert(sizeof(names) / sizeof(names[0]) == TRACE_STATE_COUNT, "a name for every state");
	return names[state];
}

const char *trace_symptom_name(enum trace_symptom symptom)
{
	static const char *const names[] = {"migration_fails", "job_fails", "wrong_data", "foreground"};
	return names[symptom];
}

const char *trace_symptom_words(enum trace_symptom symptom)
{
	static const char *const words[] = {
		"the migration fails",
		"the migration passes, the job fails later",
		"nothing fails at once, the data stay wrong",
		"the upgrade runs the whole job in the foreground",
	};
	return words[symptom];
}
