/* Partitioned copies of tables, their partitions, and the exchange of the copy for the original.
 *
 * The copy has the columns of the original and a trigger on the original that repeats every insert, update and delete.
 * Partitions by date or number range depend on the data and are not listed one by one. */
#include "parser/ruby/eval/names.h"
#include "parser/ruby/migration/helper.h"

#define PARTITION_LIMIT 512

static const char *copy_name(struct helper *h)
{
	const char *table = helper_raw_table(h);
	return table ? name_partitioned_copy(h->arena, table, helper_legacy_partitioning(h)) : NULL;
}

static struct names columns_of(struct helper *h, const char *table)
{
	const struct names *known = catalog_columns(h->in->options.catalog, table);
	struct names columns = {0};
	for (size_t i = 0; known && i < known->count; i++)
		names_push(h->arena, &columns, known->items[i]);
	if (!columns.count)
		names_push(h->arena, &columns, "*");
	return columns;
}

/* What one call of the synchronising function does to `target`. */
static const struct effects *sync_body(struct helper *h, const char *source, const char *target)
{
	static const enum effect_verb verbs[] = {EFFECT_DELETE, EFFECT_WRITE, EFFECT_INSERT};
	struct effects *body = ARENA_NEW(h->arena, struct effects);
	struct names columns = columns_of(h, source);
	const char *key = helper_primary_key(h, source, "id");
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		struct effect effect = effect_make(verbs[i], OBJECT_ROWS, call_location(h->call));
		effect.table = target;
		if (verbs[i] != EFFECT_DELETE)
			effect.columns = columns;
		if (verbs[i] != EFFECT_INSERT)
			column_refs_add(h->arena, &effect.filters, target, key, READ_FILTER);
		for (size_t k = 0; verbs[i] != EFFECT_DELETE && k < columns.count; k++)
			column_refs_add(h->arena, &effect.sources, "NEW", columns.items[k], READ_VALUE);
		vec_push(h->arena, body, effect);
	}
	return body;
}

static void create_sync(struct helper *h, const char *source, const char *target)
{
	struct effect *function = helper_effect(h, EFFECT_CREATE, OBJECT_FUNCTION);
	function->table = NULL;
	function->name = name_sync_function(h->arena, source);
	function->body = sync_body(h, source, target);
	const char *name = function->name;
	struct effect *trigger = helper_effect(h, EFFECT_CREATE_TRIGGER, OBJECT_TRIGGER);
	trigger->table = source;
	trigger->name = name_sync_trigger(h->arena, source);
	trigger->to = name;
	trigger->type = "AFTER INSERT OR UPDATE OR DELETE";
}

static void drop_sync(struct helper *h, const char *source)
{
	helper_drop_trigger(h, name_sync_trigger(h->arena, source), name_sync_function(h->arena, source));
}

static void rename_table(struct helper *h, const char *from, const char *to)
{
	struct effect *effect = helper_effect(h, EFFECT_RENAME, OBJECT_TABLE);
	effect->table = effect->name = from;
	effect->to = to;
}

static struct value partition_table(struct helper *h)
{
	const char *table = helper_table(h), *copy = copy_name(h);
	const char *column = helper_name(h, "column");
	if (!table || !copy || !column)
		return value_nil();
	const char *key = helper_given(h, "primary_key") && value_is_text(helper_value(h, "primary_key"))
				  ? helper_name(h, "primary_key")
				  : helper_primary_key(h, table, "id");
	struct names columns = columns_of(h, table);
	struct effect *created = helper_effect(h, EFFECT_CREATE, OBJECT_TABLE);
	created->table = copy;
	created->columns = columns;
	struct effect *constraint = helper_effect(h, EFFECT_ADD_CONSTRAINT, OBJECT_CONSTRAINT);
	constraint->table = copy;
	constraint->kind = CONSTRAINT_PRIMARY_KEY;
	constraint->unique = constraint->validated = TRI_YES;
	constraint->name = str_printf(h->arena, "%s_pkey", copy);
	names_push(h->arena, &constraint->columns, key);
	names_add(h->arena, &constraint->columns, column);
	if (!helper_given(h, "sync_trigger") || helper_truth(h, "sync_trigger") != TRI_NO)
		create_sync(h, table, copy);
	struct effect *read = helper_effect(h, EFFECT_READ, OBJECT_ROWS);
	names_push(h->arena, &read->columns, column);
	return value_nil();
}

static struct value drop_copy(struct helper *h)
{
	const char *table = helper_table(h), *copy = copy_name(h);
	if (!table || !copy)
		return value_nil();
	drop_sync(h, table);
	helper_effect(h, EFFECT_DROP, OBJECT_TABLE)->table = copy;
	return value_nil();
}

static struct value replace(struct helper *h)
{
	const char *table = helper_table(h), *copy = copy_name(h);
	if (!table || !copy)
		return value_nil();
	const char *archived = str_printf(h->arena, "%s_archived", table);
	helper_effect(h, EFFECT_DROP_TRIGGER, OBJECT_TRIGGER)->name = name_sync_trigger(h->arena, table);
	rename_table(h, table, archived);
	rename_table(h, copy, table);
	create_sync(h, table, archived);
	return value_nil();
}

static struct value rollback_replace(struct helper *h)
{
	const char *table = helper_table(h), *copy = copy_name(h);
	if (!table || !copy)
		return value_nil();
	helper_effect(h, EFFECT_DROP_TRIGGER, OBJECT_TRIGGER)->name = name_sync_trigger(h->arena, table);
	rename_table(h, table, copy);
	rename_table(h, str_printf(h->arena, "%s_archived", table), table);
	create_sync(h, table, copy);
	return value_nil();
}

static struct value drop_archive(struct helper *h)
{
	const char *table = helper_table(h);
	if (!table)
		return value_nil();
	drop_sync(h, table);
	helper_effect(h, EFFECT_DROP, OBJECT_TABLE)->table = str_printf(h->arena, "%s_archived", table);
	return value_nil();
}

static struct value create_sync_trigger(struct helper *h)
{
	const char *target = helper_plain_name(h, "target");
	if (helper_table(h) && target)
		create_sync(h, helper_table(h), target);
	return value_nil();
}

static struct value drop_sync_trigger(struct helper *h)
{
	if (helper_table(h))
		drop_sync(h, helper_table(h));
	return value_nil();
}

static struct value sync_name(struct helper *h)
{
	const char *table = value_name(helper_value(h, "table"));
	if (!table)
		return value_unknown(h->in, h->call->node, "the name of a function");
	return value_string(h->in, str_equal(h->call->name, "make_sync_function_name")
					   ? name_sync_function(h->in->arena, table)
					   : name_sync_trigger(h->in->arena, table));
}

static struct value partitioned_name(struct helper *h)
{
	const char *table = value_name(helper_value(h, "table"));
	bool copy = !str_equal(h->call->name, "make_archived_table_name");
	if (!table)
		return value_unknown(h->in, h->call->node, "the name of a table");
	return value_string(h->in, copy ? name_partitioned_copy(h->in->arena, table, helper_legacy_partitioning(h))
					: str_printf(h->in->arena, "%s_archived", table));
}

/* --- partitions --- */

static void add_partition(struct helper *h, const char *partition, const char *parent)
{
	helper_effect(h, EFFECT_CREATE, OBJECT_TABLE)->table = partition;
	struct effect *effect = helper_effect(h, EFFECT_PARTITION, OBJECT_TABLE);
	effect->table = partition;
	effect->references = parent;
	effect->type = "PARTITION OF";
}

/* One partition per key of the list, TABLE_KEY; a format of its own may name them otherwise. */
static struct value create_list_partitions(struct helper *h)
{
	const char *table = helper_table(h);
	struct value lists = helper_value(h, "mappings");
	struct value format = helper_value(h, "format");
	const char *usual = "%{table_name}_%{partition_name}";
	if (!table)
		return value_nil();
	if (lists.kind != VALUE_HASH || lists.hash->open ||
	    (format.kind != VALUE_NIL && !str_equal(value_name(format), usual))) {
		helper_unresolved(h, "the names of the partitions are not known");
		return value_nil();
	}
	for (size_t i = 0; i < lists.hash->count; i++) {
		const char *key = helper_value_name(h, lists.hash->items[i].key, "partition");
		if (key)
			add_partition(h, str_printf(h->arena, "%s_%s", table, key), table);
	}
	return value_nil();
}

static struct value create_hash_partitions(struct helper *h)
{
	const char *table = helper_table(h);
	struct value number = helper_value(h, "number");
	if (!table)
		return value_nil();
	if (number.kind != VALUE_INTEGER || number.integer < 1 || number.integer > PARTITION_LIMIT) {
		helper_unresolved(h, "the number of partitions is not known");
		return value_nil();
	}
	int digits = 0;
	for (int64_t rest = 1; rest < number.integer; rest *= 10)
		digits++;
	for (int i = 0; i < number.integer; i++)
		add_partition(h, str_printf(h->arena, "%s_%0*d", table, digits, i), table);
	return value_nil();
}

static struct value create_int_range_partitions(struct helper *h)
{
	const char *table = helper_table(h);
	struct value from = helper_value(h, "from"), to = helper_value(h, "to"), size = helper_value(h, "size");
	if (!table)
		return value_nil();
	helper_statement(h);
	if (from.kind != VALUE_INTEGER || to.kind != VALUE_INTEGER || size.kind != VALUE_INTEGER || size.integer < 1)
		return value_nil();
	int count = 0;
	bool is_past_the_end = false;
	for (int64_t at = from.integer; at < to.integer && !is_past_the_end && count < PARTITION_LIMIT; count++) {
		add_partition(h, str_printf(h->arena, "%s_%lld", table, (long long)at), table);
		is_past_the_end = __builtin_add_overflow(at, size.integer, &at);
	}
	if (count == PARTITION_LIMIT)
		helper_unresolved(h, "there are more partitions than the limit");
	return value_nil();
}

/* --- the job that fills the copy --- */

static struct value backfill_job(struct helper *h)
{
	const char *table = helper_table(h), *copy = copy_name(h);
	if (!table || !copy)
		return value_nil();
	bool batched = !helper_legacy_partitioning(h);
	const char *key = helper_primary_key(h, table, "id");
	struct value class_name = helper_value(h, "job");
	struct value arguments = value_new_array(h->in);
	if (!batched)
		array_push(h->in, arguments.array, value_string(h->in, table));
	array_push(h->in, arguments.array, value_string(h->in, copy));
	if (!batched)
		array_push(h->in, arguments.array, value_string(h->in, key));
	bool queues = str_starts_with(h->call->name, "enqueue");
	bool gates = str_starts_with(h->call->name, "finalize");
	if (!batched)
		class_name =
			value_string(h->in, "Gitlab::Database::PartitioningMigrationHelpers::BackfillPartitionedTable");
	struct job_spec spec = {
		.verb = queues  ? EFFECT_QUEUE
			: gates ? EFFECT_GATE
				: EFFECT_CANCEL,
		.job_class = class_name,
		.table = table,
		.column = key,
		.arguments = arguments,
		.job = {.era = batched ? JOB_BATCHED : JOB_SIDEKIQ, .manner = batched ? GATE_INLINE : GATE_STEAL},
	};
	helper_job(h, &spec);
	return value_nil();
}

/* --- a table becomes the first partition of a new parent --- */

static struct value convert_to_partition(struct helper *h)
{
	const char *table = helper_table(h), *parent = helper_plain_name(h, "parent_table_name");
	if (!table || !parent)
		return value_nil();
	struct names columns = columns_of(h, table);
	struct effect *created = helper_effect(h, EFFECT_CREATE, OBJECT_TABLE);
	created->table = parent;
	created->columns = columns;
	struct effect *effect = helper_effect(h, EFFECT_PARTITION, OBJECT_TABLE);
	effect->references = parent;
	effect->type = "ATTACH";
	return value_nil();
}

static struct value revert_to_table(struct helper *h)
{
	const char *parent = helper_plain_name(h, "parent_table_name");
	struct effect *effect = helper_effect(h, EFFECT_PARTITION, OBJECT_TABLE);
	effect->references = parent;
	effect->type = "DETACH";
	helper_effect(h, EFFECT_DROP, OBJECT_TABLE)->table = parent;
	return value_nil();
}

static struct value prepare_list_constraint(struct helper *h)
{
	const char *column = helper_name(h, "partitioning_column");
	struct value values = helper_value(h, "initial_partitioning_value");
	bool async = helper_truth(h, "async") == TRI_YES;
	struct strbuf list = strbuf_new(h->arena);
	if (!column || !helper_table(h))
		return value_nil();
	size_t count = values.kind == VALUE_ARRAY ? values.array->count : 1;
	for (size_t i = 0; i < count; i++) {
		struct value item = values.kind == VALUE_ARRAY ? values.array->items[i] : values;
		strbuf_printf(&list, "%s%s", i ? ", " : "", helper_text(h, item) ? helper_text(h, item) : "NULL");
	}
	helper_add_check(h, helper_table(h), str_printf(h->arena, "%s IN (%s)", column, strbuf_finish(&list)),
			 "partitioning_constraint", async ? TRI_NO : TRI_YES);
	if (async)
		helper_apply(h, "prepare_async constraint name='partitioning_constraint'");
	return value_nil();
}

#define LIST "table_name partitioning_column parent_table_name initial_partitioning_value ? async lock_tables table"

static struct value list_table(struct helper *h)
{
	h->table = helper_name(h, "table_name");
	if (str_starts_with(h->call->name, "prepare"))
		return prepare_list_constraint(h);
	if (str_starts_with(h->call->name, "convert"))
		return convert_to_partition(h);
	if (str_starts_with(h->call->name, "revert_converting"))
		return revert_to_table(h);
	helper_apply(h, "drop_constraint constraint name='partitioning_constraint' kind='check'");
	return value_nil();
}

static const struct helper_row rows[] = {
	{"cleanup_partitioning_data_migration", "table job=BackfillPartitionedTable", NULL, backfill_job},
	{"convert_table_to_first_list_partition", LIST, NULL, list_table},
	/* one for all that is older, and one per month: their names depend on the day */
	{"create_daterange_partitions", "table column from to",
	 "create table table='{table}_000000'; partition table table='{table}_000000' references=table "
	 "type='PARTITION OF'",
	 NULL},
	{"create_hash_partitions", "table number", NULL, create_hash_partitions},
	{"create_int_range_partitions", "table size from to", NULL, create_int_range_partitions},
	{"create_list_partitions", "table mappings format", NULL, create_list_partitions},
	{"create_range_partition_safely", "partition_name table from to",
	 "create table table=partition_name; partition table table=partition_name references=table type='PARTITION OF'",
	 NULL},
	{"create_trigger_to_sync_tables", "table target key", NULL, create_sync_trigger},
	{"drop_nonpartitioned_archive_table", "table", NULL, drop_archive},
	{"drop_partitioned_table_for", "table", NULL, drop_copy},
	{"drop_trigger_to_sync_tables", "table", NULL, drop_sync_trigger},
	{"enqueue_partitioning_data_migration", "table job=BackfillPartitionedTable ? batch_min_value", NULL,
	 backfill_job},
	{"finalize_backfilling_partitioned_table", "table job=BackfillPartitionedTable", NULL, backfill_job},
	{"make_archived_table_name", "table", NULL, partitioned_name},
	{"make_partitioned_table_name", "table", NULL, partitioned_name},
	{"make_sync_function_name", "table", NULL, sync_name},
	{"make_sync_trigger_name", "table", NULL, sync_name},
	{"partition_table_by_date", "table column ? min_date max_date", NULL, partition_table},
	{"partition_table_by_int_range", "table column ? partition_size primary_key", NULL, partition_table},
	{"partition_table_by_list",
	 "table column ? primary_key partition_mappings partition_name_format create_partitioned_table_fn sync_trigger",
	 NULL, partition_table},
	{"prepare_constraint_for_list_partitioning", LIST, NULL, list_table},
	{"replace_with_partitioned_table", "table", NULL, replace},
	{"revert_converting_table_to_first_list_partition", LIST, NULL, list_table},
	{"revert_preparing_constraint_for_list_partitioning", LIST, NULL, list_table},
	{"rollback_replace_with_partitioned_table", "table", NULL, rollback_replace},
	{"tmp_table_name", "table", NULL, partitioned_name},
};

const struct helper_group helper_group_partitions = {"partitions", rows, sizeof(rows) / sizeof(rows[0])};
