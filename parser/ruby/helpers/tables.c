/* Tables: create, drop, rename, change; views that stand in for renamed tables; extensions. */
#include "parser/ruby/eval/inflect.h"
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
	struct value *given = id.kind == VALUE_HASH ? hash_get_name(id.hash, "type") : &id; /* id: {type: :uuid} */
	const char *type = given && value_is_text(*given) ? helper_value_name(h, *given, "id") : helper_integer_type(h);
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

/* create_table(:copies, as: 'SELECT ...'): the columns are those of the query. */
static struct value create_table_as(struct helper *h, const char *query)
{
	if (helper_raw_table(h) && query)
		helper_sql(h, str_printf(h->arena, "CREATE TABLE %s AS %s", helper_raw_table(h), query));
	return value_nil();
}

static struct value create(struct helper *h, bool names_checks_first)
{
	const char *table = helper_raw_table(h);
	if (helper_given(h, "as"))
		return create_table_as(h, helper_text(h, helper_value(h, "as")));
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

/* Both names in alphabetic order; what they have in common up to the last _ is written once: music_artists_records. */
static const char *join_table_name(struct helper *h)
{
	const char *first = helper_name(h, "first"), *second = helper_name(h, "second");
	const char *name = helper_name(h, "table_name");
	if (name || !first || !second)
		return name;
	const char *low = str_compare(first, second) < 0 ? first : second;
	const char *high = low == first ? second : first;
	size_t shared = 0;
	for (size_t i = 0; low[i] && low[i] == high[i]; i++)
		shared = low[i] == '_' ? i + 1 : shared;
	return str_printf(h->arena, "%s_%s", low, high + shared);
}

static void add_join_column(struct helper *h, size_t create, const char *side)
{
	struct value options = helper_value(h, "column_options");
	struct value *type = options.kind == VALUE_HASH ? hash_get_name(options.hash, "type") : NULL;
	struct value *null = options.kind == VALUE_HASH ? hash_get_name(options.hash, "null") : NULL;
	const char *table = helper_name(h, side);
	if (!table)
		return;
	struct names columns = {0};
	names_push(h->arena, &columns, str_printf(h->arena, "%s_id", inflect_singular(h->arena, table)));
	name_new_columns(h, create, &columns);
	const char *given = type ? helper_value_name(h, *type, "type") : helper_integer_type(h);
	struct effect *column = helper_effect(h, EFFECT_ADD_COLUMN, OBJECT_COLUMN);
	column->columns = columns;
	column->type = given;
	column->nullable = null ? value_truth(*null) : TRI_NO;
}

static struct value create_join_table(struct helper *h)
{
	h->table = join_table_name(h);
	if (!h->table)
		return value_nil();
	helper_effect(h, EFFECT_CREATE, OBJECT_TABLE);
	struct table_block block = {
		.table = h->table, .creates = true, .effect = h->in->options.out.effects->count - 1};
	add_join_column(h, block.effect, "first");
	add_join_column(h, block.effect, "second");
	helper_yield_table(h, &block);
	return value_nil();
}

static struct value drop_join_table(struct helper *h)
{
	h->table = join_table_name(h);
	if (h->table)
		helper_effect(h, EFFECT_DROP, OBJECT_TABLE);
	return value_nil();
}

static struct value drop_tables(struct helper *h)
{
	struct value tables = helper_value(h, "tables");
	struct names names = helper_names(h, "tables");
	if (tables.array->count == 0)
		helper_unresolved(h, "the table is not given");
	for (size_t i = 0; i < tables.array->count; i++)
		h->table_likely |= value_is_text(tables.array->items[i]) && tables.array->items[i].text->likely;
	for (size_t i = 0; i < names.count; i++)
		helper_effect(h, EFFECT_DROP, OBJECT_TABLE)->table = helper_plain(h->arena, names.items[i]);
	return value_nil();
}

#define TABLE_PARAMETERS "table ? id primary_key options force if_not_exists comment temporary as"

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
	{"drop_join_table", "first second ? table_name column_options", NULL, drop_join_table},
	{"drop_table", "*tables ? if_exists force", NULL, drop_tables},
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
