/* Names as effects spell them: folded by the grammar, the schemas that hold the product's own tables dropped. */
#include "parser/sql/read.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* PostgreSQL's limit of names, NAMEDATALEN - 1. */
#define NAME_LENGTH 63

static const char dropped_schemas[] = "public gitlab_partitions_dynamic gitlab_partitions_static pg_catalog";

bool sql_has_placeholder(const char *word)
{
	const char *found = word;

	while (found && (found = strstr(found, SQL_PLACEHOLDER_PREFIX))) {
		found += strlen(SQL_PLACEHOLDER_PREFIX);
		if (isdigit((unsigned char)*found))
			return true;
	}
	return false;
}

const char *name_qualified(struct arena *arena, const char *schema, const char *name)
{
	if (!schema || !*schema || str_in(schema, dropped_schemas))
		return str_copy(arena, name);
	return str_concat(arena, schema, ".", name);
}

/* One part of a dotted name, folded; *name is moved behind it. */
static char *fold_part(struct arena *arena, const char **name)
{
	struct strbuf part = strbuf_new(arena);
	const char *c = *name;

	if (*c == '"' || *c == '`') {
		char quote = *c++;

		for (; *c && (*c != quote || c[1] == quote); c++) {
			strbuf_putc(&part, *c);
			c += *c == quote;
		}
		c += *c == quote;
	} else {
		for (; *c && *c != '.'; c++)
			strbuf_putc(&part, *c >= 'A' && *c <= 'Z' ? (char)(*c + 'a' - 'A') : *c);
	}
	while (*c && *c != '.')
		c++;
	*name = *c ? c + 1 : c;
	return strbuf_finish(&part);
}

char *sql_name(struct arena *arena, const char *name)
{
	struct strbuf folded = strbuf_new(arena);

	if (!name)
		return NULL;
	while (isspace((unsigned char)*name))
		name++;
	while (*name) {
		char *part = fold_part(arena, &name);

		if (*name && str_in(part, dropped_schemas) && !folded.length)
			continue;
		if (folded.length)
			strbuf_putc(&folded, '.');
		strbuf_puts(&folded, part);
	}
	return strbuf_finish(&folded);
}

static const char *checked(struct reader *reader, const char *name, const char *why)
{
	if (!name || !*name)
		return NULL;
	if (!sql_has_placeholder(name))
		return name;
	reader_unresolved(reader, why);
	return NULL;
}

const char *name_table(struct reader *reader, const PgQuery__RangeVar *relation)
{
	if (!relation)
		return NULL;
	/* a schema that is not known leaves the table known */
	return checked(reader,
		       name_qualified(reader->arena,
				      sql_has_placeholder(relation->schemaname) ? NULL : relation->schemaname,
				      relation->relname),
		       "a table name is computed at run time");
}

const char *name_column(struct reader *reader, const char *column)
{
	return checked(reader, str_copy(reader->arena, column), "a column name is computed at run time");
}

const char *name_object(struct reader *reader, const char *name)
{
	return checked(reader, str_copy(reader->arena, name), "a name is computed at run time");
}

const char *name_string(const node_t *node)
{
	return node && node->node_case == PG_QUERY__NODE__NODE_STRING ? node->string->sval : NULL;
}

const char *constant_text(const node_t *node)
{
	while (node && node->node_case == PG_QUERY__NODE__NODE_TYPE_CAST)
		node = node->type_cast->arg;
	if (!node || node->node_case != PG_QUERY__NODE__NODE_A_CONST ||
	    node->a_const->val_case != PG_QUERY__A__CONST__VAL_SVAL)
		return NULL;
	return node->a_const->sval->sval;
}

const char *name_list(struct reader *reader, size_t count, node_t *const *nodes, size_t skip)
{
	const char *schema = NULL;
	const char *name;

	if (count <= skip)
		return NULL;
	count -= skip;
	if (count > 1)
		schema = name_string(nodes[count - 2]);
	name = name_string(nodes[count - 1]);
	if (!name)
		return NULL;
	return name_object(reader, name_qualified(reader->arena, sql_has_placeholder(schema) ? NULL : schema, name));
}

void names_add_columns(struct reader *reader, struct names *out, size_t count, node_t *const *nodes)
{
	for (size_t i = 0; i < count; i++) {
		const char *column = name_column(reader, name_string(nodes[i]));

		if (column)
			names_add(reader->arena, out, column);
	}
}

/* makeObjectName() of PostgreSQL: the longer part is shortened first. */
const char *name_automatic(struct reader *reader, const char *table, const struct names *columns, const char *label)
{
	char *joined = names_join(reader->arena, columns, "_");
	const char *dot = table ? strrchr(table, '.') : NULL;
	size_t extra = strlen(label) + 1 + (*joined ? 1 : 0);
	size_t first, second;

	if (!table)
		return NULL;
	table = dot ? dot + 1 : table;
	first = strlen(table);
	second = strlen(joined);
	while (first + second + extra > NAME_LENGTH) {
		if (first > second)
			first--;
		else
			second--;
	}
	return str_printf(reader->arena, "%.*s%s%.*s_%s", (int)first, table, *joined ? "_" : "", (int)second, joined,
			  label);
}
