/* The forms of the batch report (analyzer/report/release_report.h). A new form is a function and a row in the table of
 * reports/release_report.c; the command and its help read the table. */
#ifndef STOPGRAPH_REPORTS_RELEASE_REPORT_H
#define STOPGRAPH_REPORTS_RELEASE_REPORT_H

#include "analyzer/report/release_report.h"

#include <stdio.h>

struct release_report_format {
	const char *name;
	/* 0, or -1 when writing failed */
	int (*write)(const struct release_report *report, FILE *out);
};

/* stopgraph.report/1 (reports/schema/report.json) */
int release_report_write_json(const struct release_report *report, FILE *out);
/* One file that needs no other and no network, for a browser; see reports/html. */
int release_report_write_html(const struct release_report *report, FILE *out);
/* for a GitLab issue */
int release_report_write_markdown(const struct release_report *report, FILE *out);

/* The forms by name; a NULL name at the end. */
extern const struct release_report_format release_report_formats[];

/* NULL when there is none of that name. */
const struct release_report_format *release_report_format_find(const char *name);

#endif
