/* Rules that need git: what was there in an earlier release, and when something was declared. */
#include "analyzer/rule.h"

#include <string.h>

#define NOTICE_RELEASES 2

/* The lowest release above `release` of which migrations are left, but for the one squashed into. Major 0: none. */
static struct release next_kept_release(const struct graph *graph, struct release release, const char *squashed_into)
{
	struct release next = {.patch = -1};

	vec_each(struct placed_migration, placed, &graph->migrations) {
		if (placed->release_source == RELEASE_INFERRED ||
		    release_compare_minor(placed->release, release) <= 0 ||
		    str_equal(placed->migration->version, squashed_into))
			continue;
		if (!release_known(next) || release_compare_minor(placed->release, next) < 0)
			next = placed->release;
	}
	return next;
}

/* A squash at a required stop takes with it everything up to the stop: there is one at or after the release, and what
 * is left begins after it. Where no stop is declared any squash will do. */
static bool is_squashed(const struct rule_ctx *cx, const struct removed_migration *removed, struct release release)
{
	if (!removed->structure_changed && !removed->squashed_into)
		return false;
	if (!release_known(release) || cx->graph->stops.count == 0)
		return true;
	struct release next = next_kept_release(cx->graph, release, removed->squashed_into);
	vec_each(struct declared_stop, stop, &cx->graph->stops) {
		struct release at;
		if (stop->kind != STOP_REQUIRED || !release_parse(stop->release, &at))
			continue;
		if (release_compare_minor(release, at) <= 0 &&
		    (!release_known(next) || release_compare_minor(at, next) < 0))
			return true;
	}
	return false;
}

/* Was it part of a release? Without tags a milestone before the tree's release says so. */
static enum certainty certainty_of_shipping(const struct rule_ctx *cx, const struct removed_migration *removed,
					    struct release release)
{
	/* another migration may do its work here */
	if (removed->is_beside)
		return CERTAINTY_LIKELY;
	if (removed->is_shipped)
		return CERTAINTY_PROVEN;
	if (release_known(release) && release_compare_minor(release, cx->graph->release) < 0)
		return CERTAINTY_PROVEN;
	return cx->project->tags_known ? CERTAINTY_UNKNOWN : CERTAINTY_LIKELY;
}

static const char *why_gone(const struct rule_ctx *cx, const struct removed_migration *removed)
{
	if (removed->is_beside)
		return "it was added to a branch of releases and never here";
	if (removed->structure_changed || removed->squashed_into)
		return "it is not covered by a squash at a required stop";
	if (project_is_gitlab(cx->project))
		return "the initial structure, to which a squash would have moved it, is unchanged";
	return "no migration of this tree begins anew with what it did";
}

static void check_removed_migration(struct rule_ctx *cx)
{
	vec_each(struct removed_migration, removed, &cx->project->removed) {
		struct release release = {.patch = -1};
		release_parse(removed->release, &release);
		enum certainty certainty = certainty_of_shipping(cx, removed, release);
		if (certainty == CERTAINTY_UNKNOWN || is_squashed(cx, removed, release))
			continue;
		const char *of = release_known(release)
					 ? str_printf(cx->arena, " of %s", release_words(cx->arena, release))
					 : "";
		struct finding *finding = rule_finding(cx, path_location(cx->arena, removed->path),
						       "migration %s%s is gone, which '%s' still holds: %s",
						       removed->version, of, removed->seen_in, why_gone(cx, removed));
		finding->dependent = removed->version;
		finding->subject = str_printf(cx->arena, "%s/%s", removed->database, removed->version);
		finding->since = release;
		finding->certainty = certainty;
	}
}

static void check_short_notice_stop(struct rule_ctx *cx)
{
	int notice = cx->options->notice ? cx->options->notice : NOTICE_RELEASES;
	vec_each(struct declared_stop, stop, &cx->project->stops) {
		struct release at, declared, earliest;
		if (!release_parse(stop->release, &at) || !release_parse(stop->declared_in, &declared))
			continue;
		earliest = declared;
		for (int i = 0; i < notice; i++)
			earliest = release_next(cx->project, earliest);
		if (release_compare_minor(at, earliest) >= 0)
			continue;
		struct finding *finding =
			rule_finding(cx, stop->location, "stop %s was declared in %s, less than %s release%s ahead",
				     stop->release, release_words(cx->arena, declared),
				     notice == 2 ? "two" : str_printf(cx->arena, "%d", notice), notice == 1 ? "" : "s");
		finding->subject = stop->release;
		finding->since = at;
		const char *text = release_text(cx->arena, stop_at_or_after(&cx->calendar, earliest, NULL));
		if (text)
			finding_fix(cx, finding, FIX_STOP, text,
				    str_printf(cx->arena, "declare the stop at %s and postpone what needs it", text));
	}
}

static const struct rule rules[] = {
	{
		.id = "removed-migration",
		.level = LEVEL_ERROR,
		.summary = "a migration of a release is gone without a squash at a required stop",
		.explain =
			{
				.what = "A migration that the previous release, or the base of the merge request, "
					"still "
					"has is not in the tree, and no squash at a required stop has put it into the "
					"initial structure. Migrations that do nothing may be removed. Needs git.",
				.why = "Whoever upgrades from a release before it never runs it, and nothing tells "
				       "them: the structure or the data they are left with is wrong.",
				.bad = "git rm db/migrate/20250601093000_add_state.rb",
				.good = "# empty the migration and keep the file, or squash up to a required stop:\n"
					"# dump the structure of the stop to db/init_structure.sql and remove all up "
					"to it",
			},
		.check = check_removed_migration,
	},
	{
		.id = "short-notice-stop",
		.level = LEVEL_WARNING,
		.summary = "a stop was declared less than two releases ahead",
		.explain =
			{
				.what = "The history of upgrade_path.yml shows that a stop was first declared in the "
					"release before it, in its own, or later. Needs git.",
				.why = "Administrators plan upgrades ahead; those who have already passed the release "
				       "cannot stop there any more.",
				.bad = "# in 18.4\n- major: 18\n  minor: 5",
				.good = "# in 18.3\n- major: 18\n  minor: 5",
			},
		.requires = RULE_NEEDS_STOPS,
		.check = check_short_notice_stop,
	},
};

const struct rule_family rule_family_history = {rules, RULE_COUNT(rules)};
