/* The sections of the Markdown report; each prints its heading. */
#ifndef STOPGRAPH_RELEASE_REPORT_PARTS_H
#define STOPGRAPH_RELEASE_REPORT_PARTS_H

#include "reports/markdown.h"
#include "reports/release_report.h"

void write_new_jobs(struct markdown *md, const struct release_report *report);
void write_schema_changes(struct markdown *md, const struct release_report *report);
void write_dependencies(struct markdown *md, const struct release_report *report);
void write_gates(struct markdown *md, const struct release_report *report);
void write_open_jobs(struct markdown *md, const struct release_report *report);
void write_stops(struct markdown *md, const struct release_report *report);

/* "18.5", or "?" */
const char *known_release(struct markdown *md, struct release release);
/* Is it the size of a table on which work takes long? */
bool is_large(const char *table_size);
/* "s" unless `count` is 1. */
const char *plural(size_t count);

#endif
