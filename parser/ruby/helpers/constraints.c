/* CHECK, NOT NULL and length constraints. A NOT VALID constraint rejects new rows at once; the validation is what fails
 * on old ones. */
#include "parser/ruby/eval/names.h"
#include "parser/ruby/migration/helper.h"

#include <string.h>

struct value helper_add_check_constraint(struct helper *h)
{
	const char *expression = helper_text(h, helper_value(h, "expression"));
	const char *name = helper_plain_name(h, "name");
	enum tristate validated = helper_truth(h, "validate");
	if (!expression)
		helper_unresolved(h, "the expression is not given");
	if (!name && !helper_given(h, "name") && expression && helper_raw_table(h))
		name = name_rails_check(h->arena, helper_raw_table(h), expression);
	helper_add_check(h, helper_raw_table(h), expression, name, validated);
	return value_nil();
}

/* The product's helper takes the name second, Rails the expression: a text that is no plain name is one. */
struct value helper_remove_check_constraint(struct helper *h)
{
	const char *name = helper_plain_name(h, "name");
	const char *expression = helper_text(h, helper_value(h, "expression"));
	const char *table = helper_raw_table(h);

	if (!name && expression && !expression[strcspn(expression, " <>=()!~")])
		name = helper_plain(h->arena, expression);
	else if (!name && expression && table)
		name = name_rails_check(h->arena, table, expression);
	helper_effect(h, EFFECT_DROP_CONSTRAINT, OBJECT_CONSTRAINT)->name = name;
	if (!name)
		helper_unresolved(h, "the constraint is not named");
	return value_nil();
}

/* num_nonnulls over the sorted columns, as the helper writes it. */
static struct value add_multi_column_not_null(struct helper *h)
{
	helper_apply(h, "add_constraint constraint columns=columns name=constraint_name|multi_check(num_nonnulls) "
			"kind='multi_not_null' validated=validate");
	struct effect *effect = vec_last(h->in->options.out.effects);
	names_sort(&effect->columns);
	effect->expression =
		str_printf(h->arena, "num_nonnulls(%s) %s %s", names_join(h->arena, &effect->columns, ", "),
			   helper_text(h, helper_value(h, "operator")), helper_text(h, helper_value(h, "limit")));
	if (effect->columns.count < 2)
		helper_unresolved(h, "it needs two columns or more");
	return value_nil();
}

static struct value check_constraint_name(struct helper *h)
{
	const char *table = value_name(helper_value(h, "table"));
	const char *column = value_name(helper_value(h, "column"));
	const char *type = value_name(helper_value(h, "type"));
	if (!table || !column || !type)
		return value_unknown(h->in, h->call->node, "the name of a constraint");
	return value_string(h->in, name_check(h->in->arena, table, column, type));
}

static struct value text_limit_name(struct helper *h)
{
	const char *table = value_name(helper_value(h, "table"));
	const char *column = value_name(helper_value(h, "column"));
	const char *name = value_name(helper_value(h, "name"));
	if (name)
		return value_string(h->in, name);
	if (!table || !column)
		return value_unknown(h->in, h->call->node, "the name of a constraint");
	bool limit = str_equal(h->call->name, "text_limit_name");
	return value_string(h->in, name_check(h->in->arena, table, column, limit ? "max_length" : "not_null"));
}

#define ONE_COLUMN "table column ? constraint_name"
#define MULTI "table *columns ? constraint_name"

static const struct helper_row rows[] = {
	{"add_check_constraint", "table expression name ? validate=true if_not_exists", NULL,
	 helper_add_check_constraint},
	{"add_multi_column_not_null_constraint", MULTI " limit=1 operator== validate=true", NULL,
	 add_multi_column_not_null},
	{"add_not_null_constraint", ONE_COLUMN " validate=true",
	 "add_constraint constraint columns=column name=constraint_name|check(not_null) kind='not_null' "
	 "validated=validate expression='{column} IS NOT NULL'",
	 NULL},
	{"add_text_limit", "table column limit ? constraint_name validate=true",
	 "add_constraint constraint columns=column name=constraint_name|check(max_length) kind='text_limit' "
	 "validated=validate expression='char_length({column}) <= {limit}'",
	 NULL},
	{"check_constraint_name", "table column type", NULL, check_constraint_name},
	{"copy_check_constraints", "table column new ? schema", "none", NULL},
	{"drop_constraint", "table name ? cascade", "drop_constraint constraint name=name", NULL},
	{"not_null_constraint_name", "table column name", NULL, text_limit_name},
	{"remove_check_constraint", "table expression ? name validate if_exists", NULL, helper_remove_check_constraint},
	{"remove_multi_column_not_null_constraint", MULTI,
	 "drop_constraint constraint columns=columns name=constraint_name|multi_check(num_nonnulls) "
	 "kind='multi_not_null'",
	 NULL},
	{"remove_not_null_constraint", ONE_COLUMN,
	 "drop_constraint constraint columns=column name=constraint_name|check(not_null) kind='not_null'", NULL},
	{"remove_text_limit", ONE_COLUMN,
	 "drop_constraint constraint columns=column name=constraint_name|check(max_length) kind='text_limit'", NULL},
	{"rename_constraint", "table old new", "rename constraint name=old to=new", NULL},
	{"switch_constraint_names", "table first second", "swap constraint name=first to=second", NULL},
	{"text_limit_name", "table column name", NULL, text_limit_name},
	{"validate_check_constraint", "table name", "validate_constraint constraint name=name", NULL},
	{"validate_constraint", "table name", "validate_constraint constraint name=name", NULL},
	{"validate_multi_column_not_null_constraint", MULTI,
	 "validate_constraint constraint columns=columns name=constraint_name|multi_check(num_nonnulls) "
	 "kind='multi_not_null'",
	 NULL},
	{"validate_not_null_constraint", ONE_COLUMN,
	 "validate_constraint constraint columns=column name=constraint_name|check(not_null) kind='not_null'", NULL},
	{"validate_text_limit", ONE_COLUMN,
	 "validate_constraint constraint columns=column name=constraint_name|check(max_length) kind='text_limit'",
	 NULL},
};

const struct helper_group helper_group_constraints = {"constraints", rows, sizeof(rows) / sizeof(rows[0])};
