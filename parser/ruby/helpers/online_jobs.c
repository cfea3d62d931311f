/* Background migrations of the gem online_migrations.
 *
 * A data migration is queued by its class and arguments, once: queueing it again does nothing. Its gate only looks, and
 * raises when it is not done; without arguments it means all of the class. A schema migration is one statement that the
 * database does in the background, under a name like "Add index NAME"; its gate names a part of that. Those that the
 * gem brings along are queued by helpers of their own, whose arguments become the class's.
 *
 * Up to 0.20 the same helpers were called enqueue_background_migration and so on. */
#include "parser/ruby/migration/helper.h"

#include <string.h>

static struct effect *job(struct helper *h, enum effect_verb verb, struct value job_class, struct value arguments)
{
	struct job_spec spec = {.verb = verb,
				.job_class = job_class,
				.arguments = arguments,
				.job = {.era = JOB_ONLINE, .manner = GATE_RAISES}};
	struct effect *effect = helper_job(h, &spec);

	if (arguments.kind != VALUE_NIL && !effect->job->arguments)
		helper_unresolved(h, "the job arguments are not known");
	return effect;
}

/* All positional arguments from `first` on. */
static struct value arguments_from(struct helper *h, size_t first)
{
	struct value list = value_new_array(h->in);

	for (size_t i = first; i < h->call->positional.count; i++)
		array_push(h->in, list.array, h->call->positional.items[i]);
	list.array->open = h->call->positional.open;
	return list;
}

static struct value enqueue(struct helper *h)
{
	job(h, EFFECT_QUEUE, helper_value(h, "migration_name"), arguments_from(h, 1));
	return value_bool(true);
}

static struct value remove_job(struct helper *h)
{
	job(h, EFFECT_CANCEL, helper_value(h, "migration_name"), arguments_from(h, 1));
	return value_nil();
}

static struct value ensure(struct helper *h)
{
	struct value arguments = helper_value(h, "arguments");

	if (arguments.kind != VALUE_NIL && arguments.kind != VALUE_ARRAY && !value_why_unknown(arguments)) {
		struct value one = value_new_array(h->in);
		array_push(h->in, one.array, arguments);
		arguments = one;
	}
	job(h, EFFECT_GATE, helper_value(h, "migration_name"), arguments);
	return value_nil();
}

/* --- those that the gem brings along --- */

/* A class is stored as its name. */
static struct value model_name(struct helper *h, const char *parameter)
{
	struct value model = helper_value(h, parameter);

	if (model.kind == VALUE_CLASS)
		return value_string(h->in, model.klass->path);
	return model.kind == VALUE_EXTERNAL ? value_string(h->in, model.path) : model;
}

static struct value pair(struct helper *h, struct value key, struct value value)
{
	struct value hash = value_new_hash(h->in);

	hash_set(h->in, hash.hash, key, value);
	return hash;
}

static void queue_builtin(struct helper *h, const char *name, const struct value *arguments, size_t count)
{
	struct value list = value_new_array(h->in);

	for (size_t i = 0; i < count; i++)
		array_push(h->in, list.array, arguments[i]);
	struct effect *effect = job(h, EFFECT_QUEUE, value_string(h->in, name), list);
	effect->table = helper_table(h);
}

static struct value backfill_column(struct helper *h)
{
	struct value arguments[] = {helper_value(h, "table"),
				    pair(h, helper_value(h, "column"), helper_value(h, "value")),
				    model_name(h, "model_name")};
	queue_builtin(h, "BackfillColumn", arguments, 3);
	return value_bool(true);
}

static struct value backfill_columns(struct helper *h)
{
	struct value arguments[] = {helper_value(h, "table"), helper_value(h, "updates"), model_name(h, "model_name")};
	queue_builtin(h, "BackfillColumn", arguments, 3);
	return value_bool(true);
}

static struct value list_of(struct helper *h, const char *parameter)
{
	struct value value = helper_value(h, parameter);
	struct value list = value_new_array(h->in);

	if (value.kind == VALUE_ARRAY)
		return value;
	array_push(h->in, list.array, value);
	return list;
}

static struct value copy_columns(struct helper *h)
{
	bool one = helper_given(h, "type_cast_function") || str_equal(h->call->name, "copy_column_in_background");
	struct value functions = helper_value(h, "type_cast_functions");
	if (one)
		functions = pair(h, helper_value(h, "from"), helper_value(h, "type_cast_function"));
	struct value arguments[] = {helper_value(h, "table"), list_of(h, "from"), list_of(h, "to"),
				    model_name(h, "model_name"),
				    functions.kind == VALUE_NIL ? value_new_hash(h->in) : functions};
	queue_builtin(h, "CopyColumn", arguments, 5);
	return value_bool(true);
}

static struct value backfill_type_change(struct helper *h)
{
	struct value columns = list_of(h, "columns");
	struct value copies = value_new_array(h->in);
	struct value functions = helper_value(h, "type_cast_functions");

	for (size_t i = 0; i < columns.array->count; i++) {
		const char *column = helper_value_name(h, columns.array->items[i], "column");
		if (column)
			array_push(h->in, copies.array,
				   value_string(h->in, str_printf(h->in->arena, "%s_for_type_change", column)));
	}
	if (str_equal(h->call->name, "backfill_column_for_type_change_in_background") && columns.array->count)
		functions = pair(h, columns.array->items[0], helper_value(h, "type_cast_function"));
	struct value arguments[] = {helper_value(h, "table"), columns, copies, model_name(h, "model_name"),
				    functions.kind == VALUE_NIL ? value_new_hash(h->in) : functions};
	queue_builtin(h, "CopyColumn", arguments, 5);
	return value_bool(true);
}

static struct value reset_counters(struct helper *h)
{
	struct value arguments[] = {model_name(h, "model_name"), list_of(h, "counters"),
				    pair(h, value_string(h->in, "touch"), helper_value(h, "touch"))};
	queue_builtin(h, "ResetCounters", arguments, 3);
	return value_bool(true);
}

static struct value delete_orphaned(struct helper *h)
{
	struct value arguments[] = {model_name(h, "model_name"), list_of(h, "associations")};
	queue_builtin(h, "DeleteOrphanedRecords", arguments, 2);
	return value_bool(true);
}

static struct value delete_associated(struct helper *h)
{
	struct value arguments[] = {model_name(h, "model_name"), helper_value(h, "record_id"),
				    helper_value(h, "association")};
	queue_builtin(h, "DeleteAssociatedRecords", arguments, 3);
	return value_bool(true);
}

static struct value perform_action(struct helper *h)
{
	struct value arguments[] = {model_name(h, "model_name"), helper_value(h, "conditions"),
				    helper_value(h, "action"),
				    pair(h, value_string(h->in, "updates"), helper_value(h, "updates"))};
	queue_builtin(h, "PerformActionOnRelation", arguments, 4);
	return value_bool(true);
}

/* --- statements in the background --- */

/* The last effect is not the migration's but that of a job: "Add index NAME". */
static struct value defer_last(struct helper *h, const char *what)
{
	struct effects *all = h->in->options.out.effects;
	struct effects *done = ARENA_NEW(h->arena, struct effects);
	struct effect last = all->items[--all->count];
	struct job_effect *how = ARENA_NEW(h->arena, struct job_effect);

	vec_push(h->arena, done, last);
	*how = (struct job_effect){.era = JOB_ONLINE_SCHEMA,
				   .manner = GATE_RAISES,
				   .arguments = "[]",
				   .queue_helper = interp_keep(h->in, h->call->name),
				   .does = done};
	struct effect *queue = helper_effect(h, EFFECT_QUEUE, OBJECT_JOB);
	queue->name = last.name ? str_printf(h->arena, "%s %s", what, last.name) : NULL;
	queue->job = how;
	if (!last.name)
		helper_unresolved(h, "the name of what is done in the background is not known");
	return value_bool(true);
}

static struct value add_index(struct helper *h)
{
	struct effect *effect = helper_effect(h, EFFECT_ADD_INDEX, OBJECT_INDEX);
	helper_fill_index(h, effect, helper_value(h, "columns"), value_nil());
	return defer_last(h, "Add index");
}

static struct value remove_index(struct helper *h)
{
	helper_drop_index(h);
	return defer_last(h, "Remove index");
}

static struct value validate_constraint(struct helper *h)
{
	helper_apply(h, "validate_constraint constraint name=name");
	return defer_last(h, "Validate");
}

static struct value validate_foreign_key(struct helper *h)
{
	helper_apply(h, "validate_foreign_key foreign_key columns=column name=name|fk(fk_rails_) kind='foreign_key'");
	return defer_last(h, "Validate");
}

static struct value ensure_schema(struct helper *h)
{
	const char *name = helper_name(h, "migration_name");
	struct job_effect *how = ARENA_NEW(h->arena, struct job_effect);

	*how = (struct job_effect){
		.era = JOB_ONLINE_SCHEMA, .manner = GATE_RAISES, .queue_helper = interp_keep(h->in, h->call->name)};
	struct effect *gate = helper_effect(h, EFFECT_GATE, OBJECT_JOB);
	gate->name = name;
	gate->job = how;
	return value_nil();
}

#define QUEUE                                                                                                          \
	"max_attempts iteration_pause connection_class_name delay shard batch_size sub_batch_size batch_pause "        \
	"sub_batch_pause_ms batch_max_attempts batch_column_name min_value max_value"
#define SCHEMA "max_attempts statement_timeout connection_class_name delay shard"

static const struct helper_row rows[] = {
	{"add_index_in_background",
	 "table columns ? unique name where using order opclass include length nulls_not_distinct if_not_exists "
	 "comment "
	 "type " SCHEMA,
	 NULL, add_index},
	{"backfill_column_for_type_change_in_background",
	 "table columns ? model_name type_cast_function type_cast_functions " QUEUE, NULL, backfill_type_change},
	{"backfill_column_in_background", "table column value ? model_name " QUEUE, NULL, backfill_column},
	{"backfill_columns_for_type_change_in_background", "table *columns ? model_name type_cast_functions " QUEUE,
	 NULL, backfill_type_change},
	{"backfill_columns_in_background", "table updates ? model_name " QUEUE, NULL, backfill_columns},
	{"copy_column_in_background", "table from to ? model_name type_cast_function type_cast_functions " QUEUE, NULL,
	 copy_columns},
	{"copy_columns_in_background", "table from to ? model_name type_cast_function type_cast_functions " QUEUE, NULL,
	 copy_columns},
	{"delete_associated_records_in_background", "model_name record_id association ? " QUEUE, NULL,
	 delete_associated},
	{"delete_orphaned_records_in_background", "model_name *associations ? " QUEUE, NULL, delete_orphaned},
	{"enqueue_background_data_migration", "migration_name *job_arguments ? " QUEUE, NULL, enqueue},
	{"enqueue_background_migration", "migration_name *job_arguments ? " QUEUE, NULL, enqueue},
	{"ensure_background_data_migration_succeeded", "migration_name ? arguments", NULL, ensure},
	{"ensure_background_migration_succeeded", "migration_name ? arguments", NULL, ensure},
	{"ensure_background_schema_migration_succeeded", "migration_name", NULL, ensure_schema},
	{"perform_action_on_relation_in_background", "model_name conditions action ? updates " QUEUE, NULL,
	 perform_action},
	{"remove_background_data_migration", "migration_name *job_arguments", NULL, remove_job},
	{"remove_background_migration", "migration_name *job_arguments", NULL, remove_job},
	{"remove_index_in_background", "table columns ? column name algorithm if_exists " SCHEMA, NULL, remove_index},
	{"reset_counters_in_background", "model_name *counters ? touch " QUEUE, NULL, reset_counters},
	{"validate_constraint_in_background", "table name ? " SCHEMA, NULL, validate_constraint},
	{"validate_foreign_key_in_background", "table target ? column name " SCHEMA, NULL, validate_foreign_key},
};

const struct helper_group helper_group_online_jobs = {"online_jobs", rows, sizeof(rows) / sizeof(rows[0])};
