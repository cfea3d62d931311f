/* Schema helpers of the gem online_migrations.
 *
 * A column changes its type through a copy, <column>_for_type_change, that a trigger keeps up to date: initialize makes
 * it, backfill fills the old rows at once, finalize exchanges the two names, cleanup drops what was the original. A
 * column or table is renamed behind a view that has both names: nothing is gone before finalize. */
#include "parser/ruby/eval/names.h"
#include "parser/ruby/migration/helper.h"

static const char *copy_of(struct helper *h, const char *column)
{
	return str_printf(h->arena, "%s_for_type_change", column);
}

/* The columns of a call: of one column or of several. */
static struct names columns_of(struct helper *h)
{
	return helper_names(h, "columns");
}

static struct names copies_of(struct helper *h, const struct names *columns)
{
	struct names copies = {0};

	for (size_t i = 0; i < columns->count; i++)
		names_push(h->arena, &copies, copy_of(h, columns->items[i]));
	return copies;
}

static void initialize(struct helper *h, const struct names *columns, const struct names *types)
{
	struct names copies = copies_of(h, columns);

	if (!helper_raw_table(h) || !columns->count)
		return;
	for (size_t i = 0; i < columns->count; i++) {
		struct effect *column = helper_effect(h, EFFECT_ADD_COLUMN, OBJECT_COLUMN);
		names_push(h->arena, &column->columns, copies.items[i]);
		column->type = i < types->count ? types->items[i] : NULL;
	}
	const char *trigger = name_copy_trigger(h->arena, helper_raw_table(h), columns, &copies);
	helper_copy_trigger(h, &(struct copy_trigger){.name = trigger, .from = columns, .to = &copies});
}

static struct value initialize_one(struct helper *h)
{
	struct names columns = columns_of(h), types = helper_names(h, "type");
	initialize(h, &columns, &types);
	return value_nil();
}

/* [[:column, :type], ...] */
static struct value initialize_many(struct helper *h)
{
	struct value list = helper_value(h, "columns_and_types");
	struct names columns = {0}, types = {0};

	if (list.kind != VALUE_ARRAY)
		helper_unresolved(h, "the columns are not known");
	for (size_t i = 0; list.kind == VALUE_ARRAY && i < list.array->count; i++) {
		struct value item = list.array->items[i];
		if (item.kind != VALUE_ARRAY || item.array->count < 2) {
			helper_unresolved(h, "the columns are not known");
			continue;
		}
		names_push(h->arena, &columns, helper_value_name(h, item.array->items[0], "column"));
		names_push(h->arena, &types, helper_value_name(h, item.array->items[1], "type"));
	}
	initialize(h, &columns, &types);
	return value_nil();
}

static struct value drop_copies(struct helper *h)
{
	struct names columns = columns_of(h);
	struct names copies = copies_of(h, &columns);

	if (!helper_raw_table(h) || !columns.count)
		return value_nil();
	const char *trigger = name_copy_trigger(h->arena, helper_raw_table(h), &columns, &copies);
	helper_drop_trigger(h, trigger, trigger);
	helper_effect(h, EFFECT_DROP_COLUMN, OBJECT_COLUMN)->columns = copies;
	return value_nil();
}

static struct value backfill(struct helper *h)
{
	struct names columns = columns_of(h);

	for (size_t i = 0; i < columns.count; i++) {
		struct effect *copy = helper_effect(h, EFFECT_WRITE, OBJECT_ROWS);
		names_push(h->arena, &copy->columns, copy_of(h, columns.items[i]));
		column_refs_add(h->arena, &copy->sources, copy->table, columns.items[i], READ_VALUE);
	}
	return value_nil();
}

static struct value finalize(struct helper *h)
{
	struct names columns = columns_of(h);

	for (size_t i = 0; i < columns.count; i++)
		helper_swap_columns(h, columns.items[i], copy_of(h, columns.items[i]));
	return value_nil();
}

/* --- renames --- */

/* { old: :new, ... } */
static struct value finalize_renames(struct helper *h)
{
	struct value pairs = helper_value(h, "names");

	if (pairs.kind != VALUE_HASH) {
		helper_unresolved(h, "the columns are not known");
		return value_nil();
	}
	for (size_t i = 0; i < pairs.hash->count; i++) {
		const char *old = helper_value_name(h, pairs.hash->items[i].key, "column");
		const char *new_name = helper_value_name(h, pairs.hash->items[i].value, "column");
		if (old && new_name)
			helper_rename_column(h, old, new_name);
	}
	return value_nil();
}

/* --- rows --- */

/* update_columns_in_batches(table, [[column, value], ...]) { |relation| relation.where(...) } */
static struct value update_columns(struct helper *h)
{
	struct value list = helper_value(h, "columns_and_values");
	struct value table = helper_value(h, "table");
	struct value model = helper_send(h, h->call->receiver, "define_batchable_model", &table, 1);
	struct value rows = helper_send(h, model, "all", NULL, 0);
	struct value assigned = value_new_hash(h->in);

	if (h->call->block)
		rows = helper_yield(h, &rows, 1);
	if (list.kind != VALUE_ARRAY)
		helper_unresolved(h, "the columns are not known");
	for (size_t i = 0; list.kind == VALUE_ARRAY && i < list.array->count; i++) {
		struct value item = list.array->items[i];
		if (item.kind == VALUE_ARRAY && item.array->count > 1)
			hash_set(h->in, assigned.hash, item.array->items[0], item.array->items[1]);
	}
	helper_send(h, rows, "update_all", &assigned, 1);
	return value_nil();
}

static struct value add_reference(struct helper *h)
{
	const char *name = helper_name(h, "reference");
	if (name)
		helper_add_references(h, name);
	return value_nil();
}

static const struct helper_row rows[] = {
	{"add_reference_concurrently", "table reference ? index foreign_key null type polymorphic default", NULL,
	 add_reference},
	{"add_text_limit_constraint", "table column limit ? name validate=true",
	 "add_constraint constraint columns=column name=name|check(max_length) kind='text_limit' validated=validate "
	 "expression='char_length({column}) <= {limit}'",
	 NULL},
	{"backfill_column_for_type_change", "table columns ? type_cast_function batch_size batch_column_name", NULL,
	 backfill},
	{"backfill_columns_for_type_change", "table *columns ? type_cast_functions batch_size batch_column_name", NULL,
	 backfill},
	{"cleanup_column_type_change", "table columns", NULL, drop_copies},
	{"cleanup_columns_type_change", "table *columns", NULL, drop_copies},
	{"finalize_column_rename", "table column new", "rename column name=column columns=column to=new to_columns=new",
	 NULL},
	{"finalize_column_type_change", "table columns", NULL, finalize},
	{"finalize_columns_rename", "table names", NULL, finalize_renames},
	{"finalize_columns_type_change", "table *columns", NULL, finalize},
	{"initialize_column_rename", "table column new", "none", NULL},
	{"initialize_column_type_change", "table columns type ? type_cast_function limit default null", NULL,
	 initialize_one},
	{"initialize_columns_rename", "table names", "none", NULL},
	{"initialize_columns_type_change", "table columns_and_types", NULL, initialize_many},
	{"initialize_table_rename", "table new",
	 "rename table name=table to=new; create view table=table name=table references=new", NULL},
	{"remove_text_limit_constraint", "table column limit ? name",
	 "drop_constraint constraint columns=column name=name|check(max_length) kind='text_limit'", NULL},
	{"revert_finalize_column_type_change", "table columns", NULL, finalize},
	{"revert_finalize_columns_type_change", "table *columns", NULL, finalize},
	{"revert_initialize_column_rename", "table column new", "none", NULL},
	{"revert_initialize_column_type_change", "table columns type", NULL, drop_copies},
	{"revert_initialize_table_rename", "table new",
	 "drop view table=table name=table; rename table table=new name=new to=table", NULL},
	{"swap_column_names", "table first second", "swap column name=first columns=first to=second to_columns=second",
	 NULL},
	{"update_columns_in_batches", "table columns_and_values ? batch_size batch_column_name progress pause_ms", NULL,
	 update_columns},
	{"validate_text_limit_constraint", "table column ? name",
	 "validate_constraint constraint columns=column name=name|check(max_length) kind='text_limit'", NULL},
};

const struct helper_group helper_group_online = {"online", rows, sizeof(rows) / sizeof(rows[0])};
