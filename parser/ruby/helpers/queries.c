/* Questions to the catalog of the database, quoting, and SQL that is sent through the migration itself. The answers of
 * the catalog are not known; guards on them are evaluated both ways. */
#include "parser/ruby/eval/external.h"
#include "parser/ruby/eval/names.h"

static struct value send_sql(struct helper *h)
{
	interp_sql(h->in, h->call, helper_value(h, "sql"), h->call->name);
	return value_data(h->in, h->call->node, "the result of a query");
}

static struct value connection(struct helper *h)
{
	return connection_value(h->in);
}

/* Quoting and the like are the connection's own methods. */
static struct value ask_connection(struct helper *h)
{
	struct call call = *h->call;
	if (call.has_receiver)
		return value_data(h->in, call.node, "an answer of the database");
	call.receiver = connection_value(h->in);
	call.has_receiver = true;
	return interp_call(h->in, &call);
}

static struct value update_manager(struct helper *h)
{
	return interp_send(h->in, value_external("Arel::UpdateManager"), "new", NULL, 0);
}

static struct value yes(struct helper *h)
{
	(void)h;
	return value_bool(true);
}

static struct value adapter(struct helper *h)
{
	return value_string(h->in, "PostgreSQL");
}

static struct value boolean_text(struct helper *h)
{
	return value_string(h->in, str_equal(h->call->name, "true_value") ? "'t'" : "'f'");
}

/* <type>_<hash of table_type> */
static struct value object_name(struct helper *h)
{
	const char *table = value_name(helper_value(h, "table")), *type = value_name(helper_value(h, "type"));

	if (!table || !type)
		return value_unknown(h->in, h->call->node, "a generated name");
	const char *text = str_printf(h->in->arena, "%s_%s", table, type);
	return value_string(h->in, name_hashed(h->in->arena, str_printf(h->in->arena, "%s_", type), text, 10));
}

static struct value nothing(struct helper *h)
{
	(void)h;
	return value_nil();
}

#define QUESTION(name)                                                                                                 \
	{                                                                                                              \
		name, "", "", NULL                                                                                     \
	}
#define SQL(name)                                                                                                      \
	{                                                                                                              \
		name, "sql", NULL, send_sql                                                                            \
	}

static const struct helper_row rows[] = {
	{"adapter_name", "", NULL, adapter},
	{"arel_update_manager", "", NULL, update_manager},
	{"can_execute_on?", "*tables", NULL, yes},
	QUESTION("check_constraint_exists?"),
	QUESTION("check_not_null_constraint_exists?"),
	QUESTION("check_text_limit_exists?"),
	QUESTION("column_exists?"),
	QUESTION("column_for"),
	QUESTION("columns"),
	QUESTION("columns_swapped?"),
	{"connection", "", NULL, connection},
	QUESTION("data_source_exists?"),
	SQL("delete"),
	SQL("exec_delete"),
	SQL("exec_insert"),
	SQL("exec_query"),
	SQL("exec_update"),
	SQL("execute"),
	QUESTION("extension_enabled?"),
	{"false_value", "", NULL, boolean_text},
	QUESTION("find_all_id_columns_sql"),
	QUESTION("find_duplicate_indexes"),
	{"find_partitioned_table", "name", NULL, external_partitioned_table},
	QUESTION("foreign_key_exists?"),
	QUESTION("foreign_key_for"),
	QUESTION("foreign_keys"),
	QUESTION("foreign_keys_for"),
	QUESTION("function_exists?"),
	QUESTION("gitlab_shell"),
	QUESTION("has_loose_foreign_key?"),
	QUESTION("index_exists?"),
	QUESTION("index_exists_by_name?"),
	QUESTION("index_invalid?"),
	QUESTION("index_name_exists?"),
	QUESTION("indexes"),
	QUESTION("indexes_by_definition_for_table"),
	QUESTION("indexes_for"),
	SQL("insert"),
	{"mysql_compatible_index_length", "", NULL, nothing},
	{"object_name", "table type", NULL, object_name},
	QUESTION("partition?"),
	QUESTION("partition_exists?"),
	QUESTION("primary_key"),
	SQL("query"),
	SQL("query_value"),
	{"quote", "value", NULL, ask_connection},
	{"quote_column_name", "value", NULL, ask_connection},
	{"quote_string", "value", NULL, ask_connection},
	{"quote_table_name", "value", NULL, ask_connection},
	SQL("select_all"),
	SQL("select_one"),
	SQL("select_rows"),
	SQL("select_value"),
	SQL("select_values"),
	QUESTION("table_exists?"),
	QUESTION("table_integer_ids"),
	QUESTION("table_partitioned?"),
	QUESTION("tables"),
	QUESTION("temp_column_removed?"),
	QUESTION("trigger_exists?"),
	{"true_value", "", NULL, boolean_text},
	SQL("update"),
	QUESTION("view_exists?"),
	QUESTION("wraparound_prevention_on_tables?"),
};

const struct helper_group helper_group_queries = {"queries", rows, sizeof(rows) / sizeof(rows[0])};
