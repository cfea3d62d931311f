/* Tables: create, drop, rename, change; views that stand in for renamed tables; extensions. */
#include "parser/ruby/migration/helper.h"

static void name_new_columns(struct helper *h, size_t effect, const struct names *columns)
{
	struct effect *create = &h->in->options.out.effects->items[effect];
	for (size_t i = 0; i < columns->count; i++)
		names_add(h->arena, &create->columns, columns->items[i]);
}

/* The primary key columns; those that Rails makes by itself are added. */
static struct names primary_key(struct helper *h, size_t create)
{
	struct names columns = {0};
	struct value id = helper_value(h, "id");
	struct value key = helper_value(h, "primary_key");
	if (key.kind == VALUE_ARRAY)
		return helper_names(h, "primary_key");
	if (id.kind == VALUE_BOOL && !id.boolean)
		return columns;
	if (key.kind == VALUE_BOOL)
		return columns;
	const char *name = key.kind == VALUE_NIL ? "id" : helper_name(h, "primary_key");
	const char *type = value_is_text(id) ? helper_name(h, "id") : helper_integer_type(h);
	if (!name)
		return columns;
	names_push(h->arena, &columns, name);
	name_new_columns(h, create, &columns);
	struct effect *column = helper_effect(h, EFFECT_ADD_COLUMN, OBJECT_COLUMN);
	names_push(h->arena, &column->columns, name);
	column->type = type;
	column->nullable = TRI_NO;
	return columns;
}

static struct value create(struct helper *h, bool names_checks_first)
{
	const char *table = helper_raw_table(h);
	helper_effect(h, EFFECT_CREATE, OBJECT_TABLE);
	struct table_block block = {.table = table,
				    .likely = h->table_likely,
				    .creates = true,
				    .names_checks_first = names_checks_first,
				    .effect = h->in->options.out.effects->count - 1};
	struct names key = primary_key(h, block.effect);
	helper_yield_table(h, &block);
	if (key.count) {
		struct effect *constraint = helper_effect(h, EFFECT_ADD_CONSTRAINT, OBJECT_CONSTRAINT);
		constraint->kind = CONSTRAINT_PRIMARY_KEY;
		constraint->columns = key;
		constraint->unique = TRI_YES;
		constraint->validated = TRI_YES;
		if (table)
			constraint->name = str_printf(h->arena, "%s_pkey", helper_plain(h->arena, table));
	}
	return value_nil();
}

static struct value create_table(struct helper *h)
{
	return create(h, false);
}

static struct value create_table_with_constraints(struct helper *h)
{
	return create(h, true);
}

static struct value change_table(struct helper *h)
{
	struct table_block block = {.table = helper_raw_table(h), .likely = h->table_likely};
	helper_yield_table(h, &block);
	return value_nil();
}

static struct value truncate_tables(struct helper *h)
{
	struct value tables = helper_value(h, "tables");
	struct names names = helper_names(h, "tables");
	for (size_t i = 0; i < tables.array->count; i++)
		h->table_likely |= value_is_text(tables.array->items[i]) && tables.array->items[i].text->likely;
	for (size_t i = 0; i < names.count; i++)
		helper_effect(h, EFFECT_TRUNCATE, OBJECT_ROWS)->table = helper_plain(h->arena, names.items[i]);
	return value_nil();
}

static struct value create_join_table(struct helper *h)
{
	const char *first = helper_name(h, "first"), *second = helper_name(h, "second");
	const char *name = helper_name(h, "table_name");
	if (!first || !second)
		return value_nil();
	if (!name)
		name = str_compare(first, second) < 0 ? str_printf(h->arena, "%s_%s", first, second)
						      : str_printf(h->arena, "%s_%s", second, first);
	h->table = name;
	helper_effect(h, EFFECT_CREATE, OBJECT_TABLE);
	struct table_block block = {.table = name, .creates = true, .effect = h->in->options.out.effects->count - 1};
	helper_yield_table(h, &block);
	return value_nil();
}

#define TABLE_PARAMETERS "table ? id primary_key options force if_not_exists comment temporary"

static const struct helper_row rows[] = {
	{"change_table", "table ? bulk", NULL, change_table},
	{"change_table_comment", "table comment", "none", NULL},
	{"create_comment", "type name comment", "none", NULL},
	{"create_extension", "extension ? cascade", "create sequence name='extension_{extension}'", NULL},
	{"create_join_table", "first second ? table_name column_options", NULL, create_join_table},
	{"create_table", TABLE_PARAMETERS, NULL, create_table},
	{"create_table_with_constraints", TABLE_PARAMETERS, NULL, create_table_with_constraints},
	{"disable_extension", "extension", "drop sequence name='extension_{extension}'", NULL},
	{"drop_extension", "extension", "drop sequence name='extension_{extension}'", NULL},
	{"drop_table", "table ? if_exists force", "drop table", NULL},
	{"enable_extension", "extension", "create sequence name='extension_{extension}'", NULL},
	{"finalize_table_rename", "old new", "drop view table=old name=old", NULL},
	{"lock_tables", "*tables ? mode only nowait", "none", NULL},
	{"rename_table", "table new", "rename table name=table to=new", NULL},
	{"rename_table_safely", "table new",
	 "rename table name=table to=new; create view table=table name=table references=new", NULL},
	{"reset_pk_sequence!", "table", "none", NULL},
	{"truncate", "table", "truncate rows", NULL},
	{"truncate_tables!", "*tables ? connection", NULL, truncate_tables},
	{"undo_finalize_table_rename", "old new", "create view table=old name=old references=new", NULL},
	{"undo_rename_table_safely", "old new", "drop view table=old name=old; rename table table=new name=new to=old",
	 NULL},
};

const struct helper_group helper_group_tables = {"tables", rows, sizeof(rows) / sizeof(rows[0])};
