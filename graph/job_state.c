/* What is pending of one job at one point of the replay, per kind of installation. */
#include "graph/guards.h"
#include "graph/job.h"

#include <string.h>

const char *job_class_name(const char *name)
{
	static const char module[] = "Gitlab::BackgroundMigration::";

	if (!name)
		return NULL;
	if (str_starts_with(name, "::"))
		name += 2;
	if (str_starts_with(name, module))
		name += strlen(module);
	return name;
}

static unsigned slot_installations(size_t slot)
{
	return slot == SLOT_SELF_MANAGED ? INSTALLATIONS_SELF_MANAGED : INSTALLATIONS_ELSEWHERE;
}

void job_reset(struct tracked_job *job)
{
	for (size_t i = 0; i < SLOT_COUNT; i++) {
		job->slots[i].run = NO_RUN;
		job->slots[i].gates.count = 0;
	}
	if (job->starts_pending)
		job_start(job, 0);
}

void job_forget(struct tracked_job *job)
{
	job->starts_pending = false;
	vec_each(struct job_run, run, &job->job.runs)
		run->live = false;
	job_reset(job);
}

void job_start(struct tracked_job *job, size_t run)
{
	unsigned where = guard_installations(job->job.runs.items[run].guard);

	for (size_t i = 0; i < SLOT_COUNT; i++) {
		if (!(where & slot_installations(i)))
			continue;
		job->slots[i].run = run;
		job->slots[i].gates.count = 0;
	}
}

void job_gate(struct arena *arena, struct tracked_job *job, size_t gate)
{
	unsigned where = guard_installations(job->job.gates.items[gate].guard);

	for (size_t i = 0; i < SLOT_COUNT; i++) {
		if ((where & slot_installations(i)) && job->slots[i].run != NO_RUN)
			vec_push(arena, &job->slots[i].gates, gate);
	}
}

void job_cancel(struct tracked_job *job, enum guard guard)
{
	unsigned where = guard_installations(guard);

	for (size_t i = 0; i < SLOT_COUNT; i++) {
		if ((where & slot_installations(i)) == slot_installations(i)) {
			job->slots[i].run = NO_RUN;
			job->slots[i].gates.count = 0;
		} else if (where & slot_installations(i) & INSTALLATION_GITLAB_COM) {
			job->slots[i].run = NO_RUN;
		}
	}
}
