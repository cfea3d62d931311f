/* What the maintainer has to decide, in the order of what it costs to miss it: errors of the release, gates that run in
 * the foreground, the next stop, jobs that are overdue, what blocks a squash, what was not read. Numbers are those of
 * the sections that have the rest. */
#include "analyzer/report/report_parts.h"

#include "analyzer/rule.h"

#define ERRORS_SHOWN 10u

static const char *plural(size_t count)
{
	return count == 1 ? "" : "s";
}

static void decide(struct reporter *r, struct report_decision decision)
{
	vec_push(r->arena, &r->out->decisions, decision);
}

static void decide_errors(struct reporter *r)
{
	struct release_report *out = r->out;
	size_t shown = 0;

	vec_each(const struct report_finding, entry, &out->findings) {
		const struct finding *finding = entry->finding;
		if (!entry->is_new || finding->level != LEVEL_ERROR || shown++ >= ERRORS_SHOWN)
			continue;
		decide(r, (struct report_decision){LEVEL_ERROR, finding->rule, finding->message, "findings",
						   finding->location});
	}
	if (shown > ERRORS_SHOWN)
		decide(r, (struct report_decision){.level = LEVEL_ERROR,
						   .title = "more errors",
						   .text = str_printf(r->arena,
								      "%zu more errors are listed with the findings",
								      shown - ERRORS_SHOWN),
						   .anchor = "findings"});
}

/* "'Fill' on 'notes' (large)" */
static const char *job_words(struct reporter *r, const struct report_job *job)
{
	const char *table = job->job->table;

	return str_printf(r->arena, "'%s'%s%s", job->job->class_name,
			  table ? str_printf(r->arena, " on '%s'", table) : "",
			  job->table_size ? str_printf(r->arena, " (%s)", job->table_size) : "");
}

/* "The largest is ...", of more than one. */
static const char *largest_words(struct reporter *r, const struct report_jobs *jobs)
{
	const struct report_job *best = NULL;

	for (size_t i = 0; i < jobs->count; i++) {
		if (!best || report_size_rank(jobs->items[i]->table_size) > report_size_rank(best->table_size))
			best = jobs->items[i];
	}
	if (!best)
		return "";
	return str_printf(r->arena, jobs->count == 1 ? "It is %s" : "The largest is %s", job_words(r, best));
}

/* Gates that run whole jobs in the foreground, those that are errors by themselves left out. */
static void decide_gates(struct reporter *r)
{
	const struct report_dependencies *gates = &r->out->new_gates;
	const struct report_dependency *worst = NULL;
	size_t count = 0;

	for (size_t i = 0; i < gates->count; i++) {
		const struct report_dependency *gate = gates->items[i];
		if (!report_gate_is_early(gate) || (gate->finding && gate->finding->level == LEVEL_ERROR))
			continue;
		count++;
		if (!worst || report_size_rank(gate->table_size) > report_size_rank(worst->table_size))
			worst = gate;
	}
	if (!worst || !r->out->has_stops)
		return;
	decide(r, (struct report_decision){
			  .level = LEVEL_WARNING,
			  .title = "foreground work",
			  .text = str_printf(r->arena,
					     "%zu gate%s no required stop after the queue: who jumps over it runs the "
					     "whole job during the upgrade. %s %s",
					     count, count == 1 ? " has" : "s have",
					     count == 1 ? "It is that of" : "The largest is that of",
					     job_words(r, worst->job)),
			  .anchor = "gates",
			  .location = worst->location});
}

static const char *name_of(struct reporter *r, struct release release, const char *otherwise)
{
	return release_known(release) ? release_text(r->arena, release) : otherwise;
}

static void argue_proven(struct reporter *r, struct report_next_stop *next)
{
	const struct edge *edge = next->needs.items[0];

	next->argument_for = str_printf(
		r->arena,
		"'%s', queued in %s, must be finished when '%s' (%s) runs, and no other required stop lies between",
		edge->job->class_name, release_text(r->arena, edge->interval_from),
		edge->dependent_path ? edge->dependent_path : "the release",
		release_text(r->arena, edge->interval_before));
	next->argument_against =
		next->needs.count == 1
			? "the one dependency that needs it can get a gate of its own first"
			: str_printf(r->arena, "the %zu dependencies that need it can get gates of their own first",
				     next->needs.count);
}

static void argue_open(struct reporter *r, struct report_next_stop *next)
{
	size_t count = next->waiting.count;
	const char *late = release_known(next->after)
				   ? release_text(r->arena, release_next(r->graph->project, next->after))
				   : "after a later one";

	next->argument_for =
		str_printf(r->arena,
			   "%zu open job%s queued after %s: with a stop at %s the gate%s can come in %s, without it "
			   "only in %s. %s",
			   count, count == 1 ? " was" : "s were", name_of(r, next->previous, "the first release"),
			   release_text(r->arena, next->release), plural(count),
			   name_of(r, release_next(r->graph->project, next->release), "the release after it"), late,
			   largest_words(r, &next->waiting));
	next->argument_against = str_printf(
		r->arena,
		"no migration of the tree relies on it yet; it can go if the gate%s of %s job%s can wait for %s",
		plural(count), count == 1 ? "this" : str_printf(r->arena, "these %zu", count), plural(count), late);
}

/* The arguments are sentences of their own: the section on stops shows them, too. */
static void argue(struct reporter *r)
{
	struct report_next_stop *next = &r->out->next;

	if (!release_known(next->release))
		return;
	if (next->need == NEED_PROVEN)
		argue_proven(r, next);
	else if (next->need == NEED_OPEN)
		argue_open(r, next);
	else
		next->argument_against = str_printf(
			r->arena, "no open job was queued after %s, and nothing in the tree relies on %s",
			name_of(r, next->previous, "the first release"), release_text(r->arena, next->release));
}

static void decide_next(struct reporter *r)
{
	const struct report_next_stop *next = &r->out->next;

	if (!next->argument_for)
		return;
	decide(r, (struct report_decision){.level = next->need == NEED_PROVEN ? LEVEL_WARNING : LEVEL_NOTE,
					   .title = str_printf(r->arena, "stop %s%s",
							       release_text(r->arena, next->release),
							       next->need == NEED_PROVEN ? " is needed" : ""),
					   .text = next->argument_for,
					   .anchor = "stops"});
}

/* A stop among the releases of the report: what is open was queued by then, so that its gates can follow. */
static void decide_here(struct reporter *r)
{
	struct release_report *out = r->out;

	vec_each(const struct report_stop, entry, &out->stops) {
		if (!entry->is_here || entry->stop->kind != STOP_REQUIRED ||
		    release_compare_minor(entry->release, out->question.to) != 0 || !out->open.count)
			continue;
		decide(r, (struct report_decision){
				  .level = LEVEL_NOTE,
				  .title = str_printf(r->arena, "stop %s is now", entry->stop->release),
				  .text = str_printf(r->arena, "what is open (%zu job%s) can be finalized from %s on",
						     out->open.count, plural(out->open.count),
						     name_of(r, release_next(r->graph->project, entry->release),
							     "the next release")),
				  .anchor = "open-jobs"});
	}
}

static void decide_warnings(struct reporter *r)
{
	struct release_report *out = r->out;
	struct names rules = {0};

	vec_each(const struct report_finding, entry, &out->findings) {
		if (entry->is_new && entry->finding->level == LEVEL_WARNING)
			names_add(r->arena, &rules, str_printf(r->arena, "'%s'", entry->finding->rule));
	}
	if (!rules.count)
		return;
	names_sort(&rules);
	size_t count = out->findings_new[LEVEL_WARNING];
	decide(r, (struct report_decision){.level = LEVEL_WARNING,
					   .title = str_printf(r->arena, "%zu warning%s", count, plural(count)),
					   .text = names_join(r->arena, &rules, ", "),
					   .anchor = "findings"});
}

static void decide_overdue(struct reporter *r)
{
	const struct report_jobs *open = &r->out->open;
	size_t count = 0;

	for (size_t i = 0; i < open->count; i++)
		count += open->items[i]->is_overdue;
	if (!count)
		return;
	const struct report_job *oldest = open->items[0];
	decide(r,
	       (struct report_decision){
		       .level = LEVEL_NOTE,
		       .title = "overdue jobs",
		       .text = str_printf(
			       r->arena,
			       "%zu job%s not finalized two or more required stops after the queue; the "
			       "oldest is '%s', queued in %s%s%s",
			       count, count == 1 ? " is" : "s are", oldest->job->class_name,
			       release_words(r->arena, oldest->run->release), oldest->feature_category ? ", of " : "",
			       oldest->feature_category ? str_printf(r->arena, "'%s'", oldest->feature_category) : ""),
		       .anchor = "open-jobs",
		       .location = oldest->run->location});
}

static void decide_squash(struct reporter *r)
{
	struct names parts = {0};

	vec_each(const struct report_squash, squash, &r->out->squashes) {
		if (squash->blocks.count)
			names_push(r->arena, &parts,
				   str_printf(r->arena,
					      "%zu open job%s in the way of squashing up to %s, which %s allows",
					      squash->blocks.count, squash->blocks.count == 1 ? " is" : "s are",
					      release_text(r->arena, squash->squash_to),
					      release_text(r->arena, squash->at)));
	}
	if (parts.count)
		decide(r, (struct report_decision){.level = LEVEL_NOTE,
						   .title = "squash",
						   .text = names_join(r->arena, &parts, "; "),
						   .anchor = "squash"});
}

void report_decisions_fill(struct reporter *r)
{
	struct release_report *out = r->out;

	argue(r);
	decide_errors(r);
	decide_gates(r);
	decide_next(r);
	decide_here(r);
	decide_overdue(r);
	decide_squash(r);
	decide_warnings(r);
	if (out->unresolved)
		decide(r, (struct report_decision){.level = LEVEL_NOTE,
						   .title = "coverage",
						   .text = str_printf(r->arena,
								      "%zu of %zu statements of these migrations could "
								      "not be resolved; what they do is not in this "
								      "report",
								      out->unresolved, out->statements),
						   .anchor = "coverage"});
}
