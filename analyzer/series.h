/* Every release of a repository, analysed one after the other, from the lowest on.
 *
 *     struct series_options options = {.analysis = &wanted, .take = take, .payload = &mine};
 *     struct series series;
 *     if (series_open(&series, &options) == 0)
 *             series_run(&series, &options);
 *     series_close(&series);
 *
 * Each analysis is that of `--rev TAG`: with the files, the configuration and the history that the tag has. What they have in
 * common is found out once (struct analysis_common, the cache), and a release that has just the files of the one before it is
 * not analysed again; everything else is given back before the next one. */
#ifndef STOPGRAPH_SERIES_H
#define STOPGRAPH_SERIES_H

#include "analyzer/analysis.h"

struct series_release {
	const struct release_tag *tag;
	const struct analysis
		*analysis;   /* with findings; good during the call. NULL with a problem. That of the release
					    before when nothing differs but names and times of revisions */
	const char *problem; /* why there is none */
};

struct series_options {
	const struct analysis_options
		*analysis;          /* its revision: whose configuration says which tags are releases; a bare
						    repository without one takes HEAD's */
	struct release first, last; /* major 0: no limit; X.Y stands for all its patches */
	void (*take)(void *payload, const struct series_release *release);
	void *payload;
	scan_progress_fn *progress; /* may be NULL */
	void *progress_payload;
};

struct series {
	struct arena *arena;
	struct analysis here; /* as far as its configuration */
	struct release_tags tags;
	VEC(const struct release_tag *) releases;
	struct analysis_common common;
	size_t analysed;         /* releases; the others are like the one before */
	size_t contents, parsed; /* different Ruby files that were parsed, and how often that was done */
};

/* Finds the releases. 0; -1 with a diagnostic in series->here.diags when there is none. series_close() in either case. */
int series_open(struct series *series, const struct series_options *options);
void series_run(struct series *series, const struct series_options *options);
void series_close(struct series *series);

#endif
