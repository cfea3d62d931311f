/* The class of a job is gone while the job may still be pending: it is queued, not cancelled, and no gate completed it.
 * The release that removed the class is not in one tree; the tree's own release stands for it. The edge carries no
 * verdict: that the class is missing is a finding of its own. */
#include "graph/walk.h"

static bool is_ungated(const struct tracked_job *job)
{
	for (size_t i = 0; i < SLOT_COUNT; i++) {
		const struct job_slot *slot = &job->slots[i];
		if (slot->run != NO_RUN && slot->gates.count)
			return false;
	}
	return walk_is_pending(job);
}

static void delete_job_end(struct walk *walk)
{
	bool has_classes = !str_equal(walk->project->profile, "sql");

	for (size_t i = 0; has_classes && i < walk->set->all.count; i++) {
		struct tracked_job *job = walk->set->all.items[i];
		struct need need = {.job = job, .relation = RELATION_DELETE_JOB, .table = job->job.table};
		if (job->job.era != JOB_OUT_OF_BAND && !job->job.job_class && !job->job.reading && is_ungated(job))
			walk_need(walk, &need);
	}
}

const struct edge_kind edge_kind_delete_job = {
	.relation = RELATION_DELETE_JOB,
	.text = "the job fails for ever: its class is gone",
	.on_end = delete_job_end,
};
