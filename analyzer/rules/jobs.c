/* Rules about one job: its code, its queues, whether it was ever finalized. Only what runs on self-managed
 * instances. */
#include "analyzer/phrases.h"
#include "analyzer/rule.h"

#define OVERDUE_STOPS 2

/* A queue that was squashed has only its dictionary entry left to point at; when the migration that the entry names is
 * in the tree after all, the entry is wrong, which is dictionary-mismatch's. */
static void check_missing_class(struct rule_ctx *cx, const struct job *job, const struct job_run *run)
{
	if (!run->migration && (!run->version || !job->dictionary || index_migration(cx->index, run->version)))
		return;
	struct finding *finding = job_finding(
		cx, job, run,
		str_printf(cx->arena,
			   "the class of job '%s' (queued in %s) is not in the tree, and nothing finalizes the job",
			   job->class_name, release_words(cx->arena, run->release)));
	if (!run->migration) {
		if (job->dictionary->class_location.source)
			finding->location = job->dictionary->class_location;
		finding->certainty = CERTAINTY_PROVEN;
	}
	finding_fix(cx, finding, FIX_GATE, NULL,
		    str_printf(cx->arena, "keep the class until the job is finalized: %s",
			       phrase_gate_call(cx->arena, job)));
}

/* A dictionary entry of which nothing else is left: no queue, no gate, no class, so that it is no job of the graph. */
static void check_orphaned_entry(struct rule_ctx *cx, const struct job_dictionary *dictionary)
{
	size_t jobs;
	if (!dictionary->class_name || !dictionary->queued_version || dictionary->finalized_by ||
	    index_migration(cx->index, dictionary->queued_version) || index_class(cx->index, dictionary->class_name) ||
	    index_jobs(cx->index, dictionary->class_name, &jobs))
		return;
	struct release since = {.patch = -1};
	if (dictionary->milestone)
		release_parse(dictionary->milestone, &since);
	struct finding *finding =
		rule_finding(cx, dictionary->class_location.source ? dictionary->class_location : dictionary->location,
			     "the class of job '%s' (queued in %s) is not in the tree, and nothing finalizes the job",
			     dictionary->class_name, release_words(cx->arena, since));
	finding->dependent = dictionary->queued_version;
	finding->subject = dictionary->class_name;
	finding->since = since;
}

/* The last live queue on self-managed instances; NULL when there is none. */
static const struct job_run *last_live_run(const struct job *job)
{
	const struct job_run *last = NULL;

	vec_each(const struct job_run, run, &job->runs) {
		if (run->live && run->migration && guard_is_self_managed(run->guard))
			last = run;
	}
	return last;
}

static const struct job_event *gate_after(const struct job *job, const struct job_run *run)
{
	vec_each(const struct job_event, gate, &job->gates) {
		if (gate->matches && guard_is_self_managed(gate->guard) && event_is_after(gate, run))
			return gate;
	}
	return NULL;
}

/* A gate runs what is left of the job, so that it needs the class, too. No stop gave the job time when whoever jumps to
 * the tree's release from its floor passes queue and gate in one go. */
static void check_class_of_gated(struct rule_ctx *cx, const struct job *job)
{
	const struct job_run *run = last_live_run(job);
	const struct job_event *gate = run ? gate_after(job, run) : NULL;
	struct release floor = stop_calendar_floor(&cx->calendar, cx->graph->release);

	if (!gate || !release_known(floor) || !release_known(run->release) || cx->graph->stops.count == 0 ||
	    release_compare_minor(run->release, floor) <= 0)
		return;
	struct finding *finding = job_finding(
		cx, job, run,
		str_printf(
			cx->arena,
			"the class of job '%s' (queued in %s) is not in the tree, but upgrades from %s run the gate in "
			"migration %s before the job has finished",
			job->class_name, release_words(cx->arena, run->release), release_words(cx->arena, floor),
			gate->migration->migration->version));
	finding_link(cx, finding, LINK_GATE, gate->effect->location, "runs what is left of the job");
	const char *stop = release_text(cx->arena, stop_at_or_after(&cx->calendar, run->release, NULL));
	finding_fix(cx, finding, FIX_GATE, NULL,
		    str_printf(cx->arena, "keep the class until the release after the next stop%s%s", stop ? ", " : "",
			       stop ? stop : ""));
}

static void check_job_code(struct rule_ctx *cx)
{
	vec_each(struct job *, job, &cx->graph->jobs) {
		const struct job_run *run = job_open_run(cx, *job);
		bool needs_class = (*job)->era != JOB_ONLINE_SCHEMA && (*job)->era != JOB_OUT_OF_BAND;
		if (!needs_class || (*job)->job_class || (*job)->reading || index_class(cx->index, (*job)->class_name))
			continue;
		if (run)
			check_missing_class(cx, *job, run);
		else
			check_class_of_gated(cx, *job);
	}
	vec_each(struct job_dictionary *, dictionary, &cx->project->job_dictionaries) {
		check_orphaned_entry(cx, *dictionary);
	}
}

/* Required stops from the queue's release on that lie below the tree's release: time that the job has had. */
static size_t stops_since(const struct rule_ctx *cx, const struct job_run *run)
{
	size_t count = 0;
	vec_each(const struct declared_stop, stop, &cx->graph->stops) {
		struct release at;
		count += stop->kind == STOP_REQUIRED && release_parse(stop->release, &at) &&
			 release_compare_minor(at, run->release) >= 0 &&
			 release_compare_minor(at, cx->graph->release) < 0;
	}
	return count;
}

static void check_overdue(struct rule_ctx *cx)
{
	vec_each(struct job *, job, &cx->graph->jobs) {
		const struct job_run *run = job_open_run(cx, *job);
		if (!run || !release_known(run->release) || rule_fired(cx, "job-code-missing", *job))
			continue;
		size_t stops = stops_since(cx, run);
		if (stops < OVERDUE_STOPS)
			continue;
		struct finding *finding = job_finding(
			cx, *job, run,
			str_printf(cx->arena,
				   "job '%s' was queued in %s, %zu required stops ago, and is still not finalized",
				   (*job)->class_name, release_words(cx->arena, run->release), stops));
		finding_fix(cx, finding, FIX_GATE, NULL,
			    str_printf(cx->arena, "finalize it: %s", phrase_gate_call(cx->arena, *job)));
	}
}

/* Does nothing come of the second queue? Within one migration that of online_migrations is no more than said twice. */
static bool is_in_vain(const struct job *job, const struct job_run *first, const struct job_run *run)
{
	if (run->live || !run->migration || !first || !guard_is_self_managed(run->guard))
		return false;
	if (job->era == JOB_ONLINE || job->era == JOB_ONLINE_SCHEMA)
		return run->migration != first->migration;
	return job->era == JOB_BATCHED;
}

static void check_queued_twice(struct rule_ctx *cx)
{
	vec_each(struct job *, job, &cx->graph->jobs) {
		const struct job_run *first = NULL;
		const char *parts = (*job)->era == JOB_BATCHED  ? "table, column and arguments"
				    : (*job)->era == JOB_ONLINE ? "arguments"
								: "name";
		vec_each(const struct job_run, run, &(*job)->runs) {
			if (!is_in_vain(*job, first, run)) {
				if (run->live && guard_is_self_managed(run->guard))
					first = run;
				continue;
			}
			struct finding *finding = job_finding(
				cx, *job, run,
				str_printf(cx->arena,
					   "job '%s' is queued again although %s (%s) has queued it with the same "
					   "%s: the second queue does nothing",
					   (*job)->class_name, first->version ? first->version : "an earlier migration",
					   release_words(cx->arena, first->release), parts));
			finding_link(cx, finding, LINK_QUEUE, first->location, "queued here first");
		}
	}
}

static const struct job_event *gate_between(const struct job *job, const struct job_run *from, const struct job_run *to)
{
	vec_each(const struct job_event, gate, &job->gates) {
		if (gate->matches && guard_is_self_managed(gate->guard) && event_is_after(gate, from) &&
		    !event_is_after(gate, to))
			return gate;
	}
	return NULL;
}

static void check_requeued(struct rule_ctx *cx)
{
	vec_each(struct job *, job, &cx->graph->jobs) {
		const struct job_run *last = job_open_run(cx, *job);
		if (!last || !last->migration)
			continue;
		const struct job_event *gate = NULL;
		vec_each(const struct job_run, run, &(*job)->runs) {
			if (run < last && run->live && !gate)
				gate = gate_between(*job, run, last);
		}
		if (!gate)
			continue;
		struct finding *finding = job_finding(
			cx, *job, last,
			str_printf(
				cx->arena,
				"job '%s' is queued again in %s after migration %s finalized it, and no gate follows",
				(*job)->class_name, release_words(cx->arena, last->release),
				gate->migration->migration->version));
		finding_link(cx, finding, LINK_GATE, gate->effect->location, "finalizes only the run before");
		finding_fix(cx, finding, FIX_GATE, NULL,
			    str_printf(cx->arena, "finalize it again after the next stop: %s",
				       phrase_gate_call(cx->arena, *job)));
	}
}

static void check_bypass(struct rule_ctx *cx)
{
	vec_each(const struct job_call, queue, &cx->index->queues) {
		const struct effect *effect = queue->effect;
		if (!effect->job || !effect->job->bypasses_helper || !guard_is_self_managed(effect->guard))
			continue;
		struct finding *finding =
			rule_finding(cx, effect->location, "job '%s' is queued by creating its record directly%s%s",
				     queue->class_name, effect->job->queue_helper ? " with " : "",
				     effect->job->queue_helper ? effect->job->queue_helper : "");
		finding->dependent = queue->migration->migration->version;
		finding->subject = queue->class_name;
		finding->since = queue->migration->release;
		finding->certainty = effect->certainty;
		finding_fix(cx, finding, FIX_GATE, NULL, "use queue_batched_background_migration");
	}
}

static const struct rule rules[] = {
	{
		.id = "finalize-overdue",
		.level = LEVEL_NOTE,
		.summary = "a job is still not finalized two required stops after its queue",
		.explain =
			{
				.what = "A live job has no gate although two or more required stops were declared "
					"since its queue.",
				.why = "Its code cannot be removed, migrations up to it cannot be squashed, and nobody "
				       "knows whether "
				       "it is finished everywhere.",
				.bad = "# queued in 17.9, not finalized in 18.9",
				.good = "ensure_batched_background_migration_is_finished(job_class_name: "
					"'BackfillNotes', ...)",
			},
		.requires = RULE_NEEDS_STOPS | RULE_NEEDS_RELEASE,
		.after = "job-code-missing",
		.check = check_overdue,
	},
	{
		.id = "job-code-missing",
		.level = LEVEL_ERROR,
		.summary = "the class of a live job is not in the tree",
		.explain =
			{
				.what = "The class of a job is not in the tree, although the job may still run: it is "
					"neither "
					"finalized nor cancelled, or its gate runs in the same jump as its queue.",
				.why = "The job fails on every run, and whatever needs it never comes to be.",
				.bad = "queue_batched_background_migration 'BackfillNotes', :notes, :id # no such "
				       "class",
				.good = "# lib/gitlab/background_migration/backfill_notes.rb exists until the job is "
					"finalized",
			},
		.check = check_job_code,
	},
	{
		.id = "queue-bypasses-helper",
		.level = LEVEL_WARNING,
		.summary = "a batched migration record is created directly",
		.explain =
			{
				.what = "A migration creates the record of a batched background migration itself "
					"instead of calling "
					"the queue helper.",
				.why = "The helper checks for an equal job, picks the database and batch bounds, and "
				       "stores the "
				       "version of the queue; without it gates may not find the job.",
				.bad = "Gitlab::Database::BackgroundMigration::BatchedMigration.create!(job_class_name:"
				       " 'BackfillNotes')",
				.good = "queue_batched_background_migration 'BackfillNotes', :notes, :id",
			},
		.check = check_bypass,
	},
	{
		.id = "queued-twice",
		.level = LEVEL_WARNING,
		.summary = "the same job is queued twice without a cancellation between",
		.explain =
			{
				.what = "Two migrations queue a job with the same class, table, column and arguments "
					"(of online_migrations: class and arguments, or name), and the first is not "
					"cancelled before the second.",
				.why = "The queue helper finds the first and does nothing: whatever the second was to "
				       "repair is not "
				       "done where the first has run.",
				.bad = "queue_batched_background_migration 'BackfillNotes', :notes, :id # in 18.3 and "
				       "in 18.4",
				.good = "delete_batched_background_migration 'BackfillNotes', :notes, :id, []\n"
					"queue_batched_background_migration 'BackfillNotes', :notes, :id",
			},
		.check = check_queued_twice,
	},
	{
		.id = "requeued-after-gate",
		.level = LEVEL_WARNING,
		.summary = "a job is queued again after its gate and no gate follows",
		.explain =
			{
				.what = "A job was finalized, then queued again, and no gate follows the second queue.",
				.why = "What relies on the gate gets the result of the first run only; the second run "
				       "may never be "
				       "completed.",
				.bad = "# 18.3 queue, 18.6 gate, 18.7 queue",
				.good = "# 18.3 queue, 18.6 gate, 18.7 queue, 18.9 gate",
			},
		.check = check_requeued,
	},
};

const struct rule_family rule_family_jobs = {rules, RULE_COUNT(rules)};
