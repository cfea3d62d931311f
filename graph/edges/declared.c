/* DEPENDENT_BATCHED_BACKGROUND_MIGRATIONS: the migration names the queueing versions of the jobs it depends on. A
 * version that queues nothing in the tree may be the squashed one of a dictionary entry. */
#include "graph/walk.h"

static void declare(struct walk *walk, struct tracked_job *job)
{
	struct need need = {.job = job, .relation = RELATION_DECLARED, .table = job->job.table};

	walk_need(walk, &need);
}

static void declared_migration(struct walk *walk)
{
	const struct names *versions = &walk->placed->migration->dependent_jobs;

	for (size_t v = 0; v < versions->count; v++) {
		const struct class_jobs *jobs = map_get(&walk->set->by_version, versions->items[v]);
		for (size_t i = 0; jobs && i < jobs->jobs.count; i++)
			declare(walk, jobs->jobs.items[i]);
	}
}

const struct edge_kind edge_kind_declared = {
	.relation = RELATION_DECLARED,
	.text = "the migration declares that it depends on the job",
	.on_migration = declared_migration,
};
