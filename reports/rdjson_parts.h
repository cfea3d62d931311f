/* One Diagnostic of the Reviewdog Diagnostic Format, which rdjson lists and rdjsonl writes line by line. */
#ifndef STOPGRAPH_RDJSON_PARTS_H
#define STOPGRAPH_RDJSON_PARTS_H

#include "analyzer/report_format.h"
#include "reports/json_out.h"

void rdjson_emit_diagnostic(struct json_out *json, const struct finding *finding);

#endif
