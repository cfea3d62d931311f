/* Pre-checks: the condition of a constraint, turned round. A check expression stands as its author wrote it; PostgreSQL
 * accepts NULL as an answer to it, and so does NOT (...). */
#include "analyzer/plan.h"

#include <string.h>

/* "schema.table" in quotes, each part of it. */
static const char *quoted(struct arena *arena, const char *name)
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

/* The columns in quotes, each with `after`. */
static const char *column_list(struct arena *arena, const struct names *columns, const char *separator,
			       const char *after)
{
	struct names parts = {0};

	for (size_t i = 0; i < columns->count; i++)
		names_push(arena, &parts, str_printf(arena, "%s%s", quoted(arena, columns->items[i]), after));
	return names_join(arena, &parts, separator);
}

static const struct names *columns_of(const struct edge *edge)
{
	const struct effect *effect = edge->dependent_effect;
	return effect->columns.count ? &effect->columns : &edge->columns;
}

static const char *check_sql(struct arena *arena, const struct edge *edge)
{
	const struct effect *effect = edge->dependent_effect;
	const struct names *columns = columns_of(edge);
	bool is_not_null = effect->kind == CONSTRAINT_NOT_NULL || effect->kind == CONSTRAINT_NONE;

	if (is_not_null && columns->count)
		return str_printf(arena, "SELECT count(*) FROM %s WHERE %s;", quoted(arena, effect->table),
				  column_list(arena, columns, " OR ", " IS NULL"));
	if (effect->expression)
		return str_printf(arena, "SELECT count(*) FROM %s WHERE NOT (%s);", quoted(arena, effect->table),
				  effect->expression);
	if (effect->kind == CONSTRAINT_MULTI_NOT_NULL && columns->count)
		return str_printf(arena, "SELECT count(*) FROM %s WHERE num_nonnulls(%s) <> 1;",
				  quoted(arena, effect->table), column_list(arena, columns, ", ", ""));
	return NULL;
}

/* Rows with a NULL in the key never collide. */
static const char *unique_sql(struct arena *arena, const struct edge *edge)
{
	const struct effect *effect = edge->dependent_effect;
	const struct names *columns = columns_of(edge);

	if (!columns->count || effect->expression)
		return NULL;
	return str_printf(arena,
			  "SELECT count(*) FROM (SELECT 1 FROM %s WHERE %s%s%s%s GROUP BY %s HAVING count(*) > 1) AS "
			  "duplicates;",
			  quoted(arena, effect->table), column_list(arena, columns, " AND ", " IS NOT NULL"),
			  effect->predicate ? " AND (" : "", effect->predicate ? effect->predicate : "",
			  effect->predicate ? ")" : "", column_list(arena, columns, ", ", ""));
}

static const char *fk_sql(struct arena *arena, const struct edge *edge)
{
	const struct effect *effect = edge->dependent_effect;
	const struct names *columns = columns_of(edge);
	const char *table = quoted(arena, effect->table);
	struct strbuf match = strbuf_new(arena);

	if (!effect->references || !columns->count ||
	    (effect->references_columns.count && effect->references_columns.count != columns->count))
		return NULL;
	for (size_t i = 0; i < columns->count; i++)
		strbuf_printf(
			&match, "%sreferenced.%s = referencing.%s", i ? " AND " : "",
			quoted(arena, effect->references_columns.count ? effect->references_columns.items[i] : "id"),
			quoted(arena, columns->items[i]));
	return str_printf(
		arena,
		"SELECT count(*) FROM %s AS referencing WHERE %s AND NOT EXISTS (SELECT 1 FROM %s AS referenced "
		"WHERE %s);",
		table, column_list(arena, columns, " AND ", " IS NOT NULL"), quoted(arena, effect->references),
		strbuf_finish(&match));
}

const char *plan_check_sql(struct arena *arena, const struct edge *edge)
{
	if (!edge->dependent_effect || !edge->dependent_effect->table)
		return NULL;
	switch (edge->relation) {
	case RELATION_NOT_NULL:
		return check_sql(arena, edge);
	case RELATION_UNIQUE:
		return unique_sql(arena, edge);
	case RELATION_FK:
		return fk_sql(arena, edge);
	default:
		return NULL;
	}
}
