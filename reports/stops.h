/* The answer of "stops": as text for people, and stopgraph.stops/1 (reports/schema/stops.json). */
#ifndef STOPGRAPH_REPORTS_STOPS_H
#define STOPGRAPH_REPORTS_STOPS_H

#include "analyzer/propose.h"
#include "analyzer/report_format.h"

/* 0, or -1 when writing failed. */
int stops_write_text(const struct stops_answer *answer, FILE *out);
/* `proposal` may be NULL. */
int stops_write_json(const struct stops_answer *answer, const struct proposal *proposal, FILE *out);
/* The planning issue, as Markdown. */
int proposal_write_text(const struct proposal *proposal, FILE *out);

#endif
