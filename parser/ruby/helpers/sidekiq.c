/* Background jobs of the Sidekiq era: a class and an argument array, pushed now or later, one by one or by id range.
 * Queues and workers that have nothing to do with data are statements without effects. */
#include "parser/ruby/migration/helper.h"

#include "parser/ruby/records/relation.h"

/* migrate_in(delay, class, arguments), migrate_async(class, arguments) */
static struct value migrate_one(struct helper *h)
{
	struct value arguments = helper_value(h, "job_arguments");
	helper_sidekiq_job(h, EFFECT_QUEUE, helper_value(h, "job_class"),
			   arguments.kind == VALUE_NIL ? value_new_array(h->in) : arguments);
	return value_nil();
}

static struct value migrate_many(struct helper *h)
{
	helper_sidekiq_jobs(h, helper_value(h, "jobs"));
	return value_nil();
}

/* The table whose id ranges are queued: of a model, a relation, or a table name. It is no part of the job's identity,
 * so a name that rests on a convention makes the queueing no less certain. */
static const char *table_of_model(struct helper *h, struct value model)
{
	if (value_is_text(model))
		return helper_value_name(h, model, "table");
	struct value name = helper_send(h, model, "table_name", NULL, 0);
	const char *table = value_name(name);
	return table ? interp_keep(h->in, table) : NULL;
}

/* The migration chooses the rows of the job: what its relation filters by is read here, once and for ever. */
static void read_chosen_rows(struct helper *h, struct value model)
{
	if (model.kind == VALUE_RELATION && (model.relation->wheres.count || model.relation->joins.count))
		relation_read(h->in, h->call, model.relation, "id");
}

static struct value queue_ranges(struct helper *h)
{
	struct value model = helper_value(h, "model");
	const char *table = table_of_model(h, model);
	struct value others = helper_value(h, "other_job_arguments");
	read_chosen_rows(h, model);
	struct effect *effect = helper_sidekiq_job(h, EFFECT_QUEUE, helper_value(h, "job_class"),
						   others.kind == VALUE_NIL ? value_new_array(h->in) : others);
	effect->table = helper_plain(h->arena, table);
	const char *column = helper_given(h, "primary_column_name") ? helper_name(h, "primary_column_name") : "id";
	if (column)
		names_push(h->arena, &effect->columns, column);
	return value_data(h->in, h->call->node, "the delay of the last job");
}

static struct value requeue(struct helper *h)
{
	struct effect *effect =
		helper_sidekiq_job(h, EFFECT_QUEUE, helper_value(h, "job_class"), value_new_array(h->in));
	struct job_effect *job = ARENA_NEW(h->arena, struct job_effect);
	*job = *effect->job;
	job->whole_class = true;
	effect->job = job;
	return value_nil();
}

static struct value finalize(struct helper *h)
{
	helper_sidekiq_job(h, EFFECT_GATE, helper_value(h, "job_class"), value_new_array(h->in));
	return value_nil();
}

static struct value delete_jobs(struct helper *h)
{
	helper_sidekiq_job(h, EFFECT_CANCEL, helper_value(h, "job_class"), value_new_array(h->in));
	return value_nil();
}

#define RANGES "? batch_size other_job_arguments initial_delay track_jobs primary_column_name"

static const struct helper_row rows[] = {
	{"bulk_migrate_async", "jobs", NULL, migrate_many},
	{"bulk_migrate_in", "delay jobs", NULL, migrate_many},
	{"bulk_queue_background_migration_jobs_by_range", "model job_class ? batch_size", NULL, queue_ranges},
	{"delete_job_tracking", "job_class ? status", "none", NULL},
	{"delete_queued_jobs", "job_class", NULL, delete_jobs},
	{"finalize_background_migration", "job_class ? delete_tracking_jobs", NULL, finalize},
	{"migrate_async", "job_class job_arguments", NULL, migrate_one},
	{"migrate_in", "delay job_class job_arguments", NULL, migrate_one},
	{"perform_background_migration_inline?", "", "", NULL},
	{"queue_background_migration_jobs_by_range_at_intervals", "model job_class delay " RANGES, NULL, queue_ranges},
	{"queue_redis_migration_job", "job_name", "none", NULL},
	{"requeue_background_migration_jobs_by_range_at_intervals", "job_class delay ? batch_size initial_delay", NULL,
	 requeue},
	{"sidekiq_queue_length", "queue", "", NULL},
	{"sidekiq_queue_migrate", "from ? to", "none", NULL},
	{"sidekiq_remove_jobs", "? job_klasses times_in_a_row max_attempts", "none", NULL},
};

const struct helper_group helper_group_sidekiq = {"sidekiq", rows, sizeof(rows) / sizeof(rows[0])};
