/* The verdicts of the graph as findings. The graph has judged every edge; here edges that are one problem
 * become one finding, with the sentence, the releases and the ways out.
 *
 * What is dropped under a job that both reads and writes it is one problem, too, told by the edge of the read.
 *
 * Edges come sorted by dependent, job, relation and table, so a group (one migration that tightens three columns filled
 * by one job) is a run of neighbours. The evidence is that of the group's best proven edge. */
#include "analyzer/phrases.h"
#include "analyzer/rule.h"

struct group {
	const struct edge *edge; /* the best proven one */
	struct names columns;    /* of all edges */
	size_t next;             /* index of the first edge after the group */
};

static bool same_root(const struct edge *a, const struct edge *b)
{
	return a->job == b->job && a->dependent == b->dependent && a->relation == b->relation &&
	       a->verdict == b->verdict && str_equal(a->table, b->table) &&
	       str_equal(a->dependent_path, b->dependent_path);
}

static struct group group_at(struct rule_ctx *cx, size_t index)
{
	const struct edge *first = &cx->graph->edges.items[index];
	struct group group = {.edge = first, .next = index};
	while (group.next < cx->graph->edges.count && same_root(first, &cx->graph->edges.items[group.next])) {
		const struct edge *edge = &cx->graph->edges.items[group.next++];
		for (size_t i = 0; i < edge->columns.count; i++)
			names_add(cx->arena, &group.columns, edge->columns.items[i]);
		if (edge->certainty > group.edge->certainty)
			group.edge = edge;
	}
	return group;
}

/* Is the loss of a target already told as the loss of a source? Both are edges of one job and dependent, the read
 * first. */
static bool is_told_as_source(const struct rule_ctx *cx, size_t index, const struct group *group)
{
	const struct edge *target = group->edge;

	for (size_t i = index; target->relation == RELATION_DROP_TARGET && i-- > 0;) {
		const struct edge *edge = &cx->graph->edges.items[i];
		if (edge->job != target->job || edge->dependent != target->dependent)
			return false;
		if (edge->relation == RELATION_DROP_SOURCE && edge->verdict == target->verdict &&
		    edge->certainty >= target->certainty && str_equal(edge->table, target->table) &&
		    names_has_all(&edge->columns, &group->columns))
			return true;
	}
	return false;
}

static const char *job_words(struct rule_ctx *cx, const struct edge *edge)
{
	const char *queued = release_text(cx->arena, edge->interval_from);
	const char *class_name = edge->job->class_name ? edge->job->class_name : "of an unknown class";
	if (queued)
		return str_printf(cx->arena, "job '%s' (queued in %s)", class_name, queued);
	if (edge->run && edge->run->version)
		return str_printf(cx->arena, "job '%s' (queued by %s)", class_name, edge->run->version);
	return str_printf(cx->arena, "job '%s' (queued by a migration that is gone)", class_name);
}

static const char *dependent_words(struct rule_ctx *cx, const struct edge *edge)
{
	const char *release = release_text(cx->arena, edge->dependent_release);
	if (!edge->dependent)
		return str_printf(cx->arena, "release %s", release ? release : "of this tree");
	return str_printf(cx->arena, "migration %s (%s)", edge->dependent->migration->version,
			  release ? release : "release not known");
}

/* Upgrades from below the queue's release to the dependent's: what fails_from and fails_to say. */
static void set_failing_jump(struct rule_ctx *cx, struct finding *finding, const struct edge *edge)
{
	if (release_known(edge->interval_from))
		finding->fails_from = release_text(cx->arena, release_previous(cx->project, edge->interval_from));
	finding->fails_to = release_text(cx->arena, edge->dependent_release);
}

static const char *jump_words(struct rule_ctx *cx, const struct finding *finding)
{
	if (!finding->fails_to)
		return "upgrades that jump over both";
	if (!finding->fails_from)
		return str_printf(cx->arena, "upgrades that jump over the queue to %s or later", finding->fails_to);
	return str_printf(cx->arena, "upgrades from %s or earlier straight to %s or later", finding->fails_from,
			  finding->fails_to);
}

/* The last stop before `from` and the first at or after `before`, in words. */
static const char *neighbour_stops(struct rule_ctx *cx, const struct edge *edge, struct location *place_out)
{
	const struct declared_stop *below = NULL, *above = NULL;
	vec_each(const struct declared_stop, stop, &cx->graph->stops) {
		struct release at;
		if (!release_parse(stop->release, &at))
			continue;
		if (release_compare_minor(at, edge->interval_from) < 0)
			below = stop;
		else if (!above && release_compare_minor(at, edge->interval_before) >= 0)
			above = stop;
	}
	const struct declared_stop *shown = above ? above : below;
	if (shown && shown->location.source)
		*place_out = shown->location;
	if (below && above)
		return str_printf(cx->arena, "; the nearest are %s and %s", below->release, above->release);
	return shown ? str_printf(cx->arena, "; the nearest is %s", shown->release) : "";
}

static const char *interval_words(struct rule_ctx *cx, const struct edge *edge)
{
	const char *last = release_text(cx->arena, release_previous(cx->project, edge->interval_before));
	const char *first = release_text(cx->arena, edge->interval_from);
	if (!first)
		return str_printf(cx->arena, "up to %s", last ? last : "there");
	return str_equal(first, last) ? str_printf(cx->arena, "at %s", first)
				      : str_printf(cx->arena, "from %s to %s", first, last ? last : "?");
}

static bool same_release(const struct edge *edge)
{
	return release_known(edge->interval_from) &&
	       release_compare_minor(edge->interval_from, edge->interval_before) >= 0;
}

/* Which stops were considered. */
static void link_stops(struct rule_ctx *cx, struct finding *finding, const struct edge *edge)
{
	struct location place = finding->location;
	if (same_release(edge)) {
		finding_link(cx, finding, LINK_STOP, place,
			     str_printf(cx->arena, "both are in %s: no stop can help, only a gate before it",
					release_words(cx->arena, edge->dependent_release)));
		return;
	}
	if (edge->stop) {
		if (edge->stop->location.source)
			place = edge->stop->location;
		finding_link(cx, finding, LINK_STOP, place,
			     str_printf(cx->arena, "%s stop %s is the only one %s",
					edge->stop->kind == STOP_REQUIRED ? "required" : "conditional",
					edge->stop->release, interval_words(cx, edge)));
		return;
	}
	const char *nearest = neighbour_stops(cx, edge, &place);
	finding_link(cx, finding, LINK_STOP, place,
		     str_printf(cx->arena, "no stop is declared %s%s", interval_words(cx, edge), nearest));
}

static void link_gate(struct rule_ctx *cx, struct finding *finding, const struct edge *edge)
{
	if (edge->relation == RELATION_FINALIZES)
		return;
	const struct job_event *gate = edge->gate;
	if (!gate || !gate->migration) {
		finding_link(cx, finding, LINK_GATE, finding->location, "no gate for the job runs before this");
		return;
	}
	const char *text =
		edge->gate_position == GATE_AFTER ? "comes too late: it runs after the dependent"
		: edge->gate_only_in_single_run
			? "runs before the dependent only when all migrations run in one go: in a zero-downtime "
			  "upgrade regular migrations run first"
			: "runs before the dependent";
	finding_link(cx, finding, LINK_GATE, gate->effect->location,
		     str_printf(cx->arena, "the gate in %s (%s) %s", gate->migration->migration->version,
				release_words(cx->arena, gate->migration->release), text));
}

/* The graph's chain without what is said here in more detail. */
static void copy_evidence(struct rule_ctx *cx, struct finding *finding, const struct edge *edge)
{
	vec_each(const struct link, link, &edge->evidence) {
		bool retold = link->role == LINK_STOP || link->role == LINK_GATE;
		if (!retold)
			vec_push(cx->arena, &finding->evidence, *link);
	}
	if (edge->certainty != CERTAINTY_PROVEN && edge->why_likely)
		finding_link(cx, finding, LINK_SCHEMA, finding->location,
			     str_printf(cx->arena, "not proven: %s", edge->why_likely));
	link_gate(cx, finding, edge);
	link_stops(cx, finding, edge);
}

/* The first release after the next stop at or after the queue. */
static void fix_postpone(struct rule_ctx *cx, struct finding *finding, const struct edge *edge)
{
	bool is_declared = false;
	struct release stop = {.patch = -1};
	if (release_known(edge->interval_from))
		stop = stop_at_or_after(&cx->calendar, edge->interval_from, &is_declared);
	if (!release_known(stop))
		return;
	const char *to = release_text(cx->arena, release_next(cx->project, stop));
	const char *what = edge->relation == RELATION_FINALIZES ? "the gate" : "the dependent";
	const char *rest = edge->relation == RELATION_FINALIZES || edge->gate_position == GATE_BEFORE
				   ? ""
				   : "; finalize the job there first";
	finding_fix(cx, finding, FIX_POSTPONE, to,
		    str_printf(cx->arena,
			       "postpone %s to %s, the first release after the %s stop %s at or after the queue%s",
			       what, to, is_declared ? "required" : "scheduled", release_words(cx->arena, stop), rest));
}

static void fix_gate(struct rule_ctx *cx, struct finding *finding, const struct edge *edge)
{
	if (edge->relation == RELATION_FINALIZES || edge->gate_position == GATE_BEFORE)
		return;
	if (edge->gate && edge->gate_position == GATE_AFTER && edge->gate->migration) {
		finding_fix(cx, finding, FIX_GATE, NULL,
			    str_printf(cx->arena, "move the gate of %s before the dependent",
				       edge->gate->migration->migration->version));
		return;
	}
	if (edge->job->era == JOB_SCRIPT) {
		finding_fix(cx, finding, FIX_GATE, NULL, phrase_gate_call(cx->arena, edge->job));
		return;
	}
	finding_fix(cx, finding, FIX_GATE, NULL,
		    str_printf(cx->arena, "add a gate before it, which %s: %s",
			       job_era_gate_raises(edge->job->era) ? "fails as long as the job is not finished"
								   : "runs what is left of the job in the foreground",
			       phrase_gate_call(cx->arena, edge->job)));
}

static void fix_stop(struct rule_ctx *cx, struct finding *finding, const struct edge *edge)
{
	if (same_release(edge) || (edge->stop && edge->stop->kind == STOP_REQUIRED))
		return;
	if (edge->stop) {
		finding_fix(cx, finding, FIX_STOP, edge->stop->release,
			    str_printf(cx->arena, "make the conditional stop %s a required one", edge->stop->release));
		return;
	}
	/* A release on the schedule is the better place when there is one in the interval. */
	struct stop_calendar scheduled_only = {.graph = &(struct graph){.project = cx->project},
					       .schedule = cx->options->schedule};
	struct release at = stop_at_or_after(&scheduled_only, edge->interval_from, NULL);
	if (!release_known(at) || release_compare_minor(at, edge->interval_before) >= 0)
		at = release_previous(cx->project, edge->interval_before);
	const char *text = release_text(cx->arena, at);
	if (text)
		finding_fix(cx, finding, FIX_STOP, text, str_printf(cx->arena, "declare a required stop at %s", text));
}

static struct finding *edge_finding(struct rule_ctx *cx, const struct group *group, const char *message)
{
	const struct edge *edge = group->edge;
	struct finding *finding = rule_finding(cx, edge_location(cx->arena, edge), "%s", message);
	finding->edge = edge;
	finding->job = edge->job;
	finding->dependent = edge->dependent ? edge->dependent->migration->version : NULL;
	finding->certainty = edge->certainty;
	finding->subject = table_columns_subject(cx->arena, edge->table, &group->columns);
	finding->since = edge->interval_from;
	return finding;
}

static const char *verdict_message(struct rule_ctx *cx, const struct group *group, const struct finding *jump)
{
	const struct edge *edge = group->edge;
	const char *job = job_words(cx, edge), *dependent = dependent_words(cx, edge);
	const char *does = phrase_dependent(cx->arena, edge, &group->columns);
	const char *stop = edge->stop ? edge->stop->release : "declared";
	switch (edge->verdict) {
	case VERDICT_IMPLICIT_STOP:
		return str_printf(cx->arena, "%s may be unfinished when %s %s: %s %s", job, dependent, does,
				  jump_words(cx, jump), phrase_consequence(edge));
	case VERDICT_CONDITIONAL_STOP_ONLY:
		return str_printf(
			cx->arena,
			"only the conditional stop %s makes sure that %s is finished when %s %s: instances that "
			"pass it by %s",
			stop, job, dependent, does, phrase_consequence(edge));
	case VERDICT_EARLY_FINALIZE_ERROR:
	case VERDICT_EARLY_FINALIZE_WARNING:
		return str_printf(cx->arena, "%s %s too early for %s: no required stop lies between, %s %s", dependent,
				  does, job, jump_words(cx, jump), phrase_consequence(edge));
	case VERDICT_GATE_AFTER:
	case VERDICT_GATE_AFTER_SAME_RELEASE:
		return str_printf(cx->arena,
				  "%s is finalized only after %s %s; up to there only the required stop %s protects it",
				  job, dependent, does, stop);
	default:
		return str_printf(
			cx->arena,
			"only the required stop %s makes sure that %s is finished when %s %s: without a gate, the "
			"stop can never be dropped",
			stop, job, dependent, does);
	}
}

static enum level verdict_level(enum verdict verdict)
{
	return verdict == VERDICT_IMPLICIT_STOP || verdict == VERDICT_EARLY_FINALIZE_ERROR ||
			       verdict == VERDICT_GATE_AFTER_SAME_RELEASE
		       ? LEVEL_ERROR
		       : LEVEL_WARNING;
}

static void report_group(struct rule_ctx *cx, const struct group *group)
{
	const struct edge *edge = group->edge;
	bool protected_by_stop = edge->stop && edge->stop->kind == STOP_REQUIRED;
	struct finding jump = {0};
	if (!protected_by_stop)
		set_failing_jump(cx, &jump, edge);
	struct finding *finding = edge_finding(cx, group, verdict_message(cx, group, &jump));
	finding->level = verdict_level(edge->verdict);
	finding->fails_from = jump.fails_from;
	finding->fails_to = jump.fails_to;
	copy_evidence(cx, finding, edge);
	if (!protected_by_stop)
		fix_postpone(cx, finding, edge);
	fix_gate(cx, finding, edge);
	fix_stop(cx, finding, edge);
}

/* Findings for all edges whose verdict belongs to the running rule. */
static void check_verdicts(struct rule_ctx *cx)
{
	for (size_t i = 0; i < cx->graph->edges.count;) {
		const struct edge *edge = &cx->graph->edges.items[i];
		/* A class that is gone is job-code-missing's to report. */
		if (edge->relation == RELATION_DELETE_JOB || !str_equal(verdict_rule(edge->verdict), cx->rule->id)) {
			i++;
			continue;
		}
		struct group group = group_at(cx, i);
		if (!is_told_as_source(cx, i, &group))
			report_group(cx, &group);
		i = group.next;
	}
}

static const struct rule rules[] = {
	{
		.id = "conditional-stop-only",
		.level = LEVEL_WARNING,
		.summary = "only a conditional stop lies between a job and what needs it",
		.explain =
			{
				.what = "A migration, or the gate that would complete the job, needs a job to be "
					"finished; the only "
					"stop between the two is conditional.",
				.why = "Instances for which the condition does not hold pass the stop by. If the "
				       "condition is not "
				       "exactly \"has rows for this job\", they fail.",
				.bad = "# 17.1 is conditional\n# 17.0: queue_batched_background_migration "
				       "'BackfillNotes', ...\n"
				       "# 17.2: add_not_null_constraint :notes, :namespace_id",
				.good = "# the same migration in 17.4, after the required stop 17.3",
			},
		.requires = RULE_NEEDS_STOPS,
		.check = check_verdicts,
	},
	{
		.id = "early-finalize",
		.level = LEVEL_ERROR,
		.summary = "a job is finalized before a required stop gave it time to finish",
		.explain =
			{
				.what = "A gate follows the queue of its job without a required stop between. An error "
					"if the gate "
					"raises on an unfinished job or runs it inline in a later release; a warning "
					"if the code "
					"declares the exemption or queue and gate share a release.",
				.why = "An upgrade that jumps over both finds nothing of the job done. The upgrade "
				       "aborts, or does "
				       "days of background work in the foreground.",
				.bad = "# 18.3: queue_batched_background_migration 'BackfillNotes', ...\n"
				       "# 18.4: ensure_batched_background_migration_is_finished(job_class_name: "
				       "'BackfillNotes', ...)",
				.good = "# 18.6, after the required stop 18.5:\n"
					"ensure_batched_background_migration_is_finished(job_class_name: "
					"'BackfillNotes', ...)",
			},
		.requires = RULE_NEEDS_STOPS,
		.check = check_verdicts,
	},
	{
		.id = "gate-after-dependent",
		.level = LEVEL_ERROR,
		.summary = "a job is finalized only after the migration that needs it",
		.explain =
			{
				.what = "There is a gate for the job, but it runs after the migration that needs the "
					"job; a "
					"required stop protects the dependency. An error when both are in the same "
					"release.",
				.why = "The gate protects nothing. Often the order of two files is not what their "
				       "author thought.",
				.bad = "# 20250901000000: validate_not_null_constraint :notes, :namespace_id\n"
				       "# 20250902000000: ensure_batched_background_migration_is_finished(...)",
				.good = "# 20250901000000: ensure_batched_background_migration_is_finished(...)\n"
					"# 20250902000000: validate_not_null_constraint :notes, :namespace_id",
			},
		.requires = RULE_NEEDS_STOPS,
		.check = check_verdicts,
	},
	{
		.id = "implicit-stop",
		.level = LEVEL_ERROR,
		.summary = "a migration needs a background job that nothing makes sure is finished",
		.explain =
			{
				.what = "A migration, or another job, needs the work of a background job to be "
					"complete. No gate "
					"stands before it and no stop is declared between the release that queues the "
					"job and the "
					"release of the dependent.",
				.why = "An upgrade that jumps over both releases runs the migration before the job has "
				       "done "
				       "anything. It fails, loses data or keeps wrong data: the release in between is "
				       "a required "
				       "stop that nobody declared.",
				.bad = "# 18.3: queue_batched_background_migration 'BackfillNotes', :notes, :id\n"
				       "# 18.4: add_not_null_constraint :notes, :namespace_id",
				.good = "# 18.6, after the required stop 18.5:\n"
					"ensure_batched_background_migration_is_finished(job_class_name: "
					"'BackfillNotes', ...)\n"
					"add_not_null_constraint :notes, :namespace_id",
			},
		.check = check_verdicts,
	},
	{
		.id = "stop-only-dependency",
		.level = LEVEL_WARNING,
		.summary = "a required stop protects a dependency, but no gate does",
		.explain =
			{
				.what = "A migration needs a job; a required stop lies between, but no gate completes "
					"the job before "
					"the migration.",
				.why = "A stop gives the job time; it does not make sure that the job is finished. "
				       "After a paused or failed job the migration fails. And the stop can never be "
				       "dropped.",
				.bad = "# after the required stop 18.5\nadd_not_null_constraint :notes, :namespace_id",
				.good = "# after the required stop 18.5\n"
					"ensure_batched_background_migration_is_finished(job_class_name: "
					"'BackfillNotes', ...)\n"
					"add_not_null_constraint :notes, :namespace_id",
			},
		.requires = RULE_NEEDS_STOPS,
		.check = check_verdicts,
	},
};

const struct rule_family rule_family_protection = {rules, RULE_COUNT(rules)};
