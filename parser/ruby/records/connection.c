/* The database connection: raw SQL goes to the SQL reader, quoting gives text, questions about the schema are answered
 * from the catalog, schema statements are those of the migration DSL. */
#include "parser/ruby/records/relation.h"

#include "parser/ruby/core/builtins.h"
#include "parser/sql/sql.h"

#include <string.h>

static const char connection_path[] = "ActiveRecord::ConnectionAdapters::AbstractAdapter";

struct value connection_value(struct interp *in)
{
	struct object *object = ARENA_NEW(in->arena, struct object);

	object->class_path = connection_path;
	return (struct value){.kind = VALUE_OBJECT, .object = object};
}

static bool is_connection(struct value value)
{
	return value.kind == VALUE_OBJECT && value.object->class_path == connection_path;
}

/* Rows as a list: one stands for all. */
static struct value some_rows(struct interp *in, struct value row)
{
	struct value rows = value_new_array(in);

	rows.array->open = true;
	array_push(in, rows.array, row);
	return rows;
}

static struct value statement_text(struct interp *in, const struct call *call)
{
	struct value sql = call_arg(call, 0);

	if (sql.kind == VALUE_RELATION)
		return value_string(in, relation_sql(in, sql.relation, NULL));
	return sql;
}

/* The result of a statement that gives rows is a list of them. */
static struct value run_execute(struct interp *in, const struct call *call)
{
	struct value row = interp_sql_row(in, call, statement_text(in, call), call->name);

	return row.kind == VALUE_HASH ? some_rows(in, row) : value_data(in, call->node, "the result of a query");
}

/* select_value, delete: one value */
static struct value run_value(struct interp *in, const struct call *call)
{
	interp_sql(in, call, statement_text(in, call), call->name);
	return value_data(in, call->node, "the result of a query");
}

/* exec_query, select_all: hashes */
static struct value run_rows(struct interp *in, const struct call *call)
{
	return some_rows(in, interp_sql_row(in, call, statement_text(in, call), call->name));
}

static struct value run_row(struct interp *in, const struct call *call)
{
	return interp_sql_row(in, call, statement_text(in, call), call->name);
}

/* select_rows, select_values: lists of values, or values */
static struct value run_values(struct interp *in, const struct call *call)
{
	interp_sql(in, call, statement_text(in, call), call->name);
	return some_rows(in, value_data(in, call->node, "a row from the database"));
}

static struct value run_block(struct interp *in, const struct call *call)
{
	return call->block ? interp_yield(in, call->block, NULL, 0) : value_nil();
}

static struct value run_quote(struct interp *in, const struct call *call)
{
	struct value text = value_string(in, sql_literal(in, call_arg(call, 0)));
	struct text *copy = ARENA_NEW(in->arena, struct text);

	*copy = *text.text;
	copy->partial = sql_has_placeholder(copy->bytes);
	return value_text(VALUE_STRING, copy);
}

static struct value run_quote_name(struct interp *in, const struct call *call)
{
	struct text *text = ARENA_NEW(in->arena, struct text);
	struct value given = call_arg(call, 0);

	/* arguments of a job that are lists of columns from one release on: a list of one is that column */
	if (given.kind == VALUE_ARRAY && given.array->count == 1 && !given.array->open)
		given = given.array->items[0];
	struct text name = value_to_text(in, given);

	text->bytes = sql_quote_name(in, name.bytes);
	text->length = strlen(text->bytes);
	text->partial = name.partial;
	return value_text(VALUE_STRING, text);
}

static struct value run_quote_string(struct interp *in, const struct call *call)
{
	struct value value = call_arg(call, 0);
	struct strbuf out = strbuf_new(in->arena);

	if (!value_is_text(value) || !strchr(value.text->bytes, '\''))
		return value;
	for (const char *c = value.text->bytes; *c; c++) {
		if (*c == '\'')
			strbuf_putc(&out, '\'');
		strbuf_putc(&out, *c);
	}
	struct text *text = ARENA_NEW(in->arena, struct text);
	*text = *value.text;
	text->bytes = strbuf_finish(&out);
	text->length = out.length;
	return value_text(VALUE_STRING, text);
}

static struct value from_tristate(struct interp *in, const struct call *call, enum tristate answer)
{
	/* whether something exists at run time is taken to be so */
	if (answer == TRI_NO)
		return value_data(in, call->node, "whether something exists in the database");
	return value_bool(true);
}

static struct value run_column_exists(struct interp *in, const struct call *call)
{
	const char *table = value_name(call_arg(call, 0)), *column = value_name(call_arg(call, 1));

	return from_tristate(in, call, catalog_has_column(in->options.catalog, table, column));
}

static struct value run_table_exists(struct interp *in, const struct call *call)
{
	const char *table = value_name(call_arg(call, 0));

	/* jobs make their own working tables when they are not there yet */
	if (in->options.in_job)
		return value_data(in, call->node, "whether a table exists in the database");
	return from_tristate(in, call, catalog_has_table(in->options.catalog, table));
}

/* columns(table): objects that know their name */
static struct value run_columns(struct interp *in, const struct call *call)
{
	const struct names *columns = catalog_columns(in->options.catalog, value_name(call_arg(call, 0)));
	struct value list = value_new_array(in);

	list.array->open = true; /* it stands for the columns at run time */
	for (size_t i = 0; columns && i < columns->count; i++)
		array_push(in, list.array, value_string(in, columns->items[i]));
	return list;
}

static struct value run_primary_keys(struct interp *in, const struct call *call)
{
	const struct names *key = catalog_primary_key(in->options.catalog, value_name(call_arg(call, 0)));
	struct value list = value_new_array(in);

	for (size_t i = 0; key && i < key->count; i++)
		array_push(in, list.array, value_string(in, key->items[i]));
	if (!key)
		array_push(in, list.array, value_string(in, "id"));
	return str_equal(call->name, "primary_key") ? list.array->items[0] : list;
}

static struct value run_exists(struct interp *in, const struct call *call)
{
	(void)in;
	(void)call;
	return value_bool(true);
}

static const struct builtin rows[] = {
	{"column_exists?", run_column_exists},
	{"columns", run_columns},
	{"data_source_exists?", run_table_exists},
	{"delete", run_value},
	{"exec_delete", run_value},
	{"exec_insert", run_value},
	{"exec_query", run_rows},
	{"exec_update", run_value},
	{"execute", run_execute},
	{"index_exists?", run_exists},
	{"index_name_exists?", run_exists},
	{"insert", run_value},
	{"primary_key", run_primary_keys},
	{"primary_keys", run_primary_keys},
	{"query", run_values},
	{"query_value", run_value},
	{"quote", run_quote},
	{"quote_column_name", run_quote_name},
	{"quote_string", run_quote_string},
	{"quote_table_name", run_quote_name},
	{"raw_connection", builtin_self},
	{"schema_cache", builtin_self},
	{"select_all", run_rows},
	{"select_one", run_row},
	{"select_rows", run_values},
	{"select_value", run_value},
	{"select_values", run_values},
	{"table_exists?", run_table_exists},
	{"transaction", run_block},
	{"truncate", NULL},
	{"uncached", run_block},
	{"unprepared_statement", run_block},
	{"update", run_value},
};

/* Something that came from code which was not read is sent a text with blanks to execute: it can only be a
 * connection. */
static bool sends_sql(const struct call *call)
{
	struct value sql = call_arg(call, 0);

	return call->receiver.kind == VALUE_UNKNOWN && call->has_receiver && value_is_text(sql) &&
	       strchr(sql.text->bytes, ' ') &&
	       str_in(call->name, "exec_delete exec_insert exec_query exec_update execute select_all select_value "
				  "select_values");
}

static void run_likely(struct interp *in, const struct call *call, struct value *result)
{
	enum certainty certainty = in->certainty;

	if (in->certainty == CERTAINTY_PROVEN)
		in->certainty = CERTAINTY_LIKELY;
	*result = run_rows(in, call);
	in->certainty = certainty;
}

bool connection_call(struct interp *in, const struct call *call, struct value *result)
{
	bool is_source = call->receiver.kind == VALUE_OBJECT && !is_connection(call->receiver);

	if (is_source && strcmp(call->name, "connection") == 0) {
		*result = connection_value(in);
		return true;
	}
	if (call->block && strcmp(call->name, "with_connection") == 0) {
		struct value argument = connection_value(in);
		*result = interp_yield(in, call->block, &argument, 1);
		return true;
	}
	if (sends_sql(call)) {
		run_likely(in, call, result);
		return true;
	}
	if (!is_connection(call->receiver))
		return false;
	const struct builtin *row = row_find(rows, sizeof(rows) / sizeof(*rows), call->name);
	if (row && row->run) {
		*result = row->run(in, call);
		return true;
	}
	return helper_call(in, call, result);
}
