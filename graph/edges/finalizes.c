/* A gate is a dependent of its own: an unfinished job makes it abort the upgrade or work for hours in the foreground. */
#include "graph/walk.h"

static void finalizes_gate(struct walk *walk, const struct job_step *step)
{
	const struct job *job = &step->job->job;
	const struct job_effect *gate = walk->effect->job;
	struct need need = {.job = step->job, .relation = RELATION_FINALIZES, .table = job->table};

	need.column = job->batch_column;
	if (job->era == JOB_BATCHED && (!walk->effect->table || !gate->arguments))
		need.why_likely = "the gate's table or arguments are not known, only one job of the class fits";
	walk_need(walk, &need);
}

const struct edge_kind edge_kind_finalizes = {
	.relation = RELATION_FINALIZES,
	.text = "the upgrade aborts, or does hours of work in the foreground",
	.on_gate = finalizes_gate,
};
