/* What the findings and the graph share in JSON, and the graph's writer. */
#ifndef STOPGRAPH_JSON_PARTS_H
#define STOPGRAPH_JSON_PARTS_H

#include "analyzer/report_format.h"
#include "reports/json_out.h"

void emit_coverage(struct json_out *json, const struct graph *graph);

/* An array of {path, line, text, role}; path and line are null where a link has no place. */
void emit_links(struct json_out *json, const char *key, const struct link *links, size_t count);

/* "18.5" or null. */
void emit_release(struct json_out *json, const char *key, struct release release);
/* "2026-01-15" of YYYYMMDD, or null of 0. */
void emit_date(struct json_out *json, const char *key, int day);

/* "fixes" and "fails_on" of a finding. */
void emit_fixes(struct json_out *json, const struct finding *finding);
void emit_fails_on(struct json_out *json, const struct finding *finding);

/* stopgraph.graph/1; see report_format.h. */
int json_write_graph(const struct result *result, const struct report_options *options, FILE *out);

#endif
