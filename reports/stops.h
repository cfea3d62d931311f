/* The answer of "stops": as text for people, and stopgraph.stops/1 (reports/schema/stops.json). */
#ifndef STOPGRAPH_REPORTS_STOPS_H
#define STOPGRAPH_REPORTS_STOPS_H

#include "analyzer/report_format.h"
#include "analyzer/stops/propose.h"

struct stops_report {
	struct report_options page;
	bool full;                     /* every dependency with its chain, not some examples */
	const struct stop_entry *only; /* of the answer: nothing but this one, in full; NULL: all */
};

/* 0, or -1 when writing failed. */
int stops_write_text(const struct stops_answer *answer, const struct stops_report *report, FILE *out);
/* `proposal` may be NULL. */
int stops_write_json(const struct stops_answer *answer, const struct proposal *proposal, FILE *out);
/* The planning issue, as Markdown. */
int proposal_write_text(const struct proposal *proposal, FILE *out);

#endif
