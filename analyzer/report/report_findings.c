/* Findings of the whole tree, those about the releases of the report in front. A finding belongs to the release of its
 * dependent, else to that of the migration at its place, else to the release whose age counts for it. */
#include "analyzer/report/report_parts.h"

#include <stdlib.h>

static struct release release_of(const struct reporter *r, const struct finding *finding)
{
	if (finding->edge && release_known(finding->edge->dependent_release))
		return finding->edge->dependent_release;
	const struct placed_migration *here = map_get(&r->paths, location_path(finding->location));
	if (here && release_known(here->release))
		return here->release;
	const struct placed_migration *dependent =
		finding->dependent ? index_migration(r->index, finding->dependent) : NULL;
	return dependent ? dependent->release : finding->since;
}

static int compare_findings(const void *left, const void *right)
{
	const struct report_finding *a = left;
	const struct report_finding *b = right;

	if (a->is_new != b->is_new)
		return a->is_new ? -1 : 1;
	if (a->finding->level != b->finding->level)
		return a->finding->level > b->finding->level ? -1 : 1;
	return a->finding < b->finding ? -1 : a->finding > b->finding;
}

/* The gravest finding about each dependency. */
static void tie(struct reporter *r, const struct finding *finding)
{
	struct report_dependency *need = finding->edge ? r->need_of_edge[finding->edge - r->graph->edges.items] : NULL;

	if (need && (!need->finding || need->finding->level < finding->level))
		need->finding = finding;
}

void report_findings_fill(struct reporter *r)
{
	struct release_report *out = r->out;

	r->paths = map_new(r->arena);
	vec_each(const struct placed_migration, placed, &r->graph->migrations)
		map_put(&r->paths, placed->migration->path, (void *)placed);
	vec_each(const struct finding, finding, &out->result->findings) {
		struct report_finding entry = {finding, release_of(r, finding), false};
		if (finding->suppressed_reason || !report_is_by(entry.release, out->question.to))
			continue;
		entry.is_new = report_is_here(r, entry.release);
		(entry.is_new ? out->findings_new : out->findings_old)[finding->level]++;
		vec_push(r->arena, &out->findings, entry);
		tie(r, finding);
	}
	if (out->findings.count)
		qsort(out->findings.items, out->findings.count, sizeof(*out->findings.items), compare_findings);
}
