/* The formats of a simulated jump. */
#ifndef STOPGRAPH_REPORT_TRACE_H
#define STOPGRAPH_REPORT_TRACE_H

#include "analyzer/report_format.h"
#include "analyzer/trace/trace.h"

struct trace_report {
	struct report_options page;
	bool full; /* every migration and every dependency, not only what breaks */
};

struct trace_format {
	const char *name;
	/* 0, or -1 when writing failed. */
	int (*write)(const struct trace *trace, const struct trace_report *options, FILE *out);
};

/* "dot", "json", "mermaid", "svg", "text"; NULL for any other name. */
const struct trace_format *trace_format_find(const char *name);

/* For people. */
int trace_write_text(const struct trace *trace, const struct trace_report *options, FILE *out);
/* stopgraph.trace/1; the same whatever the options say. */
int trace_write_json(const struct trace *trace, const struct trace_report *options, FILE *out);
/* Pictures of queueing migrations, jobs and dependents; benign dependencies only when `full`. */
int trace_write_dot(const struct trace *trace, const struct trace_report *options, FILE *out);
int trace_write_mermaid(const struct trace *trace, const struct trace_report *options, FILE *out);
int trace_write_svg(const struct trace *trace, const struct trace_report *options, FILE *out);

#endif
