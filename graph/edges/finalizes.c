/* A gate is a dependent of its own: an unfinished job makes it abort the upgrade or work for hours in the
 * foreground. */
#include "graph/walk.h"

/* A steal and the inline run of what it left are one gate: the migration is one dependent. */
static bool is_gated_here(const struct walk *walk, const struct tracked_job *job)
{
	for (size_t i = 0; i < SLOT_COUNT; i++) {
		for (size_t g = 0; g < job->slots[i].gates.count; g++) {
			if (job->job.gates.items[job->slots[i].gates.items[g]].migration == walk->placed)
				return true;
		}
	}
	return false;
}

static void finalizes_gate(struct walk *walk, const struct job_step *step)
{
	const struct job *job = &step->job->job;
	const struct job_effect *gate = walk->effect->job;
	struct need need = {.job = step->job, .relation = RELATION_FINALIZES, .table = job->table};

	need.column = job->batch_column;
	if (job->era == JOB_BATCHED && (!walk->effect->table || !gate->arguments))
		need.why_likely = "the gate's table or arguments are not known, only one job of the class fits";
	if (!is_gated_here(walk, step->job))
		walk_need(walk, &need);
}

const struct edge_kind edge_kind_finalizes = {
	.relation = RELATION_FINALIZES,
	.text = "the upgrade aborts, or does hours of work in the foreground",
	.on_gate = finalizes_gate,
};
