/* Pre-checks: what counts the rows that a dependent would reject. */
#include "analyzer/plan/plan.h"

#include "analyzer/witness/sql_condition.h"

/* Rows with a NULL in the key never collide. */
static const char *unique_sql(struct arena *arena, const struct edge *edge, const struct effect *statement)
{
	const struct names *columns = statement->columns.count ? &statement->columns : &edge->columns;
	const char *key = unique_key(arena, edge, statement);
	const char *filter = statement->predicate;

	/* what two rows must not have in common an exclusion says with operators, not with columns */
	if (!key || statement->kind == CONSTRAINT_EXCLUSION)
		return NULL;
	const char *whole = statement->expression ? str_printf(arena, "num_nulls(%s) = 0", key)
						  : quote_names(arena, columns, " AND ", " IS NOT NULL");
	return str_printf(arena,
			  "SELECT count(*) FROM (SELECT 1 FROM %s WHERE %s%s%s%s GROUP BY %s HAVING count(*) > 1) AS "
			  "duplicates;",
			  quote_name(arena, statement->table), whole, filter ? " AND (" : "", filter ? filter : "",
			  filter ? ")" : "", key);
}

const char *plan_check_sql(struct arena *arena, const struct edge *edge, const struct effect *statement)
{
	if (!statement->table)
		return NULL;
	if (edge->relation == RELATION_UNIQUE)
		return unique_sql(arena, edge, statement);
	const char *offends = offending_rows(arena, edge, statement);
	if (!offends)
		return NULL;
	return str_printf(arena, "SELECT count(*) FROM %s%s WHERE %s;", quote_name(arena, statement->table),
			  edge->relation == RELATION_FK ? " AS referencing" : "", offends);
}
