/* Triggers and functions, and what is made of them: sharding keys, deletion records of loose foreign keys. Function
 * bodies are written out as the helper writes them and read by the SQL reader. */
#include "parser/ruby/eval/names.h"
#include "parser/ruby/migration/helper.h"

static struct value create_function(struct helper *h)
{
	const char *name = helper_name(h, "name");
	const char *body = helper_text(h, helper_yield(h, NULL, 0));
	if (!name)
		return value_nil();
	if (!body) {
		helper_unresolved(h, "the body of the function is not known");
		return value_nil();
	}
	helper_sql(
		h,
		str_printf(h->arena,
			   "CREATE OR REPLACE FUNCTION %s() RETURNS TRIGGER AS $$\nBEGIN\n%s\nEND\n$$ LANGUAGE PLPGSQL",
			   name, body));
	return value_nil();
}

/* A block gives what stands before EXECUTE: WHEN (...). A condition that is not known counts as met. */
static struct value create_trigger(struct helper *h)
{
	const char *table = helper_raw_table(h), *name = helper_name(h, "name");
	const char *function = helper_name(h, "function"), *fires = helper_text(h, helper_value(h, "fires"));
	const char *condition = h->call->block ? helper_text(h, helper_yield(h, NULL, 0)) : NULL;
	if (condition && table && name && function && fires) {
		helper_sql(h, str_printf(h->arena, "CREATE TRIGGER %s %s ON %s FOR EACH ROW %s EXECUTE FUNCTION %s()",
					 name, fires, table, condition, function));
		return value_nil();
	}
	struct effect *effect = helper_effect(h, EFFECT_CREATE_TRIGGER, OBJECT_TRIGGER);
	effect->name = name;
	effect->to = function;
	effect->type = fires;
	return value_nil();
}

static const char *sharding_trigger(struct helper *h)
{
	const char *name = helper_name(h, "trigger_name");
	const char *table = helper_raw_table(h);
	const char *key = helper_name(h, "sharding_key");
	return name || !table || !key ? name : name_sharding_trigger(h->arena, table, key);
}

static struct value install_sharding_key(struct helper *h)
{
	const char *trigger = sharding_trigger(h);
	const char *key = helper_name(h, "sharding_key"), *parent = helper_name(h, "parent_table");
	const char *parent_key = helper_name(h, "parent_sharding_key"), *foreign = helper_name(h, "foreign_key");
	const char *primary =
		helper_given(h, "parent_table_primary_key") ? helper_name(h, "parent_table_primary_key") : "id";
	if (!trigger || !key || !parent || !parent_key || !foreign || !primary)
		return value_nil();
	helper_sql(h, str_printf(h->arena,
				 "CREATE OR REPLACE FUNCTION %s() RETURNS TRIGGER LANGUAGE plpgsql AS $$\nBEGIN\n"
				 "IF NEW.\"%s\" IS NULL THEN\nSELECT \"%s\" INTO NEW.\"%s\" FROM \"%s\" "
				 "WHERE \"%s\".\"%s\" = NEW.\"%s\";\nEND IF;\nRETURN NEW;\nEND\n$$",
				 trigger, key, parent_key, key, parent, parent, primary, foreign));
	struct effect *attached = helper_effect(h, EFFECT_CREATE_TRIGGER, OBJECT_TRIGGER);
	attached->name = trigger;
	attached->to = trigger;
	attached->type = "BEFORE INSERT OR UPDATE";
	return value_nil();
}

static struct value remove_sharding_key(struct helper *h)
{
	const char *trigger = sharding_trigger(h);
	if (trigger)
		helper_drop_trigger(h, trigger, trigger);
	return value_nil();
}

static struct value assign_unique_id(struct helper *h)
{
	const char *table = helper_table(h);
	if (!table)
		return value_nil();
	bool reverts = str_starts_with(h->call->name, "revert");
	const char *function = str_printf(h->arena, "assign_%s_id_value", table);
	const char *trigger = str_printf(h->arena, "assign_%s_id_trigger", table);
	struct names none = {0}, id = {0};
	names_push(h->arena, &id, "id");
	if (reverts)
		helper_drop_trigger(h, trigger, function);
	else
		helper_copy_trigger(h, &(struct copy_trigger){.name = trigger,
							      .function = function,
							      .from = &none,
							      .to = &none,
							      .fires = "BEFORE INSERT"});
	struct effect *standard = helper_effect(h, EFFECT_ALTER_COLUMN, OBJECT_COLUMN);
	standard->columns = id;
	standard->drops_default = !reverts;
	const char *sequence = reverts ? value_name(helper_value(h, "seq")) : NULL;
	if (sequence)
		standard->default_value = str_printf(h->arena, "nextval('%s')", sequence);
	return value_nil();
}

#define LOOSE_TRIGGER                                                                                                  \
	"create_trigger trigger name='{table}_loose_fk_trigger' type='AFTER DELETE' "                                  \
	"to='insert_into_loose_foreign_keys_deleted_records"
#define SHARDING                                                                                                       \
	"table sharding_key parent_table ? parent_sharding_key foreign_key parent_table_primary_key trigger_name"

static const struct helper_row rows[] = {
	{"create_trigger", "table name function ? fires", NULL, create_trigger},
	{"create_trigger_function", "name ? replace", NULL, create_function},
	{"drop_function", "name ? if_exists", "drop function name=name", NULL},
	{"drop_trigger", "table name ? if_exists", "drop_trigger trigger name=name", NULL},
	{"ensure_unique_id", "table ? seq", NULL, assign_unique_id},
	{"install_sharding_key_assignment_trigger", SHARDING, NULL, install_sharding_key},
	{"remove_sharding_key_assignment_trigger", SHARDING, NULL, remove_sharding_key},
	{"reset_all_trigger_functions", "table", "none", NULL},
	{"reset_trigger_function", "name", "none", NULL},
	{"revert_ensure_unique_id", "table ? seq", NULL, assign_unique_id},
	{"track_record_deletions", "table", LOOSE_TRIGGER "'", NULL},
	{"track_record_deletions_override_table_name", "table parent", LOOSE_TRIGGER "_override_table'", NULL},
	{"untrack_record_deletions", "table", "drop_trigger trigger name='{table}_loose_fk_trigger'", NULL},
};

const struct helper_group helper_group_triggers = {"triggers", rows, sizeof(rows) / sizeof(rows[0])};
