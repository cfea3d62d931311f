/* What each relation does. The rows of an unfinished job are those that the dependent rejects; what the job does to
 * them follows from its writes: it deletes them, or gives a column a value that passes. Conditions as somebody wrote
 * them are not solved but searched: the script tries some values until one fits. */
#include "analyzer/witness/witness_parts.h"

#include "analyzer/witness/sql_condition.h"

#define NOT_NULL_VIOLATION "23502"
#define FOREIGN_KEY_VIOLATION "23503"
#define UNIQUE_VIOLATION "23505"
#define CHECK_VIOLATION "23514"
#define UNDEFINED_COLUMN "42703"
#define UNDEFINED_TABLE "42P01"

static void add(struct witness_maker *m, struct names *list, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

static void add(struct witness_maker *m, struct names *list, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	names_push(m->arena, list, str_vprintf(m->arena, format, args));
	va_end(args);
}

static bool job_writes(const struct witness_maker *m, const char *what)
{
	return names_has(&m->edge->job->writes,
			 str_printf(m->arena, "%s%s", m->edge->table ? m->edge->table : "", what));
}

/* Of the edge's columns that the job fills; NULL: none, it removes rows. */
static const char *filled_column(const struct witness_maker *m)
{
	for (size_t i = 0; i < m->edge->columns.count; i++) {
		const char *column = m->edge->columns.items[i];
		if (job_writes(m, str_printf(m->arena, ".%s", column)) && names_has(&m->columns, column))
			return column;
	}
	return NULL;
}

static const char *name_of(const struct witness_maker *m, const char *otherwise)
{
	return quote_name(m->arena, m->statement->name ? m->statement->name : otherwise);
}

static const char *column_list(const struct witness_maker *m)
{
	return quote_names(m->arena, &m->columns, ", ", "");
}

static bool is_column_rule(const struct effect *statement)
{
	return statement->object == OBJECT_COLUMN && statement->nullable == TRI_NO;
}

static bool validates(const struct effect *statement)
{
	return statement->verb == EFFECT_VALIDATE_CONSTRAINT || statement->verb == EFFECT_VALIDATE_FOREIGN_KEY;
}

/* Adds a constraint whose text is `rule`, or validates one that was added before any row was checked. */
static void constrain(struct witness_maker *m, const char *rule, const char *sqlstate)
{
	const char *table = quote_name(m->arena, m->table);
	const char *name = name_of(m, "a_constraint");

	m->sqlstate = sqlstate;
	if (validates(m->statement)) {
		add(m, &m->setup, "ALTER TABLE %s ADD CONSTRAINT %s %s NOT VALID;", table, name, rule);
		add(m, &m->dependent, "ALTER TABLE %s VALIDATE CONSTRAINT %s;", table, name);
	} else {
		add(m, &m->dependent, "ALTER TABLE %s ADD CONSTRAINT %s %s%s;", table, name, rule,
		    m->statement->validated == TRI_NO ? " NOT VALID" : "");
	}
}

/* The text of a CHECK; NULL when it is not known. */
static const char *check_of(const struct witness_maker *m)
{
	const struct effect *statement = m->statement;

	if (statement->expression)
		return statement->expression;
	if (statement->kind == CONSTRAINT_NOT_NULL && statement->columns.count)
		return quote_names(m->arena, &statement->columns, " AND ", " IS NOT NULL");
	if (statement->kind == CONSTRAINT_MULTI_NOT_NULL)
		return str_printf(m->arena, "num_nonnulls(%s) = 1",
				  quote_names(m->arena, &statement->columns, ", ", ""));
	return NULL;
}

/* NOT NULL of the column itself, or a CHECK. */
static bool constrain_rows(struct witness_maker *m)
{
	const char *check = check_of(m);

	if (is_column_rule(m->statement)) {
		m->sqlstate = NOT_NULL_VIOLATION;
		add(m, &m->dependent, "ALTER TABLE %s %s;", quote_name(m->arena, m->table),
		    str_printf(m->arena, "ALTER COLUMN %s SET NOT NULL",
			       quote_names(m->arena, &m->columns, " SET NOT NULL, ALTER COLUMN ", "")));
		return true;
	}
	if (!check) {
		m->why_none = "what the constraint checks is not known";
		return false;
	}
	constrain(m, str_printf(m->arena, "CHECK (%s)", check), CHECK_VIOLATION);
	return true;
}

/* The row of an unfinished job, and what the job does to it, when both are plain. */
static void plain_rows(struct witness_maker *m, const char *offends)
{
	const char *table = quote_name(m->arena, m->table);
	struct names nulls = {0};
	struct names filled = {0};

	for (size_t i = 0; i < m->columns.count; i++) {
		const char *column = m->columns.items[i];
		names_push(m->arena, &nulls, "NULL");
		names_push(m->arena, &filled,
			   str_printf(m->arena, "%s = %s", quote_name(m->arena, column),
				      witness_value(m, m->table, column, 1)));
	}
	add(m, &m->setup, "INSERT INTO %s (\"id\", %s) VALUES (1, %s);", table, column_list(m),
	    names_join(m->arena, &nulls, ", "));
	if (filled_column(m))
		add(m, &m->job, "UPDATE %s SET %s;", table, names_join(m->arena, &filled, ", "));
	else
		add(m, &m->job, "DELETE FROM %s WHERE %s;", table, offends);
}

static void searched_rows(struct witness_maker *m, const char *offends)
{
	const char *table = quote_name(m->arena, m->table);
	const char *columns = column_list(m);

	add(m, &m->setup, "INSERT INTO %s (\"id\", %s) SELECT 1, %s %s WHERE %s LIMIT 1;", table, columns, columns,
	    witness_search(m, check_of(m), true), offends);
	if (filled_column(m))
		add(m, &m->job, "UPDATE %s SET (%s) = (SELECT %s %s WHERE (%s) IS NOT TRUE LIMIT 1);", table, columns,
		    columns, witness_search(m, check_of(m), false), offends);
	else
		add(m, &m->job, "DELETE FROM %s WHERE %s;", table, offends);
}

static void not_null(struct witness_maker *m)
{
	const char *offends = offending_rows(m->arena, m->edge, m->statement);

	if (!offends || !m->columns.count) {
		m->why_none = "what the constraint checks is not known";
		return;
	}
	witness_table(m);
	if (m->statement->kind == CONSTRAINT_NOT_NULL || is_column_rule(m->statement))
		plain_rows(m, offends);
	else
		searched_rows(m, offends);
	constrain_rows(m);
}

/* The two rows of an unfinished job. */
static void duplicate_rows(struct witness_maker *m, const char *filter)
{
	const char *table = quote_name(m->arena, m->table);
	const char *columns = column_list(m);
	const char *key = unique_key(m->arena, m->edge, m->statement);
	struct names values = {0};

	for (size_t i = 0; i < m->columns.count; i++)
		names_push(m->arena, &values, witness_value(m, m->table, m->columns.items[i], 1));
	const char *row = names_join(m->arena, &values, ", ");
	if (!m->statement->predicate)
		add(m, &m->setup, "INSERT INTO %s (\"id\", %s) VALUES (1, %s), (2, %s);", table, columns, row, row);
	else
		add(m, &m->setup,
		    "INSERT INTO %s (\"id\", %s) SELECT nth, row.* FROM (SELECT %s %s WHERE (%s) AND num_nulls(%s) = 0 "
		    "LIMIT 1) AS row, generate_series(1, 2) AS nth;",
		    table, columns, columns, witness_search(m, filter, false), filter, key ? key : columns);
}

static void unique(struct witness_maker *m)
{
	const struct effect *statement = m->statement;
	const char *table = quote_name(m->arena, m->table);
	const char *key =
		statement->expression ? statement->expression : quote_names(m->arena, &statement->columns, ", ", "");
	const char *filter = statement->predicate ? statement->predicate : "true";
	const char *columns = column_list(m);
	const char *column = filled_column(m);

	if (!m->columns.count || (!statement->expression && !statement->columns.count))
		m->why_none = "what the index is over is not known";
	else if (names_has(&m->columns, "id"))
		m->why_none = "the key holds the column by which the rows of this script differ";
	else if (statement->kind == CONSTRAINT_EXCLUSION)
		m->why_none = "the operators of an exclusion constraint may be those of an extension";
	if (m->why_none)
		return;
	witness_table(m);
	duplicate_rows(m, filter);
	m->sqlstate = UNIQUE_VIOLATION;
	add(m, &m->dependent, "CREATE UNIQUE INDEX %s ON %s (%s)%s%s;", name_of(m, "an_index"), table, key,
	    statement->predicate ? " WHERE " : "", statement->predicate ? statement->predicate : "");
	if (!column)
		add(m, &m->job, "DELETE FROM %s WHERE \"id\" = 2;", table);
	else if (names_has(&statement->columns, column))
		add(m, &m->job, "UPDATE %s SET %s = NULL WHERE \"id\" = 2;", table, quote_name(m->arena, column));
	else
		add(m, &m->job, "UPDATE %s SET (%s) = (SELECT %s %s WHERE NOT (%s) LIMIT 1) WHERE \"id\" = 2;", table,
		    columns, columns, witness_search(m, filter, false), filter);
}

/* The key of the referenced table, its text as a constraint, and the values of one row as a list. */
static const char *reference(struct witness_maker *m, struct names *key, const char **values_out, int nth)
{
	const struct effect *statement = m->statement;
	struct names values = {0};

	for (size_t i = 0; i < statement->columns.count; i++) {
		const char *column = statement->columns.items[i];
		names_add(m->arena, key,
			  i < statement->references_columns.count ? statement->references_columns.items[i] : "id");
		names_push(m->arena, &values, witness_value(m, m->table, column, nth));
	}
	*values_out = names_join(m->arena, &values, ", ");
	return str_printf(m->arena, "FOREIGN KEY (%s) REFERENCES %s (%s)",
			  quote_names(m->arena, &statement->columns, ", ", ""),
			  quote_name(m->arena, statement->references), quote_names(m->arena, key, ", ", ""));
}

static bool is_reference(struct witness_maker *m)
{
	const struct effect *statement = m->statement;

	if (statement->references && statement->columns.count &&
	    (statement->columns.count == 1 || statement->references_columns.count == statement->columns.count))
		return true;
	m->why_none = "what the foreign key refers to is not known";
	return false;
}

static void make_reference(struct witness_maker *m, const char **rule, const char **good, const char **bad)
{
	struct names key = {0};

	m->columns = m->statement->columns;
	*rule = reference(m, &key, good, 1);
	*rule = reference(m, &key, bad, 2);
	if (str_equal(m->statement->references, m->table)) { /* a row may refer to itself */
		witness_table(m);
		add(m, &m->setup, "ALTER TABLE %s ADD PRIMARY KEY (%s);", quote_name(m->arena, m->table),
		    quote_names(m->arena, &key, ", ", ""));
		return;
	}
	witness_foreign_table(m, m->statement->references, &key);
	add(m, &m->setup, "INSERT INTO %s (%s) VALUES (%s);", quote_name(m->arena, m->statement->references),
	    quote_names(m->arena, &key, ", ", ""), *good);
	witness_table(m);
}

static void foreign_key(struct witness_maker *m)
{
	const char *table = quote_name(m->arena, m->table);
	const char *rule, *good, *bad;

	if (!is_reference(m))
		return;
	make_reference(m, &rule, &good, &bad);
	add(m, &m->setup, "INSERT INTO %s (\"id\", %s) VALUES (1, %s);", table, column_list(m), bad);
	constrain(m, rule, FOREIGN_KEY_VIOLATION);
	if (filled_column(m))
		add(m, &m->job, "UPDATE %s SET (%s) = ROW (%s);", table, column_list(m), good);
	else
		add(m, &m->job, "DELETE FROM %s WHERE \"id\" = 1;", table);
}

/* What the job still writes, and the constraint rejects. A finished one has written it before; a rule of the column
 * itself then wants its rows repaired, so they are gone. */
static void rejects_write(struct witness_maker *m)
{
	const char *table = quote_name(m->arena, m->table);
	bool inserts = job_writes(m, ":insert") && !filled_column(m);
	const char *rule, *good, *bad;

	if (m->statement->object == OBJECT_FOREIGN_KEY || m->statement->kind == CONSTRAINT_FOREIGN_KEY) {
		if (!is_reference(m))
			return;
		make_reference(m, &rule, &good, &bad);
		constrain(m, rule, FOREIGN_KEY_VIOLATION);
	} else {
		witness_table(m);
		if (!m->columns.count || !constrain_rows(m)) {
			m->why_none = "what the constraint checks is not known";
			return;
		}
		good = witness_value(m, m->table, m->columns.items[0], 1);
		bad = "NULL";
	}
	m->job_fails = true;
	if (is_column_rule(m->statement))
		add(m, &m->repair, "DELETE FROM %s;", table);
	if (inserts) {
		add(m, &m->job, "INSERT INTO %s (\"id\") VALUES (1);", table);
	} else {
		add(m, &m->setup, "INSERT INTO %s (\"id\", %s) VALUES (1, %s);", table,
		    quote_name(m->arena, m->columns.items[0]), good);
		add(m, &m->job, "UPDATE %s SET %s = %s;", table, quote_name(m->arena, m->columns.items[0]), bad);
	}
}

static const char *taken_away(struct witness_maker *m)
{
	const char *table = quote_name(m->arena, m->table);
	const struct effect *statement = m->statement;
	bool is_column = statement->object == OBJECT_COLUMN;

	m->sqlstate = is_column ? UNDEFINED_COLUMN : UNDEFINED_TABLE;
	if (statement->verb == EFFECT_DROP_COLUMN && m->columns.count)
		return str_printf(m->arena, "ALTER TABLE %s DROP COLUMN %s;", table,
				  quote_names(m->arena, &m->columns, ", DROP COLUMN ", ""));
	if (statement->verb == EFFECT_DROP && statement->object == OBJECT_TABLE)
		return str_printf(m->arena, "DROP TABLE %s;", table);
	if (statement->verb == EFFECT_RENAME && statement->object == OBJECT_TABLE && statement->to)
		return str_printf(m->arena, "ALTER TABLE %s RENAME TO %s;", table, quote_name(m->arena, statement->to));
	if (statement->verb == EFFECT_RENAME && is_column && m->columns.count)
		return str_printf(m->arena, "ALTER TABLE %s RENAME COLUMN %s TO %s;", table,
				  quote_name(m->arena, m->columns.items[0]),
				  quote_name(m->arena, statement->to                 ? statement->to
						       : statement->to_columns.count ? statement->to_columns.items[0]
										     : "renamed"));
	m->sqlstate = NULL;
	return NULL;
}

/* A statement of the job that needs what is taken away. */
static const char *work(struct witness_maker *m)
{
	const char *table = quote_name(m->arena, m->table);
	const char *columns = column_list(m);

	if (m->edge->relation == RELATION_DROP_SOURCE)
		return m->columns.count ? str_printf(m->arena, "SELECT %s FROM %s;", columns, table)
					: str_printf(m->arena, "SELECT count(*) FROM %s;", table);
	if (m->columns.count && filled_column(m))
		return str_printf(m->arena, "UPDATE %s SET %s = %s;", table, quote_name(m->arena, filled_column(m)),
				  witness_value(m, m->table, filled_column(m), 1));
	if (m->columns.count)
		return str_printf(m->arena, "INSERT INTO %s (\"id\", %s) VALUES (2%s);", table, columns,
				  quote_names(m->arena, &m->columns, ", ", "")[0] ? ", NULL" : "");
	return str_printf(m->arena,
			  job_writes(m, ":delete") ? "DELETE FROM %s;" : "INSERT INTO %s (\"id\") VALUES (2);", table);
}

static void taken(struct witness_maker *m)
{
	const char *sql = taken_away(m);

	if (!sql) {
		m->why_none = "rows are gone, and the job does not know that they were there";
		return;
	}
	witness_table(m);
	add(m, &m->setup, "INSERT INTO %s (\"id\") VALUES (1);", quote_name(m->arena, m->table));
	names_push(m->arena, &m->dependent, sql);
	names_push(m->arena, &m->job, work(m));
	m->job_fails = true;
}

void witness_relation(struct witness_maker *m)
{
	switch (m->edge->relation) {
	case RELATION_NOT_NULL:
		not_null(m);
		break;
	case RELATION_UNIQUE:
		unique(m);
		break;
	case RELATION_FK:
		foreign_key(m);
		break;
	case RELATION_REJECTS_WRITE:
		rejects_write(m);
		break;
	case RELATION_DROP_SOURCE:
	case RELATION_DROP_TARGET:
		taken(m);
		break;
	case RELATION_FINALIZES:
		m->why_none = "the gate is code of the product: it raises an error of its own, or runs what is left of "
			      "the job in the foreground";
		break;
	case RELATION_DELETE_JOB:
		m->why_none = "the product cannot load the job's class; the database is not asked";
		break;
	case RELATION_DECLARED:
		m->why_none = "the dependency is declared, the statement that needs it is not known";
		break;
	default:
		m->why_none = "the data is wrong, silently: rows that the job has not reached keep what they held";
	}
}
