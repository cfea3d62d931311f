/* Foreign keys. Rails names them fk_rails_<hash>, the product's concurrent helper fk_<hash>, its helper for partitioned
 * tables fk_rails_<hash> again. The concurrent helpers add NOT VALID and validate unless told otherwise: one effect. */
#include "parser/ruby/eval/inflect.h"
#include "parser/ruby/eval/names.h"
#include "parser/ruby/migration/helper.h"

static struct names key_columns(struct helper *h, const char *target)
{
	struct names columns = helper_names(h, "column");
	if (!columns.count && target)
		names_push(h->arena, &columns, str_printf(h->arena, "%s_id", inflect_singular(h->arena, target)));
	return columns;
}

static struct value add(struct helper *h, const char *prefix, const char *on_delete)
{
	const char *target = helper_name(h, "target");
	struct names columns = key_columns(h, target);
	const char *name = helper_name(h, "name");
	if (!name && !helper_given(h, "name") && helper_raw_table(h) && columns.count)
		name = name_foreign_key(h->arena, prefix, helper_raw_table(h), &columns);
	struct names referenced = helper_names(h, "target_column");
	struct value action = helper_value(h, "on_delete");
	struct effect *effect = helper_foreign_key(h, name, columns, target);
	effect->references_columns = referenced;
	effect->validated = helper_truth(h, "validate");
	effect->on_delete = helper_on_delete(h, action, helper_given(h, "on_delete") ? NULL : on_delete);
	return value_nil();
}

static bool says_no_action(const struct helper *h)
{
	struct value *action = call_keyword(h->call, "on_delete");
	return action && (action->kind == VALUE_NIL || action->kind == VALUE_BOOL);
}

static struct value add_foreign_key(struct helper *h)
{
	return add(h, "fk_rails_", NULL);
}

static struct value add_concurrent_foreign_key(struct helper *h)
{
	return add(h, "fk_", says_no_action(h) ? NULL : "cascade");
}

static struct value add_concurrent_partitioned_foreign_key(struct helper *h)
{
	return add(h, "fk_rails_", says_no_action(h) ? NULL : "cascade");
}

static struct value remove_foreign_key(struct helper *h)
{
	struct value target_value = helper_value(h, "target");
	const char *target = value_is_text(target_value) ? helper_name(h, "target") : helper_name(h, "to_table");
	const char *name = helper_plain_name(h, "name");
	struct names columns = helper_names(h, "column");
	if (!columns.count && !name && target)
		columns = key_columns(h, target);
	struct effect *effect = helper_effect(h, EFFECT_DROP_FOREIGN_KEY, OBJECT_FOREIGN_KEY);
	effect->kind = CONSTRAINT_FOREIGN_KEY;
	effect->name = name;
	effect->columns = columns;
	effect->references = helper_plain(h->arena, target);
	if (!name && !columns.count)
		helper_unresolved(h, "the foreign key is not named");
	return value_nil();
}

/* The product's helper takes the column second, Rails the table that the key refers to. */
static struct value validate(struct helper *h)
{
	const char *second = "columns=column name=name|fk(fk_)";
	struct value given = helper_value(h, "column");
	bool is_table = given.kind != VALUE_NIL && !call_keyword(h->call, "column") && !helper_has_own_helpers(h);

	if (is_table || helper_given(h, "to_table")) {
		const char *target = helper_name(h, is_table ? "column" : "to_table");
		struct names columns = {0};
		if (target)
			names_push(h->arena, &columns,
				   str_printf(h->arena, "%s_id", inflect_singular(h->arena, target)));
		struct effect *effect = helper_effect(h, EFFECT_VALIDATE_FOREIGN_KEY, OBJECT_FOREIGN_KEY);
		effect->kind = CONSTRAINT_FOREIGN_KEY;
		effect->references = target;
		effect->columns = columns;
		effect->name = helper_plain_name(h, "name");
		if (!effect->name && columns.count && helper_raw_table(h))
			effect->name = name_foreign_key(h->arena, "fk_rails_", helper_raw_table(h), &columns);
		return value_nil();
	}
	if (!helper_has_own_helpers(h))
		second = "columns=column name=name|fk(fk_rails_)";
	helper_apply(h, str_printf(h->arena, "validate_foreign_key foreign_key %s kind='foreign_key'", second));
	return value_nil();
}

static struct value foreign_key_name(struct helper *h)
{
	const char *table = value_name(helper_value(h, "table"));
	struct value column = helper_value(h, "column");
	const char *prefix = value_name(helper_value(h, "prefix"));
	struct names columns = {0};
	if (value_name(column))
		names_push(h->in->arena, &columns, value_name(column));
	for (size_t i = 0; column.kind == VALUE_ARRAY && i < column.array->count; i++) {
		if (value_name(column.array->items[i]))
			names_push(h->in->arena, &columns, value_name(column.array->items[i]));
	}
	if (!table || !columns.count)
		return value_unknown(h->in, h->call->node, "the name of a foreign key");
	return value_string(h->in, name_foreign_key(h->in->arena, prefix ? prefix : "fk_", table, &columns));
}

/* The emulated keys of 13.x: a trigger on the target deletes or clears rows of the source. */
static struct value add_emulated(struct helper *h)
{
	const char *target = helper_name(h, "target");
	if (!target)
		return value_nil();
	const char *text = str_printf(h->arena, "%s_fk_cascade_function", target);
	const char *function = name_hashed(h->arena, "fk_cascade_function_", text, 10);
	struct effect *effect = helper_effect(h, EFFECT_CREATE_TRIGGER, OBJECT_TRIGGER);
	effect->table = target;
	effect->name =
		name_hashed(h->arena, "fk_cascade_trigger_", str_printf(h->arena, "%s_fk_cascade_trigger", target), 10);
	effect->to = function;
	effect->type = "AFTER DELETE";
	return value_nil();
}

#define CONCURRENT                                                                                                     \
	"table target ? column target_column on_delete on_update name validate=true reverse_lock_order "               \
	"allow_partitioned"
#define REMOVE                                                                                                         \
	"table target ? column name to_table on_delete on_update primary_key reverse_lock_order if_exists validate"

static const struct helper_row rows[] = {
	{"add_concurrent_foreign_key", CONCURRENT, NULL, add_concurrent_foreign_key},
	{"add_concurrent_partitioned_foreign_key", CONCURRENT, NULL, add_concurrent_partitioned_foreign_key},
	{"add_foreign_key", "table target ? column target_column primary_key name on_delete on_update validate=true",
	 NULL, add_foreign_key},
	{"add_partitioned_foreign_key", "table target ? column primary_key on_delete", NULL, add_emulated},
	{"concurrent_foreign_key_name", "table column ? prefix", NULL, foreign_key_name},
	{"copy_foreign_keys", "table old new", "none", NULL},
	{"remove_foreign_key", REMOVE, NULL, remove_foreign_key},
	{"remove_foreign_key_if_exists", REMOVE, NULL, remove_foreign_key},
	{"remove_foreign_key_without_error", REMOVE, NULL, remove_foreign_key},
	{"remove_partitioned_foreign_key", REMOVE, NULL, remove_foreign_key},
	{"rename_partitioned_foreign_key", "table old new", "rename foreign_key name=old to=new", NULL},
	{"swap_foreign_keys", "table first second", "swap foreign_key name=first to=second", NULL},
	{"swap_partitioned_foreign_keys", "table first second", "swap foreign_key name=first to=second", NULL},
	{"validate_foreign_key", "table column ? name to_table", NULL, validate},
	{"validate_partitioned_foreign_key", "table column ? name",
	 "validate_foreign_key foreign_key columns=column name=name|fk(fk_rails_) kind='foreign_key'", NULL},
};

const struct helper_group helper_group_foreign_keys = {"foreign_keys", rows, sizeof(rows) / sizeof(rows[0])};
