/* When releases were published, which follows which, and on which of them stops are scheduled.
 *
 * GitLab's dates are those of share/releases.yml. For a release that it does not hold, neighbours follow from the rule
 * that a major ends with minor 11, and the date is not known. Of another product no dates are known; neighbours are
 * those among the releases that its tree and tags tell of. The engine's rules are its users. */
#ifndef STOPGRAPH_RELEASE_CALENDAR_H
#define STOPGRAPH_RELEASE_CALENDAR_H

#include "graph/graph.h"

/* Stops fall on these minors, from a release on. */
struct stop_schedule {
	struct release from;
	int minors[8];
	size_t minor_count;
};

/* X.2, X.5, X.8 and X.11 from 17.5 on. */
extern const struct stop_schedule stop_schedule_default;

/* Day of publication as YYYYMMDD, 0 when not known. Here and below `project` NULL is GitLab. */
int release_date(const struct project *project, struct release release);

/* Is there, or will there be, such a release? Before the table begins anything may have been. */
bool release_exists(const struct project *project, struct release release);

/* Fills project->releases: the releases of its tags (names of releases; may be NULL), migrations, stops and
 * dictionaries. */
void releases_fill(struct arena *arena, const struct names *tagged, struct project *project);

/* Puts into project->release_dates until when migrations got into each release that is known. */
void release_dates_fill(struct arena *arena, struct project *project);

/* The release before and after, by minor; patch is -1 in the answer. Major 0 when there is none. */
struct release release_previous(const struct project *project, struct release release);
struct release release_next(const struct project *project, struct release release);

/* Is `release` on the schedule? False before the schedule starts. */
bool release_is_scheduled(const struct stop_schedule *schedule, struct release release);

/* The release of a required stop. False for a conditional one, and for a text that is no release. */
bool required_stop_release(const struct declared_stop *stop, struct release *out);

/* The required stops of a graph together with those of a schedule. */
struct stop_calendar {
	const struct graph *graph;
	const struct stop_schedule *schedule; /* NULL: none */
};

/* The first required or scheduled stop at or after `release`; major 0 when none is known. `is_declared_out` may be
 * NULL. */
struct release stop_at_or_after(const struct stop_calendar *calendar, struct release release, bool *is_declared_out);

/* The last required or scheduled stop below `release`: its floor. Major 0 when there is none. */
struct release stop_calendar_floor(const struct stop_calendar *calendar, struct release release);

/* `day` (YYYYMMDD) moved by a number of days; both of the proleptic Gregorian calendar. */
int date_add(int day, int days);

/* The day (YYYYMMDD, UTC) of a time in seconds since 1970; 0 when there is none. */
int date_of_time(int64_t seconds);

/* "2026-01-15"; NULL for 0. Lives in `arena`. */
const char *date_text(struct arena *arena, int day);

/* Is it a day that exists? */
bool date_is_valid(int day);

#endif
