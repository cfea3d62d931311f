/* The parts of release_report.c: one function per section of the report. They run in the order in which they stand
 * here; each fills its fields and reads those of the ones before. */
#ifndef STOPGRAPH_REPORT_PARTS_H
#define STOPGRAPH_REPORT_PARTS_H

#include "analyzer/base/map.h"
#include "analyzer/report/release_report.h"
#include "analyzer/rule_index.h"

struct reporter {
	struct arena *arena;
	const struct graph *graph;
	const struct project *project;
	const struct rule_index *index;
	struct stop_calendar calendar;
	struct map sizes;                        /* table -> its size in the dictionary */
	struct map jobs;                         /* id -> struct report_job */
	struct map paths;                        /* of migrations -> struct placed_migration */
	struct report_dependency **need_of_edge; /* by number in graph->edges; NULL: left out */
	struct map created;                      /* "table" and "table.column" that the report's releases make */
	struct release_report *out;
};

void report_jobs_fill(struct reporter *r);
void report_dependencies_fill(struct reporter *r);
void report_findings_fill(struct reporter *r);
void report_changes_fill(struct reporter *r);
void report_stops_fill(struct reporter *r);
void report_releases_fill(struct reporter *r);
void report_decisions_fill(struct reporter *r);

/* Is it one of the releases of the report? */
bool report_is_here(const struct reporter *r, struct release release);
/* At or before `release`; what is not known was squashed long ago. */
bool report_is_by(struct release a, struct release release);
const char *report_table_size(const struct reporter *r, const char *table);
/* 0 for what is not known, then small to over_limit. */
int report_size_rank(const char *table_size);

/* What is known of a job at the end of a release. */
struct job_standing {
	const struct job_run *run; /* NULL: not queued by then */
	enum report_job_state state;
	struct location finished_at;
	struct release finished_in;
	const struct job_event *gate;
};
struct job_standing report_job_standing(const struct reporter *r, const struct job *job, struct release at);
/* Required stops in [queue, to). */
size_t report_stops_between(const struct graph *graph, struct release queue, struct release to);

#endif
