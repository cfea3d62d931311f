/* A release has one tag here, the last one by name (a repository may have v12.0.0 and v12.0.0-ee). Candidates stand for a
 * release that has no final tag, and of those only for what is to come: a release that was overtaken by a later one was
 * never published. */
#include "analyzer/series.h"

#include "analyzer/series_origin.h"
#include "parser/ruby/trees.h"

#include <string.h>

#define TREES_SIZE ((size_t)48 << 20)

static int no_releases(struct series *series, const char *text)
{
	diag_add(&series->here.diags, DIAG_git_revision, (struct location){0}, "%s", text);
	return -1;
}

static bool is_in_range(const struct series_options *options, struct release release)
{
	struct release first = options->first;
	struct release last = options->last;
	bool is_late =
		first.patch > 0 ? release_compare(release, first) >= 0 : release_compare_minor(release, first) >= 0;
	bool is_early =
		last.patch > 0 ? release_compare(release, last) <= 0 : release_compare_minor(release, last) <= 0;

	return (!release_known(first) || is_late) && (!release_known(last) || is_early);
}

static bool is_overtaken(const struct series *series, const struct release_tag *candidate)
{
	const struct release_tag *end = series->tags.items + series->tags.count;

	for (const struct release_tag *tag = candidate; tag < end; tag++) {
		if (tag->is_final)
			return true;
	}
	return false;
}

/* Of the candidates of a release, the one that was made last. */
static bool is_better(const struct release_tag *tag, const struct release_tag *other)
{
	return tag->is_final || tag->revision.time >= other->revision.time;
}

static void choose(struct series *series, const struct series_options *options)
{
	vec_each(const struct release_tag, tag, &series->tags) {
		const struct release_tag **last = series->releases.count ? vec_last(&series->releases) : NULL;
		if (!is_in_range(options, tag->release) || (!tag->is_final && is_overtaken(series, tag)))
			continue;
		if (!last || release_compare((*last)->release, tag->release) != 0)
			vec_push(series->arena, &series->releases, tag);
		else if (is_better(tag, *last))
			*last = tag;
	}
}

/* The configuration in effect; what is said about a missing one in a bare repository is said of HEAD. */
static int open_here(struct series *series, const struct series_options *options)
{
	struct analysis_options wanted = *options->analysis;
	struct arena *scratch = arena_new();
	struct diags ignored = diags_new(scratch);
	struct repository *repository = repository_open(scratch, wanted.folder, wanted.ceiling, &ignored);
	struct revision head;

	if (!wanted.revision && repository && repository_is_bare(repository) &&
	    repository_revision(repository, "HEAD", &head, NULL) == 0)
		wanted.revision = "HEAD";
	int status = analysis_run(&series->here, &wanted, ANALYSIS_CONFIG);
	/* not before the other one is open: the library would be loaded twice */
	repository_close(repository);
	arena_free(scratch);
	return status;
}

int series_open(struct series *series, const struct series_options *options)
{
	*series = (struct series){.arena = arena_new()};
	analysis_init(&series->here);
	if (open_here(series, options))
		return -1;
	struct analysis *here = &series->here;
	if (!here->repository)
		return no_releases(series, "the folder does not lie in a git repository, which could tell of releases");
	if (repository_is_shallow(here->repository))
		return no_releases(series, "this clone is shallow: run 'git fetch --unshallow --tags'");
	struct release_tags_options wanted = {here->repository, here->config.release_tags, options->analysis->cache};
	release_tags_read(series->arena, &wanted, &series->tags, &here->diags);
	if (!series->tags.count)
		return no_releases(series, "no tag of the repository is a release: run 'git fetch --tags', or set "
					   "'release_tags' in .stopgraph.yml");
	choose(series, options);
	if (!series->releases.count)
		return no_releases(series, "no release of the repository lies in the range");
	series->common = (struct analysis_common){.repository = here->repository,
						  .pattern = here->config.release_tags,
						  .tags = &series->tags,
						  .trees = ruby_trees_new(TREES_SIZE)};
	return 0;
}

static const char *problem_of(struct arena *arena, const struct diags *diags)
{
	const char *text = "it cannot be read";

	vec_each(const struct diag, diag, diags) {
		if (diag_code_severity(diag->code) == DIAG_SEVERITY_ERROR)
			text = diag->text;
	}
	return str_copy(arena, text);
}

/* The release that was analysed last, which the next one may share, and the one that is. An analysis must not move. */
struct turns {
	struct analysis analyses[2];
	struct series_origin origins[2];
	const char *problem; /* of the last one */
	unsigned last;
	bool any;
};

static void finish_last(struct series *series, struct turns *turns)
{
	if (turns->any)
		analysis_done(&turns->analyses[turns->last]);
	turns->any = false;
	ruby_trees_settle(series->common.trees);
}

/* Analyses the release of a tag, unless it is made of the same as the last one. */
static void analyse(struct series *series, const struct series_options *options, const struct release_tag *tag,
		    struct turns *turns)
{
	unsigned next = turns->any ? !turns->last : 0;
	struct analysis *analysis = &turns->analyses[next];
	struct analysis_options wanted = *options->analysis;

	analysis_init(analysis);
	wanted.revision = str_printf(analysis->arena, "refs/tags/%s", tag->name);
	wanted.common = &series->common;
	wanted.progress = NULL;
	bool is_open = analysis_run(analysis, &wanted, ANALYSIS_CONFIG) == 0;
	if (is_open) {
		analysis_list(analysis, &wanted);
		turns->origins[next] = series_origin_of(analysis, &wanted, &series->tags);
	}
	if (is_open && turns->any && series_origin_equal(&turns->origins[0], &turns->origins[1])) {
		analysis_done(analysis);
		return;
	}
	finish_last(series, turns);
	turns->any = true;
	turns->last = next;
	turns->problem = NULL;
	series->analysed++;
	if (!is_open || analysis_run(analysis, &wanted, ANALYSIS_FINDINGS)) {
		turns->problem = problem_of(series->arena, &analysis->diags);
		turns->origins[next].is_known = false;
	}
}

void series_run(struct series *series, const struct series_options *options)
{
	struct turns turns = {.any = false};

	for (size_t i = 0; i < series->releases.count; i++) {
		const struct release_tag *tag = series->releases.items[i];
		if (options->progress)
			options->progress(options->progress_payload, "releases", i, series->releases.count);
		analyse(series, options, tag, &turns);
		struct series_release release = {.tag = tag, .problem = turns.problem};
		release.analysis = turns.problem ? NULL : &turns.analyses[turns.last];
		options->take(options->payload, &release);
	}
	finish_last(series, &turns);
	struct ruby_trees_count count = ruby_trees_count(series->common.trees);
	series->contents = count.contents;
	series->parsed = count.parsed;
}

void series_close(struct series *series)
{
	ruby_trees_free(series->common.trees);
	analysis_done(&series->here);
	arena_free(series->arena);
	*series = (struct series){0};
}
