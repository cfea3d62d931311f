/* DEPENDENT_BATCHED_BACKGROUND_MIGRATIONS: the migration names the queueing versions of the jobs it depends on. A version
 * that queues nothing in the tree may be the squashed one of a dictionary entry. */
#include "graph/walk.h"

static bool was_queued_by(const struct tracked_job *job, const char *version)
{
	for (size_t i = 0; i < job->job.runs.count; i++) {
		if (str_equal(job->job.runs.items[i].version, version))
			return true;
	}
	return false;
}

static void declare(struct walk *walk, struct tracked_job *job)
{
	struct need need = {.job = job, .relation = RELATION_DECLARED, .table = job->job.table};

	walk_need(walk, &need);
}

static void declared_migration(struct walk *walk)
{
	const struct names *versions = &walk->placed->migration->dependent_jobs;

	for (size_t v = 0; v < versions->count; v++) {
		for (size_t i = 0; i < walk->set->all.count; i++) {
			if (was_queued_by(walk->set->all.items[i], versions->items[v]))
				declare(walk, walk->set->all.items[i]);
		}
	}
}

const struct edge_kind edge_kind_declared = {
	.relation = RELATION_DECLARED,
	.text = "the migration declares that it depends on the job",
	.on_migration = declared_migration,
};
