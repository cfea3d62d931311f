/* Queueing, gating and cancelling of background jobs as effects.
 *
 * The identity of a batched job is its class, table, column and arguments; what of them is not known leaves the
 * statement unresolved. A Sidekiq-era job is its class and those arguments that are the same for every row range: of an
 * argument array the parts that are known at the time of writing are kept and run-time data (bounds) is dropped. */
#include "parser/ruby/migration/helper.h"

#include <string.h>

const char *helper_job_class(struct helper *h, struct value job_class)
{
	static const char *const prefixes[] = {"::",
					       "Gitlab::BackgroundMigration::",
					       "EE::Gitlab::BackgroundMigration::",
					       "OnlineMigrations::BackgroundMigrations::",
					       "OnlineMigrations::BackgroundDataMigrations::",
					       "OnlineMigrations::DataMigrations::",
					       "BackgroundMigrations::",
					       "DataMigrations::"};
	const char *name = job_class.kind == VALUE_EXTERNAL ? job_class.path : NULL;
	if (job_class.kind == VALUE_CLASS)
		name = job_class.klass->path;
	if (name)
		name = interp_keep(h->in, name);
	else if (job_class.kind == VALUE_NIL)
		helper_unresolved(h, "the job class is not given");
	else
		name = helper_value_name(h, job_class, "job class");
	for (size_t i = 0; name && i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
		if (str_starts_with(name, prefixes[i]))
			name += strlen(prefixes[i]);
	}
	return name;
}

struct effect *helper_job(struct helper *h, const struct job_spec *spec)
{
	const char *name = helper_job_class(h, spec->job_class);
	struct job_effect *job = ARENA_NEW(h->arena, struct job_effect);
	*job = spec->job;
	job->queue_helper = interp_keep(h->in, h->call->name);
	if (spec->arguments.kind == VALUE_ARRAY) {
		const char *json = value_to_json(h->in, spec->arguments);
		job->arguments = json ? interp_keep(h->in, json) : NULL;
	}
	if (!job->arguments && job->era == JOB_BATCHED && !job->whole_class) {
		const char *why = value_why_unknown(spec->arguments);
		helper_unresolved(h, why ? str_printf(h->arena, "the job arguments are not known: %s", why)
					 : "the job arguments are not known");
	}
	struct effect *effect = helper_effect(h, spec->verb, OBJECT_JOB);
	effect->name = name;
	effect->table = helper_plain(h->arena, spec->table);
	if (spec->column)
		names_push(h->arena, &effect->columns, spec->column);
	effect->job = job;
	return effect;
}

/* The parts of a value that do not depend on run-time data; `known_out` is false when nothing of it is left. */
static struct value static_part(struct helper *h, struct value value, bool *known_out)
{
	*known_out = true;
	if (value.kind == VALUE_CLASS)
		return value_string(h->in, value.klass->path);
	if (value.kind == VALUE_EXTERNAL)
		return value_string(h->in, value.path);
	if (value.kind == VALUE_ARRAY && !value.array->open) {
		struct value kept = value_new_array(h->in);
		for (size_t i = 0; i < value.array->count; i++) {
			bool known;
			struct value item = static_part(h, value.array->items[i], &known);
			if (known)
				array_push(h->in, kept.array, item);
		}
		*known_out = kept.array->count > 0 || value.array->count == 0;
		return kept;
	}
	*known_out = value_to_json(h->in, value) != NULL;
	return value;
}

struct effect *helper_sidekiq_job(struct helper *h, enum effect_verb verb, struct value job_class,
				  struct value arguments)
{
	bool known;
	struct value kept = static_part(h, arguments, &known);
	struct job_spec spec = {
		.verb = verb,
		.job_class = job_class,
		.arguments = known && kept.kind == VALUE_ARRAY ? kept : value_new_array(h->in),
		.job = {.era = JOB_SIDEKIQ, .manner = GATE_STEAL},
	};
	return helper_job(h, &spec);
}

void helper_sidekiq_jobs(struct helper *h, struct value jobs)
{
	if (jobs.kind != VALUE_ARRAY) {
		helper_unresolved(h, "the list of jobs is not known");
		return;
	}
	helper_statement(h); /* an emptied buffer was pushed before */
	for (size_t i = 0; i < jobs.array->count; i++) {
		struct value job = jobs.array->items[i];
		if (job.kind == VALUE_ARRAY && job.array->count)
			helper_sidekiq_job(h, EFFECT_QUEUE, job.array->items[0],
					   job.array->count > 1 ? job.array->items[1] : value_nil());
		else
			helper_unresolved(h, "a job of the list is not known");
	}
}
