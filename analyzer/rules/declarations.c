/* Rules about what is declared beside the migrations: stops in upgrade_path.yml, ignored columns in models. */
#include "analyzer/rule.h"

/* A stop that the program ships itself has no bytes and is nobody's mistake in this tree. */
static void check_unscheduled_stop(struct rule_ctx *cx)
{
	const struct stop_schedule *schedule = cx->options->schedule;
	vec_each(struct declared_stop, stop, &cx->project->stops) {
		struct release at;
		if (!stop->location.source || !release_parse(stop->release, &at) ||
		    release_compare_minor(at, schedule->from) < 0 || release_is_scheduled(schedule, at))
			continue;
		struct strbuf minors = strbuf_new(cx->arena);
		for (size_t i = 0; i < schedule->minor_count; i++) {
			const char *before = i == 0 ? "" : i + 1 == schedule->minor_count ? " and " : ", ";
			strbuf_printf(&minors, "%sX.%d", before, schedule->minors[i]);
		}
		struct finding *finding =
			rule_finding(cx, stop->location, "stop %s is not on the schedule: from %s on stops fall on %s",
				     stop->release, release_words(cx->arena, schedule->from), strbuf_finish(&minors));
		finding->subject = stop->release;
		finding->since = at;
		struct stop_calendar scheduled_only = {.graph = &(struct graph){.project = cx->project},
						       .schedule = schedule};
		struct release next = stop_at_or_after(&scheduled_only, at, NULL);
		const char *text = release_text(cx->arena, next);
		if (text)
			finding_fix(
				cx, finding, FIX_STOP, text,
				str_printf(cx->arena,
					   "declare the stop at %s, the next scheduled one, and postpone what needs it",
					   text));
	}
}

/* `remove_with: '18.3'` asks for the removal in 18.3, so it has passed only when the tree is later than that. */
static void check_ignored_column(struct rule_ctx *cx)
{
	vec_each(struct ignored_column, ignored, &cx->project->ignored_columns) {
		struct release until;
		if (!ignored->remove_with || !release_parse(ignored->remove_with, &until) ||
		    release_compare_minor(until, cx->graph->release) >= 0)
			continue;
		const char *table = ignored->table ? ignored->table : "an unknown table";
		struct finding *finding =
			rule_finding(cx, ignored->location,
				     "column %s.%s is still ignored in %s although it was to be ignored only until %s",
				     table, ignored->column ? ignored->column : "?",
				     release_words(cx->arena, cx->graph->release), ignored->remove_with);
		finding->subject = str_printf(cx->arena, "%s.%s", table, ignored->column ? ignored->column : "");
		finding->certainty = ignored->table ? CERTAINTY_PROVEN : CERTAINTY_LIKELY;
	}
}

static const struct rule rules[] = {
	{
		.id = "ignored-column-overdue",
		.level = LEVEL_NOTE,
		.summary = "a column is still ignored after the release it was to be ignored until",
		.explain =
			{
				.what = "The release of `remove_with` of an ignored column has passed and the column "
					"is still "
					"ignored.",
				.why = "Either the column was never dropped, or the application goes on hiding a "
				       "column that is "
				       "gone; a column of that name can then not be used again.",
				.bad = "# in 18.9\nignore_column :state, remove_with: '18.3', remove_after: "
				       "'2025-08-22'",
				.good = "# the line is gone, one release after the column was dropped",
			},
		.requires = RULE_NEEDS_RELEASE,
		.check = check_ignored_column,
	},
	{
		.id = "unscheduled-stop",
		.level = LEVEL_WARNING,
		.summary = "a stop is declared at a release that is not on the schedule",
		.explain =
			{
				.what = "A stop of upgrade_path.yml, at or after the release from which stops are "
					"scheduled, lies "
					"on another release than the schedule's.",
				.why = "Administrators plan their upgrades along the schedule; a stop beside it "
				       "surprises them "
				       "half way.",
				.bad = "- major: 18\n  minor: 4",
				.good = "- major: 18\n  minor: 5",
			},
		.requires = RULE_NEEDS_STOPS | RULE_NEEDS_SCHEDULE,
		.check = check_unscheduled_stop,
	},
};

const struct rule_family rule_family_declarations = {rules, RULE_COUNT(rules)};
