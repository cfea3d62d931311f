/* The instance's status against what the first hop waits for. What is expected and absent is unknown, never finished. */
#include "analyzer/plan_parts.h"

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

static void judge_absent(struct planner *p, const struct plan_wait *wait)
{
	if (wait->job->era == JOB_SIDEKIQ)
		plan_say(p, PLAN_WAIT,
			 "job '%s' runs in Sidekiq and no list of batched migrations tells of it: make sure that "
			 "nothing "
			 "of it is queued or scheduled",
			 wait->job->id);
	else
		plan_say(p, PLAN_WAIT, "job '%s' is expected and not listed: unknown, not finished", wait->job->id);
}

/* What the hop does not need blocks all the same: the product asks that everything is finished. */
static void judge_rest(struct planner *p, const struct plan_step *start)
{
	const struct status_list *list = p->question->status;

	for (size_t i = 0; i < list->count; i++) {
		const struct status_row *row = &list->items[i];
		bool is_needed = status_is_done(row->status);
		vec_each(const struct plan_wait, wait, &start->wait_for)
			is_needed = is_needed || wait->status == row;
		if (!is_needed)
			plan_say(p, PLAN_WAIT,
				 "job '%s' on '%s' is %s; nothing known in the next hop needs it, but an upgrade wants "
				 "every batched migration finished",
				 row->class_name, row->table ? row->table : "?",
				 row->status == STATUS_UNKNOWN ? row->status_text : job_status_name(row->status));
	}
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
		else
			judge_absent(p, wait);
	}
	judge_rest(p, start);
	if (p->question->status->ignored.count)
		plan_say(p, PLAN_WAIT, "%zu line%s of the status could not be read, the first is '%s'",
			 p->question->status->ignored.count, p->question->status->ignored.count == 1 ? "" : "s",
			 p->question->status->ignored.items[0]);
}
