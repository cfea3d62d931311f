/* Tables that are just large enough. A column has the type that structure.sql or a migration gives it, when it is one
 * of those that every PostgreSQL has; else one that its name suggests, and the script says so by using it. */
#include "analyzer/witness/witness_parts.h"

#include "analyzer/witness/sql_condition.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

enum sort_of_type { SORT_NUMBER, SORT_TEXT, SORT_BOOLEAN, SORT_TIME, SORT_JSON, SORT_BYTES, SORT_UUID, SORT_ARRAY };

struct known_type {
	const char *name; /* as SQL or Rails call it, without a length */
	const char *sql;
	enum sort_of_type sort;
};

/* By name. */
static const struct known_type known_types[] = {
	{"bigint", "bigint", SORT_NUMBER},
	{"binary", "bytea", SORT_BYTES},
	{"boolean", "boolean", SORT_BOOLEAN},
	{"bytea", "bytea", SORT_BYTES},
	{"character varying", "text", SORT_TEXT},
	{"date", "date", SORT_TIME},
	{"datetime", "timestamp", SORT_TIME},
	{"datetime_with_timezone", "timestamptz", SORT_TIME},
	{"decimal", "numeric", SORT_NUMBER},
	{"double precision", "double precision", SORT_NUMBER},
	{"float", "double precision", SORT_NUMBER},
	{"int2", "smallint", SORT_NUMBER},
	{"int4", "integer", SORT_NUMBER},
	{"int8", "bigint", SORT_NUMBER},
	{"integer", "integer", SORT_NUMBER},
	{"json", "json", SORT_JSON},
	{"jsonb", "jsonb", SORT_JSON},
	{"numeric", "numeric", SORT_NUMBER},
	{"references", "bigint", SORT_NUMBER},
	{"smallint", "smallint", SORT_NUMBER},
	{"string", "text", SORT_TEXT},
	{"text", "text", SORT_TEXT},
	{"timestamp", "timestamp", SORT_TIME},
	{"timestamp with time zone", "timestamptz", SORT_TIME},
	{"timestamp without time zone", "timestamp", SORT_TIME},
	{"timestamptz", "timestamptz", SORT_TIME},
	{"uuid", "uuid", SORT_UUID},
	{"varchar", "text", SORT_TEXT},
};

static const struct known_type a_number = {"bigint", "bigint", SORT_NUMBER};
static const struct known_type a_text = {"text", "text", SORT_TEXT};
static const struct known_type numbers = {"bigint[]", "bigint[]", SORT_ARRAY};
static const struct known_type texts = {"text[]", "text[]", SORT_ARRAY};

static const struct known_type *by_name(const char *name, size_t length)
{
	while (length && isspace((unsigned char)name[length - 1]))
		length--;
	for (size_t i = 0; i < sizeof(known_types) / sizeof(known_types[0]); i++) {
		if (strlen(known_types[i].name) == length && strncasecmp(known_types[i].name, name, length) == 0)
			return &known_types[i];
	}
	return NULL;
}

/* "column <> 4": compared with a number, and not as the argument of a function. */
static bool is_compared_with_number(const char *expression, const char *column)
{
	size_t length = strlen(column);

	for (const char *at = expression; at && (at = strstr(at, column)); at += length) {
		const char *next = at + length + (at[length] == '"');
		bool is_argument = at - expression >= 2 && at[-1] == '(' && str_is_word_byte(at[-2]);
		next += strspn(next, " )");
		size_t operator_length = strspn(next, "<>=!");
		next += operator_length + strspn(next + operator_length, " (-");
		if (!is_argument && operator_length && isdigit((unsigned char)*next))
			return true;
	}
	return false;
}

static const struct known_type *type_of(const struct witness_maker *m, const char *table, const char *column)
{
	const struct schema_column *known = schema_column(m->schema, table, column);
	const char *type = known ? known->type : NULL;
	const struct known_type *found = type ? by_name(type, strcspn(type, "([")) : NULL;

	if (found && strchr(type, '['))
		return found->sort == SORT_NUMBER ? &numbers : &texts;
	if (found)
		return found;
	return is_compared_with_number(m->statement->predicate, column) ||
			       is_compared_with_number(m->statement->expression, column) || str_equal(column, "id") ||
			       str_ends_with(column, "_id") || str_ends_with(column, "_ids") ||
			       str_ends_with(column, "_to_bigint")
		       ? &a_number
		       : &a_text;
}

const char *witness_value(struct witness_maker *m, const char *table, const char *column, int nth)
{
	switch (type_of(m, table, column)->sort) {
	case SORT_NUMBER:
		return str_printf(m->arena, "%d", nth);
	case SORT_TEXT:
		return str_printf(m->arena, "'%c'", 'a' + nth - 1);
	case SORT_BOOLEAN:
		return nth == 1 ? "true" : "false";
	case SORT_TIME:
		return str_printf(m->arena, "'2020-01-%02d'", nth);
	case SORT_JSON:
		return str_printf(m->arena, "'[%d]'", nth);
	case SORT_BYTES:
		return str_printf(m->arena, "'\\x%02x'", (unsigned)nth & 0xffU);
	case SORT_UUID:
		return str_printf(m->arena, "'00000000-0000-0000-0000-%012d'", nth);
	case SORT_ARRAY:
		return str_printf(m->arena, "'{%d}'", nth);
	}
	return "NULL";
}

static void create(struct witness_maker *m, const char *table, const struct names *columns, const char *key)
{
	struct names parts = {0};
	const char *dot = strchr(table, '.');

	if (dot)
		names_add(m->arena, &m->setup,
			  str_printf(m->arena, "CREATE SCHEMA IF NOT EXISTS %s;",
				     quote_name(m->arena, str_copy_n(m->arena, table, (size_t)(dot - table)))));
	for (size_t i = 0; i < columns->count; i++)
		names_add(m->arena, &parts,
			  str_printf(m->arena, "%s %s", quote_name(m->arena, columns->items[i]),
				     type_of(m, table, columns->items[i])->sql));
	names_push(m->arena, &m->setup,
		   str_printf(m->arena, "CREATE TABLE %s (%s%s);", quote_name(m->arena, table),
			      names_join(m->arena, &parts, ", "), key));
}

void witness_table(struct witness_maker *m)
{
	struct names columns = {0};

	names_add(m->arena, &columns, "id");
	for (size_t i = 0; i < m->columns.count; i++)
		names_add(m->arena, &columns, m->columns.items[i]);
	create(m, m->table, &columns, "");
}

void witness_foreign_table(struct witness_maker *m, const char *table, const struct names *key)
{
	create(m, table, key, str_printf(m->arena, ", PRIMARY KEY (%s)", quote_names(m->arena, key, ", ", "")));
}

/* The constants of an expression that could be values of the column, and neighbours of its numbers. */
static void add_constants(struct witness_maker *m, const char *expression, enum sort_of_type sort, struct names *out)
{
	for (const char *at = expression; at && *at;) {
		size_t length = 1;
		if (*at == '\'') {
			length += strcspn(at + 1, "'") + 1;
			if (sort == SORT_TEXT && length < 200 && at[length - 1] == '\'')
				names_add(m->arena, out, str_copy_n(m->arena, at, length));
		} else if (isalpha((unsigned char)*at) || *at == '_') {
			while (str_is_word_byte(at[length]))
				length++;
		} else if (isdigit((unsigned char)*at)) {
			length = strspn(at, "0123456789");
			long number = strtol(at, NULL, 10);
			for (long near = number - 1; length < 10 && near <= number + 1; near++)
				names_add(m->arena, out,
					  sort == SORT_NUMBER ? str_printf(m->arena, "%ld", near)
							      : str_printf(m->arena, "repeat('x', %ld)", near));
		}
		at += length <= strlen(at) ? length : strlen(at);
	}
}

static const char *candidates(struct witness_maker *m, const char *column, const char *expression, bool nulls_first)
{
	const struct known_type *type = type_of(m, m->table, column);
	struct names values = {0};

	if (nulls_first)
		names_add(m->arena, &values, "NULL");
	for (int nth = 1; nth <= 2; nth++)
		names_add(m->arena, &values, witness_value(m, m->table, column, nth));
	if (type->sort == SORT_NUMBER) {
		names_add(m->arena, &values, "0");
		names_add(m->arena, &values, "-1");
	}
	if (type->sort == SORT_TEXT)
		names_add(m->arena, &values, "''");
	if (type->sort == SORT_NUMBER || type->sort == SORT_TEXT)
		add_constants(m, expression, type->sort, &values);
	names_add(m->arena, &values, "NULL");
	values.items[0] = str_printf(m->arena, "%s::%s", values.items[0], type->sql);
	return str_printf(m->arena, "(%s)", names_join(m->arena, &values, "), ("));
}

const char *witness_search(struct witness_maker *m, const char *expression, bool nulls_first)
{
	struct strbuf out = strbuf_new(m->arena);

	for (size_t i = 0; i < m->columns.count; i++)
		strbuf_printf(&out, "%s(VALUES %s) AS c%zu(%s)", i ? " CROSS JOIN " : "FROM ",
			      candidates(m, m->columns.items[i], expression, nulls_first), i,
			      quote_name(m->arena, m->columns.items[i]));
	return strbuf_finish(&out);
}
