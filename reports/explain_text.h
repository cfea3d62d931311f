/* An explanation as text: the title, then per line its label, its words and its place. */
#ifndef STOPGRAPH_EXPLAIN_TEXT_H
#define STOPGRAPH_EXPLAIN_TEXT_H

#include "analyzer/explain/explain.h"
#include "analyzer/report_format.h"

/* 0, or -1 when writing failed. */
int explain_write_text(const struct explanation *explanation, const struct report_options *options, FILE *out);

#endif
