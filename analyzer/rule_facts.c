/* Questions about jobs, gates and releases that several rules ask; declared in analyzer/rule.h. */
#include "analyzer/rule.h"

#include "analyzer/base/diag.h"

bool event_is_after(const struct job_event *event, const struct job_run *run)
{
	if (!run->migration)
		return true;
	if (event->migration != run->migration)
		return event->migration->order > run->migration->order;
	return event->effect > run->effect;
}

const struct job_run *job_live_run(const struct job *job)
{
	const struct job_run *last = NULL;
	vec_each(const struct job_run, run, &job->runs) {
		if (run->live && guard_is_self_managed(run->guard))
			last = run;
	}
	if (!last)
		return NULL;
	vec_each(const struct job_event, cancel, &job->cancels) {
		if (guard_is_self_managed(cancel->guard) && event_is_after(cancel, last))
			return NULL;
	}
	return last;
}

bool job_is_finalized(const struct rule_ctx *cx, const struct job *job, const struct job_run *run)
{
	vec_each(const struct job_event, gate, &job->gates) {
		if (gate->matches && guard_is_self_managed(gate->guard) && event_is_after(gate, run))
			return true;
	}
	const char *version = job->dictionary ? job->dictionary->finalized_by : NULL;
	if (!version)
		return false;
	/* A finalizing migration of the tree is judged by its own statements above; one that is gone is believed. */
	return index_migration(cx->index, version) == NULL;
}

struct finding *job_finding(struct rule_ctx *cx, const struct job *job, const struct job_run *run, const char *message)
{
	struct finding *finding = rule_finding(cx, run->location, "%s", message);
	finding->job = job;
	finding->dependent = run->version;
	finding->subject = job->id;
	finding->since = run->release;
	if (run->effect)
		finding->certainty = run->effect->certainty;
	else
		finding->certainty = CERTAINTY_LIKELY;
	return finding;
}

const struct job_run *job_open_run(const struct rule_ctx *cx, const struct job *job)
{
	if (!job->class_name || !guard_is_self_managed(job->guard))
		return NULL;
	const struct job_run *run = job_live_run(job);
	return run && !job_is_finalized(cx, job, run) ? run : NULL;
}

static bool changes_rows(const struct effect *effect)
{
	return effect->verb == EFFECT_WRITE || effect->verb == EFFECT_INSERT || effect->verb == EFFECT_DELETE;
}

bool job_effect_is_own(const struct effects *effects, const struct effect *effect)
{
	if (!changes_rows(effect))
		return true;
	for (const struct effect *before = effects->items; before < effect; before++) {
		if (changes_rows(before) && location_compare(before->location, effect->location) == 0)
			return false;
	}
	return true;
}

const char *release_words(struct arena *arena, struct release release)
{
	const char *text = release_text(arena, release);
	return text ? text : "an unknown release";
}

const char *table_columns_words(struct arena *arena, const char *table, const struct names *columns)
{
	if (!table)
		table = "an unknown table";
	if (columns->count == 0)
		return table;
	if (columns->count == 1)
		return str_printf(arena, "%s.%s", table, columns->items[0]);
	return str_printf(arena, "%s (%s)", table, names_join(arena, columns, ", "));
}

const char *table_columns_subject(struct arena *arena, const char *table, const struct names *columns)
{
	return str_printf(arena, "%s.%s", table ? table : "", names_join(arena, columns, ","));
}

struct location path_location(struct arena *arena, const char *path)
{
	return diag_path(arena, path ? path : "");
}
