/* Releases go into the index as soon as they are analysed, so that only one of them is in memory. */
#include "analyzer/cli/release_index.h"

#include "analyzer/digest.h"
#include "reports/graph_picture.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

/* 0, or STATUS_TROUBLE after a message. */
static int read_range(struct release_index *index)
{
	const char *text = index->options->release_range;
	struct graph_view view = {0};

	if (text && !graph_view_read_range(index->options->arena, text, &view))
		return trouble("--release-range is A..B with releases such as 18.2, not '%s'", text);
	index->wanted.first = view.first;
	index->wanted.last = view.last;
	return 0;
}

int release_index_open(struct release_index *index, const struct cli_options *options, struct store_origin *origin_out)
{
	char real[PATH_MAX];

	*index = (struct release_index){.options = options, .analysis = analysis_options_of(options)};
	index->wanted.analysis = &index->analysis;
	if (read_range(index))
		return STATUS_TROUBLE;
	int status = series_open(&index->series, &index->wanted) ? STATUS_TROUBLE : 0;
	diags_print(&index->series.here.diags, options->quiet);
	if (status == 0 && !realpath(options->folder, real))
		status = trouble("cannot open '%s': %s", options->folder, strerror(errno));
	if (status == 0)
		*origin_out = (struct store_origin){str_copy(options->arena, real),
						    digest_releases(&index->series, &index->wanted), STOPGRAPH_VERSION};
	return status;
}

void release_index_close(struct release_index *index)
{
	series_close(&index->series);
}

static void list_findings(const struct analysis *analysis, struct store_findings *out)
{
	vec_each(const struct finding, finding, &analysis->result.findings) {
		struct store_finding row = {.fingerprint = finding->fingerprint,
					    .rule = finding->rule,
					    .level = level_name(finding->level),
					    .path = location_path(finding->location),
					    .job = finding->job ? finding->job->id : NULL,
					    .dependent = finding->dependent,
					    .message = finding->message};
		if (!finding->suppressed_reason)
			vec_push(analysis->arena, out, row);
	}
}

struct take {
	struct arena *arena;
	struct store *store;
};

/* A series' take(). */
static void take_release(void *payload, const struct series_release *release)
{
	struct take *take = payload;
	const struct release_tag *tag = release->tag;
	const struct analysis *analysis = release->analysis;
	struct store_findings findings = {0};
	struct store_release row = {.release = tag->release,
				    .tag = tag->name,
				    .revision = tag->revision.name,
				    .day = date_text(take->arena, date_of_time(tag->revision.time)),
				    .is_final = tag->is_final,
				    .problem = release->problem,
				    .graph = analysis ? &analysis->graph : NULL};

	if (analysis)
		list_findings(analysis, &findings);
	store_releases_add(take->store, &row, &findings);
}

/* What was done, for whoever waits for it. */
static void tell(const struct release_index *index)
{
	const struct series *series = &index->series;

	if (!index->options->quiet)
		fprintf(stderr, "stopgraph: %zu releases; %zu different Ruby files were parsed%s\n",
			series->releases.count, series->contents,
			series->parsed > series->contents ? ", some of them again" : "");
}

struct store *release_index_build(struct release_index *index, struct arena *arena, const char *path,
				  const struct store_origin *origin, struct store_error *error)
{
	struct store *store = store_releases_begin(arena, path, error);
	struct take take = {arena, store};
	struct progress_bar bar;

	if (!store)
		return NULL;
	progress_start(&bar, index->options);
	index->wanted.take = take_release;
	index->wanted.payload = &take;
	index->wanted.progress = progress_update;
	index->wanted.progress_payload = &bar;
	series_run(&index->series, &index->wanted);
	progress_end(&bar);
	store = store_releases_end(store, origin, error);
	if (store)
		tell(index);
	return store;
}
