/* The `t` of create_table and change_table: a built-in object whose calls are rows like all others.
 *
 * The table comes from the object, so the rows have no parameter for it. Every type name is a row; the column's type is
 * the name of the call. */
#include "parser/ruby/eval/inflect.h"
#include "parser/ruby/eval/names.h"
#include "parser/ruby/migration/helper.h"

#include <stdlib.h>
#include <string.h>

#define TABLE_BLOCK_CLASS "ActiveRecord::ConnectionAdapters::TableDefinition"

void helper_yield_table(struct helper *h, struct table_block *block)
{
	struct table_block *kept = ARENA_NEW(h->in->arena, struct table_block);
	*kept = *block;
	struct object *object = ARENA_NEW(h->in->arena, struct object);
	object->class_path = TABLE_BLOCK_CLASS;
	object->data = kept;
	struct value t = {.kind = VALUE_OBJECT, .object = object};
	helper_yield(h, &t, 1);
}

static const struct table_block *block_of(const struct value receiver)
{
	if (receiver.kind != VALUE_OBJECT || receiver.object->klass ||
	    !str_equal(receiver.object->class_path, TABLE_BLOCK_CLASS))
		return NULL;
	return receiver.object->data;
}

static void name_in_create(struct helper *h, const char *column)
{
	const struct table_block *block = block_of(h->call->receiver);
	if (block && block->creates && column)
		names_add(h->arena, &h->in->options.out.effects->items[block->effect].columns, column);
}

static void add_text_limit(struct helper *h, const char *column)
{
	if (!h->in->options.gitlab_superclass || !h->table || !helper_given(h, "limit"))
		return;
	struct effect *limit = helper_effect(h, EFFECT_ADD_CONSTRAINT, OBJECT_CONSTRAINT);
	limit->kind = CONSTRAINT_TEXT_LIMIT;
	names_push(h->arena, &limit->columns, column);
	limit->name = name_check(h->arena, h->table, column, "max_length");
	limit->expression =
		str_printf(h->arena, "char_length(%s) <= %s", column, helper_text(h, helper_value(h, "limit")));
	limit->validated = TRI_YES;
}

static void add_column_index(struct helper *h, const char *column)
{
	struct value index = helper_value(h, "index");
	if (index.kind != VALUE_HASH && value_truth(index) != TRI_YES)
		return;
	struct value none = value_new_hash(h->in);
	struct effect *effect = helper_effect(h, EFFECT_ADD_INDEX, OBJECT_INDEX);
	helper_fill_index(h, effect, value_string(h->in, column), index.kind == VALUE_HASH ? index : none);
}

/* primary_key: true of a column */
static void add_primary_key(struct helper *h, const char *column)
{
	struct effects *effects = h->in->options.out.effects;
	for (size_t i = effects->count; i-- > 0;) {
		struct effect *added = &effects->items[i];
		if (added->verb == EFFECT_ADD_COLUMN && names_has(&added->columns, column)) {
			added->nullable = TRI_NO;
			break;
		}
	}
	struct effect *key = helper_effect(h, EFFECT_ADD_CONSTRAINT, OBJECT_CONSTRAINT);
	key->kind = CONSTRAINT_PRIMARY_KEY;
	key->unique = key->validated = TRI_YES;
	names_push(h->arena, &key->columns, column);
	if (h->table)
		key->name = str_printf(h->arena, "%s_pkey", helper_plain(h->arena, h->table));
}

static void add_column(struct helper *h, const char *column, const char *type)
{
	if (!column)
		return;
	struct effect *added = helper_add_column(h, column, type);
	if (type && str_ends_with(type, "serial"))
		added->nullable = TRI_NO;
	name_in_create(h, column);
	if (str_equal(type, "text"))
		add_text_limit(h, column);
	add_column_index(h, column);
	if (helper_truth(h, "primary_key") == TRI_YES)
		add_primary_key(h, column);
}

static struct value columns_of_type(struct helper *h)
{
	struct names columns = helper_names(h, "columns");
	for (size_t i = 0; i < columns.count; i++)
		add_column(h, columns.items[i], interp_keep(h->in, h->call->name));
	return value_nil();
}

static struct value column(struct helper *h)
{
	add_column(h, helper_name(h, "column"), helper_name(h, "type"));
	return value_nil();
}

static struct value primary_key(struct helper *h)
{
	const char *name = helper_name(h, "column");
	add_column(h, name, helper_given(h, "type") ? helper_name(h, "type") : helper_integer_type(h));
	if (name)
		add_primary_key(h, name);
	return value_nil();
}

static struct value references(struct helper *h)
{
	struct names names = helper_names(h, "columns");
	for (size_t i = 0; i < names.count; i++) {
		helper_add_references(h, names.items[i]);
		const char *column = str_printf(h->arena, "%s_id", names.items[i]);
		name_in_create(h, column);
		if (helper_truth(h, "primary_key") == TRI_YES)
			add_primary_key(h, column);
		if (helper_given(h, "polymorphic"))
			name_in_create(h, str_printf(h->arena, "%s_type", names.items[i]));
	}
	return value_nil();
}

static struct value add_timestamps(struct helper *h, const char *type, bool required)
{
	static const char *const names[] = {"created_at", "updated_at"};
	for (size_t i = 0; i < 2; i++) {
		struct effect *effect = helper_add_column(h, names[i], type);
		if (required && !helper_given(h, "null"))
			effect->nullable = TRI_NO;
		name_in_create(h, names[i]);
	}
	return value_nil();
}

static struct value timestamps(struct helper *h)
{
	const struct interp_options *options = &h->in->options;
	bool modern = options->gitlab_superclass || options->superclass_major >= 5;
	return add_timestamps(h, "datetime", modern);
}

static struct value timestamps_with_timezone(struct helper *h)
{
	return add_timestamps(h, "datetime_with_timezone", true);
}

static struct value add_index(struct helper *h)
{
	struct effect *effect = helper_effect(h, EFFECT_ADD_INDEX, OBJECT_INDEX);
	helper_fill_index(h, effect, helper_value(h, "columns"), value_nil());
	return value_nil();
}

static struct value remove_index(struct helper *h)
{
	helper_drop_index(h);
	return value_nil();
}

static struct value foreign_key(struct helper *h)
{
	const char *target = helper_name(h, "target");
	struct names columns = helper_names(h, "column");
	if (!columns.count && target)
		names_push(h->arena, &columns, str_printf(h->arena, "%s_id", inflect_singular(h->arena, target)));
	const char *name = helper_name(h, "name");
	if (!name && h->table)
		name = name_foreign_key(h->arena, "fk_rails_", h->table, &columns);
	struct effect *effect = helper_foreign_key(h, name, columns, target);
	effect->on_delete = helper_on_delete(h, helper_value(h, "on_delete"), NULL);
	if (call_keyword(h->call, "validate") && helper_truth(h, "validate") == TRI_NO)
		effect->validated = TRI_NO;
	return value_nil();
}

static struct value check_constraint(struct helper *h)
{
	const struct table_block *block = block_of(h->call->receiver);
	bool swapped = block && block->names_checks_first;
	const char *expression = helper_text(h, helper_value(h, swapped ? "name" : "expression"));
	const char *name = swapped ? helper_name(h, "expression") : helper_name(h, "name");
	if (!name && expression && h->table)
		name = name_rails_check(h->arena, h->table, expression);
	helper_add_check(h, helper_raw_table(h), expression, name,
			 helper_given(h, "validate") ? helper_truth(h, "validate") : TRI_YES);
	return value_nil();
}

/* t.virtual :name, type: :string, as: '...': a generated column. */
static struct value generated_column(struct helper *h)
{
	add_column(h, helper_name(h, "column"), helper_name(h, "type"));
	return value_nil();
}

/* t.enum :state, enum_type: 'states' */
static struct value enum_columns(struct helper *h)
{
	struct names columns = helper_names(h, "columns");
	const char *type = helper_given(h, "enum_type") ? helper_name(h, "enum_type") : "enum";
	for (size_t i = 0; i < columns.count; i++)
		add_column(h, columns.items[i], type);
	return value_nil();
}

static struct value attachments(struct helper *h)
{
	helper_add_attachments(h, name_in_create);
	return value_nil();
}

static struct value responds(struct helper *h);

#define COLUMN_OPTIONS "? null default limit array index precision scale comment collation primary_key"
#define TYPE(name)                                                                                                     \
	{                                                                                                              \
		name, "*columns " COLUMN_OPTIONS, NULL, columns_of_type                                                \
	}
/* of PostGIS */
#define SPATIAL(name)                                                                                                  \
	{                                                                                                              \
		name, "*columns " COLUMN_OPTIONS " geographic has_m has_z srid type", NULL, columns_of_type            \
	}
#define REFERENCES "*columns ? index foreign_key null type polymorphic default unique limit primary_key"
#define INDEX "columns ? unique name where using order opclass include length algorithm nulls_not_distinct"

static const struct helper_row rows[] = {
	{"attachment", "*names", NULL, attachments},
	{"belongs_to", REFERENCES, NULL, references},
	TYPE("bigint"),
	TYPE("bigserial"),
	TYPE("binary"),
	TYPE("bit"),
	TYPE("bit_varying"),
	TYPE("blob"),
	TYPE("boolean"),
	TYPE("box"),
	{"change", "column type ? null default limit", NULL, helper_change_column},
	{"change_default", "column value ? from to", NULL, helper_change_column_default},
	{"change_null", "column allow default", NULL, helper_change_column_null},
	{"check_constraint", "expression name ? validate", NULL, check_constraint},
	{"check_constraint_exists?", "", "", NULL},
	TYPE("cidr"),
	TYPE("circle"),
	TYPE("citext"),
	{"column", "column type " COLUMN_OPTIONS, NULL, column},
	{"column_exists?", "", "", NULL},
	TYPE("date"),
	TYPE("daterange"),
	TYPE("datetime"),
	TYPE("datetime_with_timezone"),
	TYPE("decimal"),
	{"enum", "*columns " COLUMN_OPTIONS " enum_type", NULL, enum_columns},
	{"exclusion_constraint", "expression ? name using where deferrable", NULL, helper_add_exclusion_constraint},
	TYPE("float"),
	{"foreign_key", "target ? column on_delete on_update name primary_key validate", NULL, foreign_key},
	{"foreign_key_exists?", "", "", NULL},
	SPATIAL("geography"),
	SPATIAL("geometry"),
	SPATIAL("geometry_collection"),
	TYPE("halfvec"),
	TYPE("hstore"),
	{"index", INDEX, NULL, add_index},
	{"index_exists?", "", "", NULL},
	TYPE("inet"),
	TYPE("int4range"),
	TYPE("int8range"),
	TYPE("integer"),
	TYPE("interval"),
	TYPE("json"),
	TYPE("jsonb"),
	TYPE("line"),
	SPATIAL("line_string"),
	TYPE("longtext"),
	TYPE("lseg"),
	TYPE("ltree"),
	TYPE("macaddr"),
	TYPE("mediumtext"),
	TYPE("money"),
	SPATIAL("multi_line_string"),
	SPATIAL("multi_point"),
	SPATIAL("multi_polygon"),
	TYPE("numeric"),
	TYPE("numrange"),
	TYPE("oid"),
	TYPE("path"),
	TYPE("point"),
	TYPE("polygon"),
	{"primary_key", "column type ? null default", NULL, primary_key},
	TYPE("real"),
	{"references", REFERENCES, NULL, references},
	{"remove", "*columns", "drop_column column columns=columns", NULL},
	{"remove_attachment", "*names", NULL, helper_remove_attachments},
	{"remove_belongs_to", "column", "drop_column column columns='{column}_id'", NULL},
	{"remove_check_constraint", "expression ? name", NULL, helper_remove_check_constraint},
	{"remove_columns", "*columns", "drop_column column columns=columns", NULL},
	{"remove_exclusion_constraint", "expression ? name", NULL, helper_drop_named_constraint},
	{"remove_foreign_key", "target ? column name",
	 "drop_foreign_key foreign_key name=name columns=column references=target", NULL},
	{"remove_index", "columns ? column name", NULL, remove_index},
	{"remove_references", "column", "drop_column column columns='{column}_id'", NULL},
	{"remove_timestamps", "", "drop_column column columns='created_at','updated_at'", NULL},
	{"remove_unique_constraint", "column ? name", NULL, helper_drop_named_constraint},
	{"rename", "column new", "rename column name=column columns=column to=new to_columns=new", NULL},
	{"rename_index", "old new", "rename index name=old to=new", NULL},
	{"respond_to?", "name", NULL, responds},
	TYPE("serial"),
	TYPE("smallint"),
	SPATIAL("st_point"),
	SPATIAL("st_polygon"),
	TYPE("string"),
	TYPE("text"),
	{"text_limit", "column limit ? name",
	 "add_constraint constraint columns=column name=name|check(max_length) kind='text_limit' validated='yes' "
	 "expression='char_length({column}) <= {limit}'",
	 NULL},
	TYPE("time"),
	TYPE("timestamp"),
	{"timestamps", "? null default precision", NULL, timestamps},
	{"timestamps_with_timezone", "? null default", NULL, timestamps_with_timezone},
	TYPE("timestamptz"),
	TYPE("tsrange"),
	TYPE("tstzrange"),
	TYPE("tsvector"),
	{"unique_constraint", "column ? name using_index deferrable nulls_not_distinct", NULL,
	 helper_add_unique_constraint},
	{"unique_key", "column ? name using_index deferrable nulls_not_distinct", NULL, helper_add_unique_constraint},
	TYPE("uuid"),
	{"validate_check_constraint", "? name", "validate_constraint constraint name=name", NULL},
	{"validate_constraint", "name", "validate_constraint constraint name=name", NULL},
	TYPE("vector"),
	{"virtual", "column ? type as stored null limit default array", NULL, generated_column},
	TYPE("xml"),
};

/* t.respond_to?(:jsonb): what is a row here is a method of the adapter for PostgreSQL */
static struct value responds(struct helper *h)
{
	return value_bool(row_find(rows, sizeof(rows) / sizeof(rows[0]), value_name(helper_value(h, "name"))));
}

const struct helper_group helper_group_table_block = {"table_block", rows, sizeof(rows) / sizeof(rows[0])};

bool table_block_call(struct interp *in, const struct call *call, struct value *result)
{
	const struct table_block *block = call->has_receiver ? block_of(call->receiver) : NULL;
	if (!block)
		return false;
	const struct helper_row *row = row_find(rows, sizeof(rows) / sizeof(rows[0]), call->name);
	if (!row) {
		size_t statement = interp_statement(in, call, call->name);
		interp_unresolved(in, statement,
				  str_printf(in->options.out.arena, "no rule for the helper 't.%s'", call->name));
		*result = value_nil();
		return true;
	}
	*result = helper_run(in, call, row, block->table, block->likely);
	return true;
}
