/* Rules about the digits in front of a migration's name. Since 17.1 milestones come first in the order of execution, so
 * a small difference is harmless; what matters is a migration written long before its release, because instances and
 * tests that order by timestamp ran it elsewhere. A migration with an older milestone than an earlier one is normal. */
#include "analyzer/rule.h"

#include <string.h>

#define STALE_DAYS 21
#define VERSION_DIGITS 14

/* Why the digits are no date and time, or NULL. */
static const char *impossible_because(struct arena *arena, const char *version, int *day_out)
{
	if (strlen(version) != VERSION_DIGITS) /* versions are digits, unless they have a sort key */
		return "a date and time has 14 digits";
	int parts[VERSION_DIGITS];
	for (size_t i = 0; i < VERSION_DIGITS; i++)
		parts[i] = version[i] - '0';
	int day = 0;
	for (size_t i = 0; i < 8; i++)
		day = day * 10 + parts[i];
	if (!date_is_valid(day))
		return "there is no such day";
	if (parts[8] * 10 + parts[9] > 23)
		return str_printf(arena, "the hour is %d%d", parts[8], parts[9]);
	if (parts[10] > 5)
		return str_printf(arena, "the minute is %d%d", parts[10], parts[11]);
	*day_out = day;
	return parts[12] > 5 ? str_printf(arena, "the second is %d%d", parts[12], parts[13]) : NULL;
}

/* The day even when hour, minute or second are impossible; 0 when there is none. */
static int version_day(struct arena *arena, const char *version)
{
	int day = 0;
	impossible_because(arena, version, &day);
	return day;
}

static const char *day_words(struct arena *arena, int day)
{
	return str_printf(arena, "%04d-%02d-%02d", day / 10000, day / 100 % 100, day % 100);
}

static struct location migration_location(struct rule_ctx *cx, const struct migration *migration)
{
	if (migration->class_location.source)
		return migration->class_location;
	return path_location(cx->arena, migration->path);
}

static struct finding *version_finding(struct rule_ctx *cx, const struct placed_migration *placed, const char *message)
{
	const struct migration *migration = placed->migration;
	struct finding *finding = rule_finding(cx, migration_location(cx, migration), "%s", message);
	finding->dependent = migration->version;
	finding->subject = migration->path;
	finding->since = placed->release;
	return finding;
}

/* Only a milestone says when the migration was meant to ship; an inferred release was inferred from the timestamp. */
static bool release_is_independent(const struct placed_migration *placed)
{
	return placed->release_source == RELEASE_MILESTONE || placed->release_source == RELEASE_TAG;
}

static const char *stale_for_release(struct rule_ctx *cx, const struct placed_migration *placed, int day)
{
	struct release previous = release_previous(cx->project, placed->release);
	int published = release_date(cx->project, previous);

	if (!release_is_independent(placed) || !release_known(placed->release) || !published ||
	    day >= date_add(published, -STALE_DAYS))
		return NULL;
	return str_printf(cx->arena,
			  "timestamp %s of a migration of %s lies more than three weeks before %s was published (%s)",
			  day_words(cx->arena, day), release_words(cx->arena, placed->release),
			  release_words(cx->arena, previous), day_words(cx->arena, published));
}

/* A new file in a merge request: its first commit says when it was made, whatever its release. */
static const char *stale_for_commit(struct rule_ctx *cx, const struct placed_migration *placed, int day)
{
	int committed = placed->migration->first_commit_day;

	if (!committed || day >= date_add(committed, -STALE_DAYS))
		return NULL;
	return str_printf(cx->arena, "timestamp %s lies more than three weeks before the file was first committed (%s)",
			  day_words(cx->arena, day), day_words(cx->arena, committed));
}

static void check_stale_timestamp(struct rule_ctx *cx)
{
	vec_each(struct placed_migration, placed, &cx->graph->migrations) {
		bool is_timestamp = !placed->migration->sort_key;
		int day = is_timestamp ? version_day(cx->arena, placed->migration->version) : 0;
		const char *message = day ? stale_for_release(cx, placed, day) : NULL;
		if (day && !message)
			message = stale_for_commit(cx, placed, day);
		if (message)
			version_finding(cx, placed, message);
	}
}

/* The day of X.Y.0 says nothing about its patch releases. */
static int publication_day(const struct rule_ctx *cx, const struct placed_migration *placed)
{
	return release_is_independent(placed) && placed->release.patch <= 0 ? release_date(cx->project, placed->release)
									    : 0;
}

static void check_impossible_timestamp(struct rule_ctx *cx)
{
	vec_each(struct placed_migration, placed, &cx->graph->migrations) {
		const char *version = placed->migration->version;
		int day = 0;
		if (placed->migration->sort_key) /* versions of SQL files need not be timestamps */
			continue;
		const char *reason = impossible_because(cx->arena, version, &day);
		/* Rails takes any number; only GitLab asks for a time */
		if (!project_is_gitlab(cx->project) && strlen(version) != VERSION_DIGITS)
			continue;
		int published = publication_day(cx, placed);
		if (!reason && published && day > published)
			reason = str_printf(cx->arena, "%s was published on %s already",
					    release_words(cx->arena, placed->release), day_words(cx->arena, published));
		if (reason)
			version_finding(cx, placed,
					str_printf(cx->arena, "timestamp '%s' is impossible: %s", version, reason));
	}
}

static const struct rule rules[] = {
	{
		.id = "impossible-timestamp",
		.level = LEVEL_NOTE,
		.summary = "a migration's timestamp is no date, or later than its own release",
		.explain =
			{
				.what = "The digits in front of the file name are not a date and time, or name a day "
					"after the "
					"release that the migration belongs to was published.",
				.why = "Tools that read the digits as a time put the migration at a wrong place; "
				       "digits written by hand may be those of another migration.",
				.bad = "db/migrate/20250230126100_add_index.rb",
				.good = "db/migrate/20250228121500_add_index.rb",
			},
		.check = check_impossible_timestamp,
	},
	{
		.id = "stale-timestamp",
		.level = LEVEL_WARNING,
		.summary = "a migration's timestamp is more than three weeks older than the previous release",
		.explain =
			{
				.what = "The timestamp lies more than three weeks before the day on which the release "
					"before the "
					"migration's own one was published; in the check of a merge request, more than "
					"three weeks before a new migration was first committed.",
				.why = "The merge request was open for a long time. Where migrations run by timestamp "
				       "it runs "
				       "before others that were merged, and tested, earlier.",
				.bad = "# 20250601093000_add_column.rb, merged in September\nmilestone '18.4'",
				.good = "# 20250908093000_add_column.rb\nmilestone '18.4'",
			},
		.check = check_stale_timestamp,
	},
};

const struct rule_family rule_family_timestamps = {rules, RULE_COUNT(rules)};
