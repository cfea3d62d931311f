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
		 count, names_join(p->arena, &classes, ", "));
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
				 "job '%s' on '%s' with the arguments %s is %s; nothing known in the next hop needs "
				 "that "
				 "one, but an upgrade wants every batched migration finished",
				 row->class_name, row->table ? row->table : "?", row->arguments ? row->arguments : "?",
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
	}
	judge_absent(p, start, JOB_BATCHED);
	judge_absent(p, start, JOB_SIDEKIQ);
	judge_absent(p, start, JOB_ONLINE);
	judge_absent(p, start, JOB_ONLINE_SCHEMA);
	judge_absent(p, start, JOB_OUT_OF_BAND);
	judge_rest(p, start);
	if (p->question->status->ignored.count)
		plan_say(p, PLAN_WAIT, "%zu line%s of the status could not be read, the first is '%s'",
			 p->question->status->ignored.count, p->question->status->ignored.count == 1 ? "" : "s",
			 p->question->status->ignored.items[0]);
}
