/* Release order is dense by minor: the table knows where each major ended (10.8, 13.12, 14.10 ...), the rule "a major
 * ends with minor 11" stands in for releases that are not in it. Day arithmetic goes through the day number of Howard
 * Hinnant's "chrono-compatible low-level date algorithms" (days_from_civil). */
#include "analyzer/releases/release_calendar.h"

#include "analyzer/release_dates.h" /* made from share/releases.yml */

#include <stdlib.h>
#include <time.h>

#define LAST_MINOR 11
#define LAST_MINOR_OTHERS 99 /* beyond it, the minors of a product whose releases are not known are not counted */

/* Between the timestamp of a migration and the release that it got into lie review and the stable branch. Nine days fit
 * most migrations whose release is known: 87 of 100 of 18.2 to 18.9, against 56 without. */
#define REVIEW_DAYS 9

struct dated_release {
	int major;
	int minor;
	int day;
};

static const struct dated_release dated_releases[] = {
#define X(major, minor, day) {major, minor, day},
	RELEASE_DATES
#undef X
};

#define DATED_COUNT (sizeof(dated_releases) / sizeof(dated_releases[0]))

const struct stop_schedule stop_schedule_default = {
	.from = {.major = 17, .minor = 5, .patch = -1}, .minors = {2, 5, 8, 11}, .minor_count = 4};

/* Index of the row, or DATED_COUNT. */
static size_t dated_index(struct release release)
{
	for (size_t i = 0; i < DATED_COUNT; i++) {
		if (dated_releases[i].major == release.major && dated_releases[i].minor == release.minor)
			return i;
	}
	return DATED_COUNT;
}

static struct release release_at(size_t index)
{
	return (struct release){
		.major = dated_releases[index].major, .minor = dated_releases[index].minor, .patch = -1};
}

int release_date(const struct project *project, struct release release)
{
	size_t index = project_is_gitlab(project) ? dated_index(release) : DATED_COUNT;
	return index < DATED_COUNT ? dated_releases[index].day : 0;
}

bool release_exists(const struct project *project, struct release release)
{
	if (!project_is_gitlab(project))
		return release_known(release);
	return release_known(release) &&
	       (dated_index(release) < DATED_COUNT || release_compare_minor(release, release_at(0)) < 0);
}

static int release_order(const void *left, const void *right)
{
	struct release a = {0};
	struct release b = {0};

	release_parse(*(const char *const *)left, &a);
	release_parse(*(const char *const *)right, &b);
	return release_compare_minor(a, b);
}

/* Thousands of migrations come from few releases. */
struct release_set {
	struct arena *arena;
	struct names *names;
	VEC(struct release) known;
};

static void add_release(struct release_set *releases, const char *text)
{
	struct release release;

	if (!release_parse(text, &release))
		return;
	release.patch = -1;
	vec_each(const struct release, known, &releases->known) {
		if (release_compare_minor(*known, release) == 0)
			return;
	}
	vec_push(releases->arena, &releases->known, release);
	names_push(releases->arena, releases->names, release_text(releases->arena, release));
}

void releases_fill(struct arena *arena, const struct names *tagged, struct project *project)
{
	struct names *out = &project->releases;
	struct release_set releases = {.arena = arena, .names = out};

	for (size_t i = 0; tagged && i < tagged->count; i++)
		add_release(&releases, tagged->items[i]);
	for (size_t i = 0; i < project->migrations.count; i++) {
		add_release(&releases, project->migrations.items[i]->milestone);
		add_release(&releases, project->migrations.items[i]->tag_release);
	}
	vec_each(const struct declared_stop, stop, &project->stops)
		add_release(&releases, stop->release);
	for (size_t i = 0; i < project->job_dictionaries.count; i++)
		add_release(&releases, project->job_dictionaries.items[i]->milestone);
	add_release(&releases, project->release);
	if (out->count)
		qsort(out->items, out->count, sizeof(*out->items), release_order);
}

/* The nearest release that the project tells of on one side of `release`; not known when there is none. */
static struct release told_neighbour(const struct project *project, struct release release, int side)
{
	struct release best = {.patch = -1};

	for (size_t i = 0; i < project->releases.count; i++) {
		struct release told;
		if (!release_parse(project->releases.items[i], &told) ||
		    release_compare_minor(told, release) * side <= 0)
			continue;
		if (!release_known(best) || release_compare_minor(told, best) * side < 0)
			best = told;
	}
	return best;
}

static struct release minor_before(struct release release, int last_minor)
{
	if (release.minor > 0)
		return (struct release){.major = release.major, .minor = release.minor - 1, .patch = -1};
	if (release.major > 1)
		return (struct release){.major = release.major - 1, .minor = last_minor, .patch = -1};
	return (struct release){.patch = -1};
}

static struct release minor_after(struct release release, int last_minor)
{
	if (!release_known(release))
		return (struct release){.patch = -1};
	if (release.minor >= last_minor)
		return (struct release){.major = release.major + 1, .minor = 0, .patch = -1};
	return (struct release){.major = release.major, .minor = release.minor + 1, .patch = -1};
}

/* The last minor of the major before is not known unless something tells of it. */
static struct release previous_of_others(const struct project *project, struct release release)
{
	struct release told = told_neighbour(project, release, -1);

	if (release_known(told) || release.minor == 0)
		return told;
	return minor_before(release, 0);
}

static struct release next_of_others(const struct project *project, struct release release)
{
	struct release told = told_neighbour(project, release, 1);

	return release_known(told) ? told : minor_after(release, LAST_MINOR_OTHERS);
}

struct release release_previous(const struct project *project, struct release release)
{
	size_t index = dated_index(release);
	if (!project_is_gitlab(project))
		return previous_of_others(project, release);
	if (index < DATED_COUNT && index > 0)
		return release_at(index - 1);
	return minor_before(release, LAST_MINOR);
}

struct release release_next(const struct project *project, struct release release)
{
	size_t index = dated_index(release);
	if (!project_is_gitlab(project))
		return next_of_others(project, release);
	if (index + 1 < DATED_COUNT)
		return release_at(index + 1);
	return minor_after(release, LAST_MINOR);
}

bool release_is_scheduled(const struct stop_schedule *schedule, struct release release)
{
	if (!schedule || release_compare_minor(release, schedule->from) < 0)
		return false;
	for (size_t i = 0; i < schedule->minor_count; i++) {
		if (schedule->minors[i] == release.minor)
			return true;
	}
	return false;
}

bool required_stop_release(const struct declared_stop *stop, struct release *out)
{
	return stop->kind == STOP_REQUIRED && release_parse(stop->release, out);
}

/* The first release on the schedule at or after `release`. */
static struct release scheduled_at_or_after(const struct stop_calendar *calendar, struct release release)
{
	const struct stop_schedule *schedule = calendar->schedule;
	if (!schedule || schedule->minor_count == 0 || release_compare_minor(release, schedule->from) < 0)
		return (struct release){.patch = -1};
	struct release found = release;
	for (int tries = 0; tries < 64; tries++, found = release_next(calendar->graph->project, found)) {
		if (release_is_scheduled(schedule, found))
			return (struct release){.major = found.major, .minor = found.minor, .patch = -1};
	}
	return (struct release){.patch = -1};
}

struct release stop_at_or_after(const struct stop_calendar *calendar, struct release release, bool *is_declared_out)
{
	struct release best = scheduled_at_or_after(calendar, release);
	bool is_declared = false;
	vec_each(struct declared_stop, stop, &calendar->graph->stops) {
		struct release at;
		if (!required_stop_release(stop, &at) || release_compare_minor(at, release) < 0)
			continue;
		if (!release_known(best) || release_compare_minor(at, best) <= 0) {
			best = at;
			is_declared = true;
		}
	}
	if (is_declared_out)
		*is_declared_out = is_declared;
	best.patch = -1;
	return best;
}

struct release stop_calendar_floor(const struct stop_calendar *calendar, struct release release)
{
	struct release best = {.patch = -1};
	vec_each(struct declared_stop, stop, &calendar->graph->stops) {
		struct release at;
		if (required_stop_release(stop, &at) && release_compare_minor(at, release) < 0 &&
		    release_compare_minor(at, best) > 0)
			best = at;
	}
	struct release before = release_known(release) ? release_previous(calendar->graph->project, release) : release;
	while (release_known(before) && calendar->schedule &&
	       release_compare_minor(before, calendar->schedule->from) >= 0 &&
	       release_compare_minor(before, best) > 0) {
		if (release_is_scheduled(calendar->schedule, before)) {
			best = before;
			break;
		}
		before = release_previous(calendar->graph->project, before);
	}
	best.patch = -1;
	return best;
}

static int days_from_civil(int year, int month, int day)
{
	year -= month <= 2;
	int era = year / 400;
	int year_of_era = year - era * 400;
	int day_of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
	int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
	return era * 146097 + day_of_era;
}

static int civil_from_days(int days)
{
	int era = days / 146097;
	int day_of_era = days - era * 146097;
	int year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
	int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
	int shifted_month = (5 * day_of_year + 2) / 153;
	int day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
	int month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
	int year = year_of_era + era * 400 + (month <= 2);
	return year * 10000 + month * 100 + day;
}

int date_add(int day, int days)
{
	return civil_from_days(days_from_civil(day / 10000, day / 100 % 100, day % 100) + days);
}

int date_of_time(int64_t seconds)
{
	time_t when = (time_t)seconds;
	struct tm day;

	if (!gmtime_r(&when, &day))
		return 0;
	return (day.tm_year + 1900) * 10000 + (day.tm_mon + 1) * 100 + day.tm_mday;
}

const char *date_text(struct arena *arena, int day)
{
	return day ? str_printf(arena, "%04d-%02d-%02d", day / 10000, day / 100 % 100, day % 100) : NULL;
}

void release_dates_fill(struct arena *arena, struct project *project)
{
	for (size_t i = 0; i < DATED_COUNT; i++) {
		const struct dated_release *row = &dated_releases[i];
		int day = date_add(row->day, -REVIEW_DAYS);
		vec_push(arena, &project->release_dates,
			 (struct release_date){str_printf(arena, "%d.%d", row->major, row->minor),
					       date_text(arena, day)});
	}
}

bool date_is_valid(int day)
{
	int month = day / 100 % 100;
	if (day < 10000101 || month < 1 || month > 12 || day % 100 < 1)
		return false;
	return date_add(day, 0) == day;
}
