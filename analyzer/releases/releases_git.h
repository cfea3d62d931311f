/* Releases as a repository's tags tell them.
 *
 *     struct release_tags tags;
 *     release_tags_read(arena, &(struct release_tags_options){.repository = repository}, &tags, &diags);
 *     struct release_walk walk = {.repository = repository, .tags = &tags};
 *     releases_of_migrations(arena, &walk, project);     // fills tag_release
 *
 * A final tag says what shipped. Tags of candidates (-rc1, .pre) count only where a release has no final tag. */
#ifndef STOPGRAPH_RELEASES_GIT_H
#define STOPGRAPH_RELEASES_GIT_H

#include "analyzer/inputs/inputs_git.h"
#include "analyzer/scan/scan.h"
#include "graph/graph.h"

struct release_tag {
	const char *name;       /* "v18.8.0-ee" */
	struct release release; /* patch -1 for X.Y.0: the release as such */
	bool is_final;
	struct revision revision;
};

struct tag_contents;

struct release_tags {
	struct release_tag *items;
	size_t count;
	size_t capacity;
	struct tag_contents *contents; /* what is known of their trees; see tag_contents.h */
};

/* Takes v14.10.0-ee, v11.2.0, REL_9_5, 10.1, v11.2.0-rc9, v9.6.0.pre. A POSIX extended regular expression without regard to
 * case. What its groups of digits hold, in turn, is major, minor and patch; a group that holds letters after the first
 * of them marks a candidate; other groups mean nothing. */
extern const char release_tags_default[];

/* Why a pattern cannot be used, NULL when it can. Lives in `arena`. */
const char *release_pattern_problem(struct arena *arena, const char *pattern);

/* What a tag's name says by `pattern` (a checked one; NULL: the default). False when it is not a release's. */
bool release_tag_parse(const char *pattern, const char *name, struct release_tag *out);

struct release_tags_options {
	struct repository *repository;
	const char *pattern;      /* NULL: the default */
	struct cache_file *cache; /* keeps what the tags lead to; NULL: they are followed */
};

/* All tags that count, by release, then name. A tag that leads to no commit is a diagnostic. */
void release_tags_read(struct arena *arena, const struct release_tags_options *options, struct release_tags *out,
		       struct diags *diags);

/* The release that a revision without a VERSION file belongs to: that of the tag on it, else the one after the latest
 * release that was tagged before it: the one on GitLab's schedule, or that of candidates
 * tagged since, or the one with the next minor version. Major 0: not known. */
struct release release_of_revision(const struct release_tags *tags, const struct revision *revision, bool is_gitlab);

/* The last tag (the latest patch) of the latest release below `release`, by minor, that was there at `time` (seconds since
 * 1970; 0: now): what was backported later was never in the tree. Candidates count only without a final tag below it: a
 * release that has none was not published. NULL when there is no tag. */
const struct release_tag *release_tag_before(const struct release_tags *tags, struct release release, int64_t time);

struct release_walk {
	struct repository *repository;
	const struct release_tags *tags;
	scan_progress_fn *progress; /* may be NULL */
	void *progress_payload;
	struct cache_file *cache;          /* keeps what the trees of the tags hold; NULL: they are looked through */
	const struct input_places *places; /* where their migrations lie; NULL: in the profile's places */
};

/* Fills tag_release of the migrations without a milestone: the lowest tag whose tree holds a migration of that database
 * and version, wherever it lies. What is in no tag belongs to the release of the project (its VERSION). Only folders of
 * migrations are opened, and equal trees once: O(tags + distinct folders). */
void releases_of_migrations(struct arena *arena, const struct release_walk *walk, struct project *project);

/* One migration in a revision's tree. */
struct shipped_migration {
	const char *key; /* "main/20250101000000" */
	const char *path;
	const char *database;
	const char *version;
	struct object_id content;
};

struct shipped_migrations {
	struct shipped_migration *items;
	size_t count;
	size_t capacity;
};

/* Every migration of a revision's tree, in the order of its folders. */
void migrations_of_revision(struct arena *arena, const struct release_walk *walk, const struct revision *revision,
			    struct shipped_migrations *out);

/* Calls take() for every migration in a folder that no revision before held with just that content: with the index of the
 * revision, until it returns false. So the first call for a key names the first revision that holds it. */
typedef bool shipped_fn(void *payload, size_t index, const struct shipped_migration *migration);

struct shipped_walk {
	struct repository *repository;
	const struct revisions *revisions;
	shipped_fn *take;
	void *payload;
	scan_progress_fn *progress; /* may be NULL */
	void *progress_payload;
	const struct input_places *places;
};

/* Appends what `places` (may be NULL) says, for keys of what is kept: nothing when it says nothing. */
void places_text(const struct input_places *places, struct strbuf *out);

void migrations_by_revision(struct arena *arena, const struct shipped_walk *walk);

/* "main/20250101000000" */
const char *migration_key(struct arena *arena, const char *database, const char *version);

#endif
