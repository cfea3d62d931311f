/* Columns by Rails' schema statements, references, timestamps, sequences, and columns that exchange their names.
 *
 * The era decides: classes before 5.1 make references 4 bytes wide, before 5.0 they have no index of their own;
 * add_column_with_default of the releases before 13.0 fills existing rows in batches. */
#include "parser/ruby/eval/inflect.h"
#include "parser/ruby/eval/names.h"
#include "parser/ruby/migration/helper.h"

const char *helper_integer_type(const struct helper *h)
{
	return helper_rails_at_least(h, 5, 1) ? "bigint" : "integer";
}

static const char *quoted(struct helper *h, const char *text)
{
	struct strbuf out = strbuf_new(h->arena);
	strbuf_putc(&out, '\'');
	for (const char *c = text; *c; c++) {
		if (*c == '\'')
			strbuf_putc(&out, '\'');
		strbuf_putc(&out, *c);
	}
	strbuf_putc(&out, '\'');
	return strbuf_finish(&out);
}

const char *helper_literal(struct helper *h, struct value value)
{
	if (value.kind == VALUE_NIL)
		return NULL;
	if (value.kind == VALUE_PROC)
		return helper_text(h, interp_yield(h->in, value.proc, NULL, 0));
	if (value_is_text(value))
		return quoted(h, helper_text(h, value));
	if (value.kind == VALUE_ARRAY || value.kind == VALUE_HASH) {
		const char *json = value_to_json(h->in, value);
		return json ? quoted(h, json) : helper_text(h, value);
	}
	return helper_shown(h, helper_text(h, value));
}

/* {a,b}: how PostgreSQL writes an array */
static const char *array_literal(struct helper *h, struct value value)
{
	struct strbuf out = strbuf_new(h->arena);
	for (size_t i = 0; i < value.array->count; i++)
		strbuf_printf(&out, "%s%s", i ? "," : "{", helper_text(h, value.array->items[i]));
	strbuf_puts(&out, value.array->count ? "}" : "{}");
	return quoted(h, strbuf_finish(&out));
}

struct effect *helper_add_column(struct helper *h, const char *column, const char *type)
{
	struct value given = helper_value(h, "default");
	bool is_list = given.kind == VALUE_ARRAY && helper_truth(h, "array") == TRI_YES;
	const char *standard = is_list ? array_literal(h, given) : helper_literal(h, given);
	enum tristate null = helper_given(h, "null") ? helper_truth(h, "null") : TRI_YES;
	bool array = helper_truth(h, "array") == TRI_YES;
	struct effect *effect = helper_effect(h, EFFECT_ADD_COLUMN, OBJECT_COLUMN);
	names_push(h->arena, &effect->columns, column);
	effect->type = type && array ? str_printf(h->arena, "%s[]", type) : type;
	effect->default_value = standard;
	effect->nullable = null;
	return effect;
}

static struct value add_column(struct helper *h)
{
	const char *column = helper_name(h, "column");
	const char *type = helper_name(h, "type");
	if (column)
		helper_add_column(h, column, type);
	return value_nil();
}

/* add_columns(table, *columns, type:, **options) */
static struct value add_columns(struct helper *h)
{
	struct names columns = helper_names(h, "columns");
	const char *type = helper_name(h, "type");
	for (size_t i = 0; i < columns.count; i++)
		helper_add_column(h, columns.items[i], type);
	return value_nil();
}

static struct value add_column_with_default(struct helper *h)
{
	const struct interp_options *options = &h->in->options;
	bool fills = options->release_major ? options->release_major < 13 : !helper_rails_at_least(h, 6, 0);
	const char *column = helper_name(h, "column");
	if (!column)
		return value_nil();
	struct effect *effect = helper_add_column(h, column, helper_name(h, "type"));
	effect->nullable = helper_truth(h, "allow_null") == TRI_YES ? TRI_YES : TRI_NO;
	if (fills)
		helper_apply(h, "write rows columns=column");
	return value_nil();
}

void helper_require_value(struct effect *effect)
{
	if (effect->nullable != TRI_NO)
		return;
	effect->kind = CONSTRAINT_NOT_NULL;
	effect->validated = TRI_YES;
}

struct value helper_change_column(struct helper *h)
{
	helper_apply(h, "alter_column column columns=column type=type nullable=null");
	const char *standard = helper_literal(h, helper_value(h, "default"));
	struct effect *effect = vec_last(h->in->options.out.effects);
	struct value *given = call_keyword(h->call, "default");
	effect->default_value = standard;
	effect->drops_default = given && given->kind == VALUE_NIL;
	helper_require_value(effect);
	return value_nil();
}

struct value helper_change_column_default(struct helper *h)
{
	struct value value = helper_value(h, "value");
	if (value.kind == VALUE_HASH && hash_get_name(value.hash, "to"))
		value = *hash_get_name(value.hash, "to");
	else if (value.kind == VALUE_NIL || value.kind == VALUE_HASH)
		value = helper_value(h, "to");
	const char *standard = helper_literal(h, value);
	helper_apply(h, "alter_column column columns=column");
	struct effect *effect = vec_last(h->in->options.out.effects);
	effect->default_value = standard;
	effect->drops_default = !standard;
	return value_nil();
}

struct value helper_change_column_null(struct helper *h)
{
	if (helper_given(h, "default")) {
		helper_apply(h, "write rows columns=column");
		struct effect *write = vec_last(h->in->options.out.effects);
		if (write->columns.count)
			column_refs_add(h->arena, &write->filters, write->table, write->columns.items[0], READ_FILTER);
	}
	helper_apply(h, "alter_column column columns=column nullable=allow");
	helper_require_value(vec_last(h->in->options.out.effects));
	return value_nil();
}

/* --- references --- */

static void reference_foreign_key(struct helper *h, const char *name, struct names columns)
{
	struct value key = helper_value(h, "foreign_key");
	bool options = key.kind == VALUE_HASH;
	if (!options && value_truth(key) != TRI_YES)
		return;
	struct value *to_table = options ? hash_get_name(key.hash, "to_table") : NULL;
	struct value *given = options ? hash_get_name(key.hash, "name") : NULL;
	struct value *on_delete = options ? hash_get_name(key.hash, "on_delete") : NULL;
	struct value *validate = options ? hash_get_name(key.hash, "validate") : NULL;
	const char *target = to_table ? helper_value_name(h, *to_table, "table") : inflect_plural(h->arena, name);
	const char *key_name = given ? helper_value_name(h, *given, "name") : NULL;
	if (!key_name && helper_raw_table(h))
		key_name = name_foreign_key(h->arena, "fk_rails_", helper_raw_table(h), &columns);
	struct effect *effect = helper_foreign_key(h, key_name, columns, target);
	effect->on_delete = on_delete ? helper_on_delete(h, *on_delete, NULL) : NULL;
	if (validate && value_truth(*validate) == TRI_NO)
		effect->validated = TRI_NO;
}

void helper_add_references(struct helper *h, const char *name)
{
	/* that of other keys is often taken from the settings: it matters to nobody */
	const char *type = !helper_given(h, "type")                     ? helper_integer_type(h)
			   : value_why_unknown(helper_value(h, "type")) ? NULL
									: helper_name(h, "type");
	struct names columns = {0};
	bool polymorphic = helper_given(h, "polymorphic") && helper_truth(h, "polymorphic") != TRI_NO;
	names_push(h->arena, &columns, str_printf(h->arena, "%s_id", name));
	if (polymorphic) {
		struct names both = {0};
		names_push(h->arena, &both, str_printf(h->arena, "%s_type", name));
		names_push(h->arena, &both, columns.items[0]);
		helper_add_column(h, both.items[0], "string");
		columns = both;
	}
	helper_add_column(h, str_printf(h->arena, "%s_id", name), type);

	struct value index = helper_value(h, "index");
	bool indexed = index.kind == VALUE_HASH ||
		       (helper_given(h, "index") ? value_truth(index) != TRI_NO : helper_rails_at_least(h, 5, 0));
	if (index.kind == VALUE_BOOL && !index.boolean)
		indexed = false;
	if (indexed) {
		struct value names = value_new_array(h->in);
		for (size_t i = 0; i < columns.count; i++)
			array_push(h->in, names.array, value_string(h->in, columns.items[i]));
		struct effect *effect = helper_effect(h, EFFECT_ADD_INDEX, OBJECT_INDEX);
		helper_fill_index(h, effect, names, index.kind == VALUE_HASH ? index : value_new_hash(h->in));
		bool named = index.kind == VALUE_HASH && hash_get_name(index.hash, "name");
		if (polymorphic && !named && helper_rails_at_least(h, 6, 1) && helper_raw_table(h))
			effect->name = str_printf(h->arena, "index_%s_on_%s", helper_raw_table(h), name);
	}
	reference_foreign_key(h, name, columns);
}

static struct value add_reference(struct helper *h)
{
	const char *name = helper_name(h, "reference");
	if (name)
		helper_add_references(h, name);
	return value_nil();
}

static struct value remove_reference(struct helper *h)
{
	helper_apply(h, "drop_column column columns='{reference}_id'");
	if (helper_given(h, "polymorphic"))
		helper_apply(h, "drop_column column columns='{reference}_type'");
	return value_nil();
}

static void add_two_timestamps(struct helper *h, const char *type, enum tristate null)
{
	struct names columns = helper_names(h, "columns");
	if (!columns.count) {
		names_push(h->arena, &columns, "created_at");
		names_push(h->arena, &columns, "updated_at");
	}
	for (size_t i = 0; i < columns.count; i++)
		helper_add_column(h, columns.items[i], type)->nullable = null;
}

static struct value add_timestamps(struct helper *h)
{
	enum tristate standard = helper_rails_at_least(h, 5, 0) ? TRI_NO : TRI_YES;
	add_two_timestamps(h, "datetime", helper_given(h, "null") ? helper_truth(h, "null") : standard);
	return value_nil();
}

static struct value add_timestamps_with_timezone(struct helper *h)
{
	add_two_timestamps(h, "datetime_with_timezone", helper_given(h, "null") ? helper_truth(h, "null") : TRI_NO);
	return value_nil();
}

static struct value remove_timestamps(struct helper *h)
{
	helper_apply(h, helper_given(h, "columns") ? "drop_column column columns=columns"
						   : "drop_column column columns='created_at','updated_at'");
	return value_nil();
}

static struct value remove_column_default(struct helper *h)
{
	helper_apply(h, "alter_column column columns=column");
	vec_last(h->in->options.out.effects)->drops_default = true;
	return value_nil();
}

static struct value drop_sequence(struct helper *h)
{
	remove_column_default(h);
	helper_apply(h, "drop sequence name=sequence");
	return value_nil();
}

#define REFERENCE "table reference ? index foreign_key null type polymorphic default"

static const struct helper_row rows[] = {
	{"add_belongs_to", REFERENCE, NULL, add_reference},
	{"add_column", "table column type ? null default limit array precision scale comment if_not_exists", NULL,
	 add_column},
	{"add_column_with_default", "table column type ? default limit allow_null array", NULL,
	 add_column_with_default},
	{"add_columns", "table *columns ? type null default limit array precision scale comment if_not_exists", NULL,
	 add_columns},
	{"add_reference", REFERENCE, NULL, add_reference},
	{"add_sequence", "table column sequence start",
	 "create sequence name=sequence; alter_column column columns=column default='nextval({sequence})'", NULL},
	{"add_timestamps", "table ? null default columns", NULL, add_timestamps},
	{"add_timestamps_with_timezone", "table ? columns default null", NULL, add_timestamps_with_timezone},
	{"change_column", "table column type ? null default limit using", NULL, helper_change_column},
	{"change_column_comment", "table column comment ? from to", "none", NULL},
	{"change_column_default", "table column value ? from to", NULL, helper_change_column_default},
	{"change_column_null", "table column allow default", NULL, helper_change_column_null},
	{"drop_sequence", "table column sequence", NULL, drop_sequence},
	{"remove_belongs_to", "table reference ? foreign_key polymorphic index", NULL, remove_reference},
	{"remove_column", "table column type ? if_exists", "drop_column column columns=column", NULL},
	{"remove_column_default", "table column", NULL, remove_column_default},
	{"remove_columns", "table *columns ? type", "drop_column column columns=columns", NULL},
	{"remove_reference", "table reference ? foreign_key polymorphic index", NULL, remove_reference},
	{"remove_timestamps", "table ? columns", NULL, remove_timestamps},
	{"rename_column", "table column new", "rename column name=column columns=column to=new to_columns=new", NULL},
	{"swap_columns", "table first second", "swap column name=first columns=first to=second to_columns=second",
	 NULL},
	{"swap_columns_default", "table first second", "alter_column column columns=first,second", NULL},
};

const struct helper_group helper_group_columns = {"columns", rows, sizeof(rows) / sizeof(rows[0])};
