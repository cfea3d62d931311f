/* The graph, or a part of it, as a picture: queueing migration -> job -> dependent. */
#ifndef STOPGRAPH_GRAPH_PICTURE_H
#define STOPGRAPH_GRAPH_PICTURE_H

#include "analyzer/explain/explain.h"
#include "analyzer/report/release_report.h"
#include "reports/picture/picture.h"

/* Which dependencies are drawn. All that is zero asks for every dependency that breaks something. */
struct graph_view {
	const struct explain_thing *focus; /* NULL: no focus */
	size_t depth;                      /* how many arrows away from the focus */
	struct release first, last;        /* of the queue or the dependent; major 0: open */
	bool full;                         /* benign ones, too */
};

/* "18.2..18.5", "18.2..", "..18.5": false when it is none of these. */
bool graph_view_read_range(struct arena *arena, const char *text, struct graph_view *out);

/* Lives in `arena` and borrows from `result`. `*benign_out` counts the benign dependencies that were left out although
 * they touch what is drawn. */
struct picture graph_picture(struct arena *arena, const struct result *result, const struct graph_view *view,
			     size_t *benign_out);

/* The dependencies of a batch report that break something. Lives in `arena` and borrows from `report`. */
struct picture report_picture(struct arena *arena, const struct release_report *report);

/* Boxes that all pictures share. */
size_t picture_migration(struct picture *picture, const struct placed_migration *placed);
size_t picture_job(struct picture *picture, const struct job *job);
/* The dependent of an edge: a migration, or the tree that lacks the job's class. */
size_t picture_dependent(struct picture *picture, const struct edge *edge);

#endif
