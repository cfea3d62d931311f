/* Whether two releases are made of the same: then what is said of one holds for the other. For series.c. */
#ifndef STOPGRAPH_SERIES_ORIGIN_H
#define STOPGRAPH_SERIES_ORIGIN_H

#include "analyzer/analysis.h"
#include "analyzer/base/hash.h"

struct series_origin {
	bool is_known;                       /* else it equals no other */
	const struct inputs *inputs;         /* borrowed from the analysis */
	unsigned char digest[HASH_KEY_SIZE]; /* of all that is no input */
};

/* Of an analysis whose inputs are listed: everything that its findings depend on but the names and times of revisions. */
struct series_origin series_origin_of(const struct analysis *analysis, const struct analysis_options *options,
				      const struct release_tags *tags);

/* While both analyses are there. */
bool series_origin_equal(const struct series_origin *a, const struct series_origin *b);

#endif
