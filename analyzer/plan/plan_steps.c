/* What each step of a path asks for. The steps are few and the edges some thousands, so every pair of steps looks at
 * all edges. */
#include "analyzer/plan/plan_parts.h"

#include "analyzer/phrases.h"
#include "analyzer/releases/release_calendar.h"
#include "graph/guards.h"

static bool runs_here(const struct edge *edge)
{
	return edge->severity == SEVERITY_BREAKS && guard_is_self_managed(edge->guard);
}

/* At or before `release`: what a job's unknown release (squashed long ago) is, too. */
static bool queued_by(const struct edge *edge, struct release release)
{
	return !release_known(edge->interval_from) || release_compare_minor(edge->interval_from, release) <= 0;
}

static void wait_for(struct planner *p, struct plan_step *step, const struct edge *edge)
{
	vec_each(struct plan_wait, wait, &step->wait_for) {
		if (wait->job == edge->job) {
			wait->dependents++;
			/* a gate tells less than what it stands for */
			if (wait->edge->relation == RELATION_FINALIZES)
				wait->edge = edge;
			return;
		}
	}
	vec_push(p->arena, &step->wait_for, (struct plan_wait){.job = edge->job, .edge = edge, .dependents = 1});
}

static void add_check(struct planner *p, struct plan_step *step, const struct edge *edge, const char *sql)
{
	vec_each(struct plan_check, check, &step->checks) {
		if (str_equal(check->sql, sql))
			return;
	}
	vec_push(p->arena, &step->checks, (struct plan_check){edge, sql});
}

static void add_checks(struct planner *p, struct plan_step *step, const struct edge *edge)
{
	for (size_t i = 0; i < edge->statements.count; i++) {
		const char *sql = plan_check_sql(p->arena, edge, edge->statements.items[i]);
		if (sql)
			add_check(p, step, edge, sql);
	}
}

static bool gate_raises(const struct edge *edge)
{
	return edge->dependent_effect && edge->dependent_effect->job &&
	       edge->dependent_effect->job->manner == GATE_RAISES;
}

static void take_edge(struct planner *p, struct plan_step *left, struct plan_step *step, const struct edge *edge)
{
	if (queued_by(edge, left->release)) {
		add_checks(p, step, edge);
		if (edge->gate_position != GATE_BEFORE)
			wait_for(p, left, edge);
		return;
	}
	if (edge->gate_position == GATE_BEFORE)
		return;
	if (edge->relation == RELATION_FINALIZES && !gate_raises(edge))
		vec_push(p->arena, &step->foreground, edge);
	else
		vec_push(p->arena, &step->can_fail, edge);
}

static void fill_hop(struct planner *p, struct plan_step *left, struct plan_step *step)
{
	vec_each(const struct edge, edge, &p->question->graph->edges) {
		struct release at = edge->dependent_release;
		if (runs_here(edge) && release_known(at) && release_compare_minor(at, left->release) > 0 &&
		    release_compare_minor(at, step->release) <= 0)
			take_edge(p, left, step, edge);
	}
}

static void judge_failure(struct planner *p, const char *hop, const struct edge *edge)
{
	const char *from = release_text(p->arena, edge->interval_from);
	const char *before = release_text(p->arena, edge->interval_before);
	bool can_stop = release_compare_minor(edge->interval_from, edge->interval_before) < 0;

	plan_say(p, PLAN_NO_GO, "%s: job '%s' is queued on the way, in %s, and cannot be finished when %s in %s %s%s",
		 hop, edge->job->class_name, from, phrase_who(p->arena, edge), before,
		 phrase_dependent(p->arena, edge, &edge->columns),
		 can_stop ? str_printf(p->arena, "; stop at %s or later, before %s, and let it finish", from, before)
			  : "");
}

static void judge_hop(struct planner *p, const struct plan_step *left, const struct plan_step *step)
{
	struct arena *arena = p->arena;
	const char *hop =
		str_printf(arena, "%s to %s", release_text(arena, left->release), release_text(arena, step->release));

	for (size_t i = 0; i < step->can_fail.count; i++)
		judge_failure(p, hop, step->can_fail.items[i]);
	if (step->foreground.count)
		plan_say(p, PLAN_GO, "%s: %zu gate%s will run in the foreground; plan time for it", hop,
			 step->foreground.count, step->foreground.count == 1 ? "" : "s");
}

/* Of the hops that begin before what the tree holds, nothing can be told. */
static void judge_knowledge(struct planner *p)
{
	struct plan *plan = p->plan;

	if (!p->question->graph) {
		plan_say(p, PLAN_WAIT, "no tree of migrations was read: the path is known, not what its hops need");
		return;
	}
	struct release since = graph_complete_since(p->arena, p->question->graph);
	struct release first = release_next(p->question->graph->project, plan->from);
	if (!release_known(since))
		plan_say(p, PLAN_WAIT,
			 "the releases of the tree's migrations are not known, so neither is what the hops "
			 "need");
	else if (release_compare_minor(first, since) < 0)
		plan_say(p, PLAN_WAIT,
			 "the tree holds the migrations from %s on: what the hops before that need is not known; ask "
			 "with the tree of a release nearer to them",
			 release_text(p->arena, since));
}

void plan_fill_steps(struct planner *p)
{
	struct plan *plan = p->plan;

	for (size_t i = 0; i < plan->path.count; i++) {
		struct plan_step *step = &plan->path.items[i];
		struct plan_step *left = i ? step - 1 : NULL;
		step->rollback =
			left ? str_printf(p->arena,
					  "the backup of %s taken just before this upgrade; migrations of a hop are "
					  "not undone one by one",
					  release_text(p->arena, left->release))
			     : "take a backup and test that it can be restored";
		if (left && p->question->graph) {
			fill_hop(p, left, step);
			judge_hop(p, left, step);
		}
	}
	judge_knowledge(p);
}
