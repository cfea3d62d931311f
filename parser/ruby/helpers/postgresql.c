/* What Rails' PostgreSQL (and SQLite) adapters add to its schema statements: types, schemas, unique and exclusion
 * constraints. Types and schemas hold no rows; they are kept like sequences, and their values are not.
 *
 * The table block has the same constraints as calls on `t`: there the table comes from the block. */
#include "parser/ruby/eval/names.h"
#include "parser/ruby/migration/helper.h"

#include <string.h>

struct value helper_add_unique_constraint(struct helper *h)
{
	struct names columns = helper_names(h, "column");
	const char *name = helper_plain_name(h, "name");
	const char *index = helper_plain_name(h, "using_index");
	const char *table = helper_raw_table(h);

	if (!name && table && (index || columns.count)) {
		struct names words = columns;
		if (!words.count)
			names_push(h->arena, &words, index);
		name = name_rails_unique(h->arena, table, &words);
	}
	struct effect *effect = helper_effect(h, EFFECT_ADD_CONSTRAINT, OBJECT_CONSTRAINT);
	effect->kind = CONSTRAINT_UNIQUE;
	effect->unique = effect->validated = TRI_YES;
	effect->columns = columns;
	effect->name = name;
	effect->to = index;
	return value_nil();
}

struct value helper_add_exclusion_constraint(struct helper *h)
{
	const char *table = helper_raw_table(h), *name = helper_plain_name(h, "name");
	const char *expression = helper_text(h, helper_value(h, "expression"));
	const char *method = helper_name(h, "using"), *predicate = helper_text(h, helper_value(h, "where"));

	if (!table || !expression) {
		helper_unresolved(h, "the expression is not given");
		return value_nil();
	}
	if (!name)
		name = name_rails_exclusion(h->arena, table, expression);
	const char *using = method ? str_printf(h->arena, "USING %s ", method) : "";
	const char *where = predicate ? str_printf(h->arena, " WHERE (%s)", predicate) : "";
	helper_sql(h, str_printf(h->arena, "ALTER TABLE %s ADD CONSTRAINT \"%s\" EXCLUDE %s(%s)%s", table, name, using,
				 expression, where));
	return value_nil();
}

struct value helper_drop_named_constraint(struct helper *h)
{
	const char *table = helper_raw_table(h), *name = helper_plain_name(h, "name");
	const char *expression = helper_text(h, helper_value(h, "expression"));
	struct names columns = helper_names(h, "column");

	if (!name && table && columns.count)
		name = name_rails_unique(h->arena, table, &columns);
	if (!name && table && expression)
		name = name_rails_exclusion(h->arena, table, expression);
	struct effect *effect = helper_effect(h, EFFECT_DROP_CONSTRAINT, OBJECT_CONSTRAINT);
	effect->kind = strstr(h->call->name, "exclusion") ? CONSTRAINT_EXCLUSION : CONSTRAINT_UNIQUE;
	effect->columns = columns;
	effect->name = name;
	if (!name)
		helper_unresolved(h, "the constraint is not named");
	return value_nil();
}

/* create_virtual_table :words, :fts5, ['title', 'body'] */
static struct value create_virtual_table(struct helper *h)
{
	struct names arguments = helper_names(h, "arguments");
	struct effect *effect = helper_effect(h, EFFECT_CREATE, OBJECT_TABLE);

	for (size_t i = 0; i < arguments.count; i++) {
		const char *word = arguments.items[i];
		size_t length = strcspn(word, " =");
		if (word[length] != '=')
			names_add(h->arena, &effect->columns, str_copy_n(h->arena, word, length));
	}
	return value_nil();
}

#define UNIQUE "table column ? name using_index deferrable nulls_not_distinct"

static const struct helper_row rows[] = {
	{"add_enum_value", "type value ? before after if_not_exists", "none", NULL},
	{"add_exclusion_constraint", "table expression ? name using where deferrable", NULL,
	 helper_add_exclusion_constraint},
	{"add_unique_constraint", UNIQUE, NULL, helper_add_unique_constraint},
	{"add_unique_key", UNIQUE, NULL, helper_add_unique_constraint},
	{"check_constraints", "table", "", NULL},
	{"create_enum", "type values ? force", "create sequence name=type", NULL},
	{"create_schema", "schema ? force if_not_exists", "create sequence name=schema", NULL},
	{"create_virtual_table", "table module arguments", NULL, create_virtual_table},
	{"disable_referential_integrity", "", NULL, helper_run_block},
	{"drop_enum", "type values ? if_exists", "drop sequence name=type", NULL},
	{"drop_schema", "schema ? if_exists", "drop sequence name=schema", NULL},
	{"drop_virtual_table", "table module arguments", "drop table", NULL},
	{"exclusion_constraint_exists?", "table", "", NULL},
	{"exclusion_constraints", "table", "", NULL},
	{"extension_available?", "name", "", NULL},
	{"remove_exclusion_constraint", "table expression ? name using where", NULL, helper_drop_named_constraint},
	{"remove_unique_constraint", UNIQUE, NULL, helper_drop_named_constraint},
	{"remove_unique_key", UNIQUE, NULL, helper_drop_named_constraint},
	{"rename_enum", "type to", "rename sequence name=type to=to", NULL},
	{"rename_enum_value", "type ? from to", "none", NULL},
	{"rename_schema", "schema to", "rename sequence name=schema to=to", NULL},
	{"schema_exists?", "schema", "", NULL},
	{"set_constraints", "deferred *constraints", "none", NULL},
	{"set_pk_sequence!", "table value", "none", NULL},
	{"unique_constraint_exists?", "table", "", NULL},
	{"unique_constraints", "table", "", NULL},
};

const struct helper_group helper_group_postgresql = {"postgresql", rows, sizeof(rows) / sizeof(rows[0])};
