/* Release order is dense by minor: the table knows where each major ended (10.8, 13.12, 14.10 ...), the rule "a major
 * ends with minor 11" stands in for releases that are not in it. Day arithmetic goes through the day number of Howard
 * Hinnant's "chrono-compatible low-level date algorithms" (days_from_civil). */
#include "analyzer/releases/release_calendar.h"

#include "analyzer/release_dates.h" /* made from share/releases.yml */

#define LAST_MINOR 11

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

int release_date(struct release release)
{
	size_t index = dated_index(release);
	return index < DATED_COUNT ? dated_releases[index].day : 0;
}

bool release_exists(struct release release)
{
	return release_known(release) &&
	       (dated_index(release) < DATED_COUNT || release_compare_minor(release, release_at(0)) < 0);
}

struct release release_previous(struct release release)
{
	size_t index = dated_index(release);
	if (index < DATED_COUNT && index > 0)
		return release_at(index - 1);
	if (release.minor > 0)
		return (struct release){.major = release.major, .minor = release.minor - 1, .patch = -1};
	if (release.major > 1)
		return (struct release){.major = release.major - 1, .minor = LAST_MINOR, .patch = -1};
	return (struct release){.patch = -1};
}

struct release release_next(struct release release)
{
	size_t index = dated_index(release);
	if (index + 1 < DATED_COUNT)
		return release_at(index + 1);
	if (!release_known(release))
		return (struct release){.patch = -1};
	if (release.minor >= LAST_MINOR)
		return (struct release){.major = release.major + 1, .minor = 0, .patch = -1};
	return (struct release){.major = release.major, .minor = release.minor + 1, .patch = -1};
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

/* The first release on the schedule at or after `release`. */
static struct release scheduled_at_or_after(const struct stop_schedule *schedule, struct release release)
{
	if (!schedule || schedule->minor_count == 0 || release_compare_minor(release, schedule->from) < 0)
		return (struct release){.patch = -1};
	struct release found = release;
	for (int tries = 0; tries < 64; tries++, found = release_next(found)) {
		if (release_is_scheduled(schedule, found))
			return (struct release){.major = found.major, .minor = found.minor, .patch = -1};
	}
	return (struct release){.patch = -1};
}

struct release stop_at_or_after(const struct stop_calendar *calendar, struct release release, bool *is_declared_out)
{
	struct release best = scheduled_at_or_after(calendar->schedule, release);
	bool is_declared = false;
	vec_each(struct declared_stop, stop, &calendar->graph->stops) {
		struct release at;
		if (stop->kind != STOP_REQUIRED || !release_parse(stop->release, &at) ||
		    release_compare_minor(at, release) < 0)
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
		if (stop->kind == STOP_REQUIRED && release_parse(stop->release, &at) &&
		    release_compare_minor(at, release) < 0 && release_compare_minor(at, best) > 0)
			best = at;
	}
	struct release before = release_known(release) ? release_previous(release) : release;
	while (release_known(before) && calendar->schedule &&
	       release_compare_minor(before, calendar->schedule->from) >= 0 &&
	       release_compare_minor(before, best) > 0) {
		if (release_is_scheduled(calendar->schedule, before)) {
			best = before;
			break;
		}
		before = release_previous(before);
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

void release_dates_fill(struct arena *arena, struct project *project)
{
	for (size_t i = 0; i < DATED_COUNT; i++) {
		const struct dated_release *row = &dated_releases[i];
		int day = date_add(row->day, -REVIEW_DAYS);
		vec_push(arena, &project->release_dates,
			 (struct release_date){
				 str_printf(arena, "%d.%d", row->major, row->minor),
				 str_printf(arena, "%04d-%02d-%02d", day / 10000, day / 100 % 100, day % 100)});
	}
}

bool date_is_valid(int day)
{
	int month = day / 100 % 100;
	if (day < 10000101 || month < 1 || month > 12 || day % 100 < 1)
		return false;
	return date_add(day, 0) == day;
}
