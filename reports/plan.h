/* An upgrade plan: as Markdown that fits a ticket, and stopgraph.plan/1 (reports/schema/plan.json). */
#ifndef STOPGRAPH_REPORTS_PLAN_H
#define STOPGRAPH_REPORTS_PLAN_H

#include "analyzer/plan/plan.h"

#include <stdio.h>

/* 0, or -1 when writing failed. */
int plan_write_text(const struct plan *plan, FILE *out);
int plan_write_json(const struct plan *plan, FILE *out);

#endif
