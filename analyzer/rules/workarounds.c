/* A workaround in application code is a dependent that no analysis of migrations can see. Recorded in the mitigations
 * file, it is one like any other: it leaves the tree at the tree's release, and what it masked must be repaired by
 * then. */
#include "analyzer/config/mitigations.h"
#include "analyzer/phrases.h"
#include "analyzer/rule.h"

/* What must have happened between `from` and the removal. */
struct removal {
	const struct mitigation *mitigation;
	const struct job *job;     /* that repairs what was masked, NULL when there is none or it is not known */
	const struct job_run *run; /* its last live queue, NULL when not known */
	struct release from;       /* that of the queue, or the first release with the workaround */
};

/* The job of a class whose last live queue is the latest. */
static void find_job(struct rule_ctx *cx, struct removal *removal)
{
	size_t count = 0;
	const struct job *const *jobs =
		index_jobs(cx->index, job_class_short(removal->mitigation->repaired_by), &count);

	for (size_t i = 0; i < count; i++) {
		const struct job_run *run = job_live_run(jobs[i]);
		if (removal->run && (!run || release_compare_minor(run->release, removal->run->release) <= 0))
			continue;
		removal->job = jobs[i];
		removal->run = run;
	}
	if (removal->run && release_known(removal->run->release))
		removal->from = removal->run->release;
}

static bool has_required_stop(const struct rule_ctx *cx, struct release from)
{
	vec_each(const struct declared_stop, stop, &cx->graph->stops) {
		struct release at;
		if (stop->kind == STOP_REQUIRED && release_parse(stop->release, &at) &&
		    release_compare_minor(at, from) >= 0 && release_compare_minor(at, cx->graph->release) < 0)
			return true;
	}
	return false;
}

static bool is_before(struct release release, struct release limit)
{
	return release_known(limit) && release_compare_minor(release, limit) < 0;
}

static const char *reason_words(struct rule_ctx *cx, const struct removal *removal)
{
	const char *release = release_words(cx->arena, cx->graph->release);
	const char *from = release_text(cx->arena, release_previous(cx->project, removal->from));

	if (is_before(cx->graph->release, removal->mitigation->earliest_removal))
		return str_printf(cx->arena, "it may be removed only from %s on", removal->mitigation->removal_text);
	if (!removal->mitigation->repaired_by)
		return str_printf(
			cx->arena,
			"no required stop makes every installation run a release that has it: upgrades from %s "
			"or earlier straight to %s or later skip it",
			from ? from : "?", release);
	if (!removal->job)
		return str_printf(cx->arena, "nothing is known of job '%s', which repairs what it masks",
				  removal->mitigation->repaired_by);
	return str_printf(
		cx->arena,
		"job '%s' (queued in %s), which repairs what it masks, may be unfinished in upgrades from %s or "
		"earlier straight to %s or later",
		removal->job->class_name, release_words(cx->arena, removal->from), from ? from : "?", release);
}

static void add_evidence(struct rule_ctx *cx, struct finding *finding, const struct removal *removal)
{
	const struct mitigation *mitigation = removal->mitigation;
	const char *path = mitigation->paths.items[0];

	if (removal->run)
		finding_link(cx, finding, LINK_QUEUE, removal->run->location,
			     str_printf(cx->arena, "queues %s in %s", removal->job->class_name,
					release_words(cx->arena, removal->from)));
	if (removal->run && mitigation->repaired_by)
		finding_link(cx, finding, LINK_GATE, finding->location, "no gate for the job is in the tree");
	const char *remains = mitigation->remains ? mitigation->remains->path : NULL;
	finding_link(cx, finding, LINK_DEPENDENT, path_location(cx->arena, remains ? remains : path),
		     remains ? str_printf(cx->arena, "the pattern is not in '%s' any more", remains)
			     : str_printf(cx->arena, "'%s' is gone", path));
}

static void add_fixes(struct rule_ctx *cx, struct finding *finding, const struct removal *removal)
{
	struct release stop = stop_at_or_after(&cx->calendar, removal->from, NULL);
	const char *release = release_text(cx->arena, release_known(stop) ? release_next(cx->project, stop) : stop);

	if (is_before(cx->graph->release, removal->mitigation->earliest_removal))
		release = removal->mitigation->removal_text;
	if (release)
		finding_fix(cx, finding, FIX_POSTPONE, release,
			    str_printf(cx->arena, "keep the workaround until %s", release));
	if (removal->job)
		finding_fix(cx, finding, FIX_GATE, NULL,
			    str_printf(cx->arena, "or add a gate for the job: %s",
				       phrase_gate_call(cx->arena, removal->job)));
	const char *from = release_text(cx->arena, removal->from);
	if (from)
		finding_fix(cx, finding, FIX_STOP, from,
			    str_printf(cx->arena, "or declare a required stop at %s", from));
}

static void report(struct rule_ctx *cx, const struct removal *removal)
{
	const struct mitigation *mitigation = removal->mitigation;
	const char *masks = mitigation->masks ? str_printf(cx->arena, " (%s)", mitigation->masks) : "";
	struct finding *finding =
		rule_finding(cx, mitigation->location, "the workaround '%s'%s is gone in %s, but %s", mitigation->name,
			     masks, release_words(cx->arena, cx->graph->release), reason_words(cx, removal));

	finding->job = removal->job;
	finding->subject = mitigation->name;
	finding->since = removal->from;
	if (mitigation->repaired_by && !removal->run)
		finding->certainty = CERTAINTY_LIKELY;
	finding->fails_from = release_text(cx->arena, release_previous(cx->project, removal->from));
	finding->fails_to = release_text(cx->arena, cx->graph->release);
	add_evidence(cx, finding, removal);
	add_fixes(cx, finding, removal);
}

static void check_removed(struct rule_ctx *cx)
{
	if (!cx->options->mitigations)
		return;
	vec_each(const struct mitigation, mitigation, &cx->options->mitigations->items) {
		struct removal removal = {.mitigation = mitigation, .from = mitigation->since};
		if (mitigation->is_present || is_before(cx->graph->release, mitigation->since))
			continue;
		if (mitigation->repaired_by)
			find_job(cx, &removal);
		bool is_early = is_before(cx->graph->release, mitigation->earliest_removal);
		bool is_finished = removal.run && job_is_finalized(cx, removal.job, removal.run);
		if (is_early || !(is_finished || has_required_stop(cx, removal.from)))
			report(cx, &removal);
	}
}

static const struct rule rules[] = {
	{
		.id = "workaround-removed",
		.level = LEVEL_ERROR,
		.summary = "code that masks what a job repairs is gone before the job must be finished",
		.explain =
			{
				.what = "The mitigations file records code that hides wrong data or an old behaviour. "
					"The "
					"pattern is not in the tree any more, and neither a required stop between the "
					"repairing job's queue (or the workaround's first release) and the tree's "
					"release "
					"nor a gate guarantees that every installation has got over what it masks; or "
					"the "
					"recorded release of its earliest removal has not come.",
				.why = "Installations that jump over both releases lose the workaround while they "
				       "still "
				       "need it: rows are treated wrongly, or nodes of two releases do not understand "
				       "each other.",
				.bad = "stops 15.0; job queued in 15.4; pattern gone in 15.6",
				.good = "stops 15.0, 15.4; job queued in 15.4; pattern gone in 15.6",
			},
		.requires = RULE_NEEDS_RELEASE,
		.check = check_removed,
	},
};

const struct rule_family rule_family_workarounds = {rules, RULE_COUNT(rules)};
