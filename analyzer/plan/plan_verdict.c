/* The instance's status against what the first hop waits for. What is expected and absent is unknown, never
 * finished. */
#include "analyzer/plan/plan_parts.h"

#include "analyzer/releases/release_calendar.h"

#include <stdlib.h>
#include <string.h>

static void judge_listed(struct planner *p, const struct plan_wait *wait)
{
	const struct status_row *row = wait->status;
	const char *name = job_status_name(row->status);

	if (row->status == STATUS_FAILED || row->status == STATUS_ABORTED)
		plan_say(p, PLAN_NO_GO, "job '%s' is %s and the next hop needs it: repair and retry it first",
			 wait->job->id, name);
	else if (row->status == STATUS_UNKNOWN)
		plan_say(p, PLAN_WAIT, "job '%s' has the status '%s', which release %s does not know", wait->job->id,
			 row->status_text, release_text(p->arena, p->plan->from));
	else if (!status_is_done(row->status))
		plan_say(p, PLAN_WAIT, "job '%s' is %s and the next hop needs it: wait until it is finished",
			 wait->job->id, name);
}

#define NAMED_LIMIT 8

/* The first names, and how many more there are. */
static const char *some_names(struct planner *p, struct names names)
{
	size_t more = names.count > NAMED_LIMIT + 1 ? names.count - NAMED_LIMIT : 0;

	names.count -= more;
	const char *named = names_join(p->arena, &names, ", ");
	return more ? str_printf(p->arena, "%s and %zu more", named, more) : named;
}

/* Told together: after a status of another instance, or of none, they are many. */
static void judge_absent(struct planner *p, const struct plan_step *start, enum job_era era)
{
	struct names classes = {0};
	size_t count = 0;

	vec_each(const struct plan_wait, wait, &start->wait_for) {
		if (wait->status || wait->job->era != era)
			continue;
		names_add(p->arena, &classes, wait->job->class_name);
		count++;
	}
	if (!count)
		return;
	plan_say(p, PLAN_WAIT,
		 era == JOB_SIDEKIQ
			 ? "%zu of the jobs run in Sidekiq and no list of batched migrations tells of them: make "
			   "sure that nothing of them is queued or scheduled: %s"
			 : "%zu of the jobs are expected and not listed, so they are unknown, not finished: %s",
		 count, some_names(p, classes));
}

static bool is_needed(const struct plan_step *start, const struct status_row *row)
{
	vec_each(const struct plan_wait, wait, &start->wait_for) {
		if (wait->status == row)
			return true;
	}
	return false;
}

/* What the hop does not need blocks all the same: the product asks that everything is finished. */
static void judge_rest(struct planner *p, const struct plan_step *start)
{
	const struct status_list *list = p->question->status;
	struct names rest = {0};

	for (size_t i = 0; i < list->count; i++) {
		const struct status_row *row = &list->items[i];
		bool blocks = is_needed(start, row);
		if (status_is_done(row->status))
			continue;
		vec_push(p->arena, &p->plan->unfinished, (struct plan_unfinished){row, blocks});
		if (!blocks)
			names_push(p->arena, &rest,
				   str_printf(p->arena, "%s%s%s (%s)", row->class_name, row->table ? " on " : "",
					      row->table ? row->table : "",
					      row->status == STATUS_UNKNOWN ? row->status_text
									    : job_status_name(row->status)));
	}
	if (rest.count)
		plan_say(p, PLAN_WAIT,
			 "nothing known in the next hop needs %s, but an upgrade wants every background migration "
			 "finished: %s",
			 rest.count == 1 ? "this one" : str_printf(p->arena, "these %zu", rest.count),
			 some_names(p, rest));
}

/* Missing and later migrations. */
struct surprise {
	struct names missing, later;
	size_t next, next_run; /* migrations of the release after the instance's, and those of them that have run */
};

static void look_at(struct planner *p, const struct placed_migration *placed, struct surprise *out)
{
	const char *version = placed->migration->version;
	int order = release_compare_minor(placed->release, p->plan->from);
	bool is_next =
		release_compare_minor(placed->release, release_next(p->question->graph->project, p->plan->from)) == 0;
	bool ran = names_has_sorted(&p->question->status->versions, version);

	out->next += is_next;
	out->next_run += is_next && ran;
	if (order > 0 && ran)
		names_push(p->arena, &out->later, version);
	if (order <= 0 && !ran)
		names_push(p->arena, &out->missing, version);
}

/* The instance has run what its release holds, and nothing of later ones; a few of these may be backports. What other
 * databases keep for themselves is left out. */
static void judge_versions(struct planner *p)
{
	const char *from = release_text(p->arena, p->plan->from);
	struct surprise found = {0};

	if (!p->question->status->versions.count || !p->question->graph)
		return;
	vec_each(const struct placed_migration, placed, &p->question->graph->migrations) {
		if (str_equal(placed->migration->database, "main") && release_known(placed->release))
			look_at(p, placed, &found);
	}
	if (found.missing.count)
		plan_say(p, PLAN_WAIT,
			 "%zu migration%s of %s and before %s not run on the instance: finish its last upgrade first "
			 "(post-deployment migrations, too): %s",
			 found.missing.count, found.missing.count == 1 ? "" : "s", from,
			 found.missing.count == 1 ? "has" : "have", some_names(p, found.missing));
	if (found.later.count)
		plan_say(p, found.next_run * 2 > found.next ? PLAN_WAIT : PLAN_GO,
			 "the instance has run %zu migration%s of releases after %s; make sure that this is its "
			 "release: "
			 "%s",
			 found.later.count, found.later.count == 1 ? "" : "s", from, some_names(p, found.later));
}

void plan_judge_status(struct planner *p)
{
	struct plan_step *start = p->plan->path.items;

	if (!p->question->status) {
		if (start->wait_for.count)
			plan_say(
				p, PLAN_WAIT,
				"the status of the instance is not known: %zu job%s must be finished before %s is left",
				start->wait_for.count, start->wait_for.count == 1 ? "" : "s",
				release_text(p->arena, start->release));
		return;
	}
	vec_each(struct plan_wait, wait, &start->wait_for) {
		wait->status = status_find(p->question->status, wait->job);
		if (wait->status)
			judge_listed(p, wait);
	}
	judge_absent(p, start, JOB_BATCHED);
	judge_absent(p, start, JOB_SIDEKIQ);
	judge_absent(p, start, JOB_ONLINE);
	judge_absent(p, start, JOB_ONLINE_SCHEMA);
	judge_absent(p, start, JOB_OUT_OF_BAND);
	judge_rest(p, start);
	judge_versions(p);
	if (p->question->status->ignored.count)
		plan_say(p, PLAN_WAIT, "%zu line%s of the status could not be read, the first is '%s'",
			 p->question->status->ignored.count, p->question->status->ignored.count == 1 ? "" : "s",
			 p->question->status->ignored.items[0]);
}
