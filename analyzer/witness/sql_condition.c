/* The condition of a constraint, turned round. A check expression stands as its author wrote it; PostgreSQL accepts
 * NULL as an answer to it, and so does NOT (...). */
#include "analyzer/witness/sql_condition.h"

#include <string.h>

const char *quote_name(struct arena *arena, const char *name)
{
	struct strbuf out = strbuf_new(arena);

	strbuf_putc(&out, '"');
	for (; *name; name++) {
		if (*name == '.')
			strbuf_puts(&out, "\".\"");
		else if (*name == '"')
			strbuf_puts(&out, "\"\"");
		else
			strbuf_putc(&out, *name);
	}
	strbuf_putc(&out, '"');
	return strbuf_finish(&out);
}

const char *quote_names(struct arena *arena, const struct names *names, const char *separator, const char *after)
{
	struct names parts = {0};

	for (size_t i = 0; i < names->count; i++)
		names_push(arena, &parts, str_printf(arena, "%s%s", quote_name(arena, names->items[i]), after));
	return names_join(arena, &parts, separator);
}

const char *quote_text(struct arena *arena, const char *text)
{
	struct strbuf out = strbuf_new(arena);

	strbuf_putc(&out, '\'');
	for (; *text; text++) {
		if (*text == '\'')
			strbuf_putc(&out, '\'');
		strbuf_putc(&out, *text);
	}
	strbuf_putc(&out, '\'');
	return strbuf_finish(&out);
}

static const struct names *columns_of(const struct edge *edge, const struct effect *statement)
{
	return statement->columns.count ? &statement->columns : &edge->columns;
}

static bool sets_not_null(const struct effect *statement)
{
	return statement->kind == CONSTRAINT_NOT_NULL ||
	       (statement->object == OBJECT_COLUMN && statement->nullable == TRI_NO);
}

static const char *check_offends(struct arena *arena, const struct edge *edge, const struct effect *statement)
{
	const struct names *columns = columns_of(edge, statement);

	if (sets_not_null(statement) && columns->count)
		return quote_names(arena, columns, " OR ", " IS NULL");
	if (statement->expression)
		return str_printf(arena, "NOT (%s)", statement->expression);
	if (statement->kind == CONSTRAINT_MULTI_NOT_NULL && columns->count)
		return str_printf(arena, "num_nonnulls(%s) <> 1", quote_names(arena, columns, ", ", ""));
	return NULL;
}

static const char *orphan(struct arena *arena, const struct edge *edge, const struct effect *statement)
{
	const struct names *columns = columns_of(edge, statement);
	const struct names *others = &statement->references_columns;
	struct strbuf match = strbuf_new(arena);

	if (!statement->references || !columns->count || (others->count && others->count != columns->count))
		return NULL;
	for (size_t i = 0; i < columns->count; i++)
		strbuf_printf(&match, "%sreferenced.%s = referencing.%s", i ? " AND " : "",
			      quote_name(arena, others->count ? others->items[i] : "id"),
			      quote_name(arena, columns->items[i]));
	return str_printf(arena, "%s AND NOT EXISTS (SELECT 1 FROM %s AS referenced WHERE %s)",
			  quote_names(arena, columns, " AND ", " IS NOT NULL"),
			  quote_name(arena, statement->references), strbuf_finish(&match));
}

const char *offending_rows(struct arena *arena, const struct edge *edge, const struct effect *statement)
{
	switch (edge->relation) {
	case RELATION_NOT_NULL:
		return check_offends(arena, edge, statement);
	case RELATION_FK:
		return orphan(arena, edge, statement);
	default:
		return NULL;
	}
}

const char *unique_key(struct arena *arena, const struct edge *edge, const struct effect *statement)
{
	const struct names *columns = columns_of(edge, statement);

	if (!statement->expression)
		return columns->count ? quote_names(arena, columns, ", ", "") : NULL;
	/* an order or an operator class may follow a key, not a value */
	if (strstr(statement->expression, " DESC") || strstr(statement->expression, " ASC") ||
	    strstr(statement->expression, "_ops"))
		return NULL;
	return statement->expression;
}
