/* The table of report formats. reports/ reads analyzer/result.h, report_format.h, base and model; only the command line
 * includes it. */
#ifndef STOPGRAPH_FORMATS_H
#define STOPGRAPH_FORMATS_H

#include "analyzer/report_format.h"

/* The formats, sorted by name. */
const struct report_format *const *formats_list(size_t *count_out);

/* The format with a name, NULL when there is none. */
const struct report_format *format_find(const char *name);

#endif
