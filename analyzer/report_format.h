/* What a report implements. One file in reports/ and one row in reports/formats.def make a format. */
#ifndef STOPGRAPH_REPORT_FORMAT_H
#define STOPGRAPH_REPORT_FORMAT_H

#include "analyzer/result.h"

#include <stdio.h>

struct report_options {
	bool color;
	bool color_tags;      /* tests: styles as tags, "<error>error</error>"; wins over `color` */
	bool show_suppressed; /* text: also what is suppressed, with the reason */
	int width;            /* columns of the terminal, 80 when not known (0) */
};

struct report_format {
	const char *name; /* "text", "json" */
	const char *media_type;
	/* Writes the findings of `result` to `out`, NULL when the format has no form for them. 0, or -1 when writing
	 * failed. */
	int (*write_findings)(const struct result *result, const struct report_options *options, FILE *out);
	/* Writes the whole graph, NULL when the format has no form for it. */
	int (*write_graph)(const struct result *result, const struct report_options *options, FILE *out);
};

#endif
