/* The two halves of the script. In each, the transaction ends with the statement that may fail, so that nothing is left
 * behind and a client that goes on after an error sees one error. */
#include "analyzer/witness/witness_parts.h"

#include "analyzer/phrases.h"
#include "analyzer/plan/plan.h"

static struct schema *known_schema(struct arena *arena, const struct graph *graph)
{
	struct schema *schema = schema_new(arena);
	const struct project *project = graph->project;

	for (size_t i = 0; i < project->migrations.count; i++)
		schema_learn(schema, &project->migrations.items[i]->effects);
	schema_learn(schema, &project->structure);
	schema_learn(schema, &project->initial_structure);
	return schema;
}

/* Those that the statement is about, and those that its expression or predicate looks at. */
static void find_columns(struct witness_maker *m)
{
	const struct effect *statement = m->statement;
	const struct names *named = statement->columns.count ? &statement->columns : &m->edge->columns;
	bool is_table = statement->object == OBJECT_TABLE || statement->object == OBJECT_ROWS;

	for (size_t i = 0; !is_table && i < named->count; i++)
		names_add(m->arena, &m->columns, named->items[i]);
	vec_each(const struct column_ref, ref, &statement->predicate_columns) {
		if (ref->column && (!ref->table || str_equal(ref->table, statement->table)) &&
		    !str_equal(ref->column, "*"))
			names_add(m->arena, &m->columns, ref->column);
	}
	if (m->edge->relation == RELATION_DROP_SOURCE || m->edge->relation == RELATION_DROP_TARGET)
		m->columns = is_table ? (struct names){0} : *named;
}

static void write_all(struct strbuf *out, const struct names *statements)
{
	for (size_t i = 0; i < statements->count; i++)
		strbuf_printf(out, "%s\n", statements->items[i]);
}

static void write_dependent(struct strbuf *out, const struct witness_maker *m)
{
	struct location place = edge_location(m->arena, m->edge);

	strbuf_printf(out, "-- %s:%u, release %s\n", location_path(place), location_line(place),
		      release_text(m->arena, m->edge->dependent_release));
	write_all(out, &m->dependent);
}

static void write_job(struct strbuf *out, const struct witness_maker *m, const char *comment)
{
	strbuf_printf(out, "-- job %s%s\n", m->edge->job->class_name, comment);
	write_all(out, &m->job);
}

static void write_check(struct strbuf *out, const struct witness_maker *m, const char *expected)
{
	const char *sql = plan_check_sql(m->arena, m->edge, m->statement);

	if (sql)
		strbuf_printf(out, "-- the pre-check of plans: %s\n%s\n", expected, sql);
}

static void write_halves(struct strbuf *out, const struct witness_maker *m)
{
	strbuf_puts(out, "\n-- 1. The job is not finished.\nBEGIN;\n");
	write_all(out, &m->setup);
	write_check(out, m, "not 0");
	write_dependent(out, m);
	if (m->job_fails)
		write_job(out, m, ", which goes on");
	strbuf_printf(out, "-- ^ fails with %s\nROLLBACK;\n\n-- 2. The job is finished.\nBEGIN;\n", m->sqlstate);
	write_all(out, &m->setup);
	write_job(out, m, "");
	if (m->repair.count)
		strbuf_puts(out, "-- what the job left is repaired\n");
	write_all(out, &m->repair);
	write_check(out, m, "0");
	write_dependent(out, m);
	strbuf_puts(out, "ROLLBACK;\n");
}

static const char *error_name(const char *sqlstate)
{
	static const char *const names[][2] = {
		{"23502", "not_null_violation"}, {"23503", "foreign_key_violation"}, {"23505", "unique_violation"},
		{"23514", "check_violation"},    {"42703", "undefined_column"},      {"42P01", "undefined_table"},
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (str_equal(names[i][0], sqlstate))
			return names[i][1];
	}
	return "error";
}

static void write_head(struct strbuf *out, const struct witness_maker *m)
{
	const struct edge *edge = m->edge;
	const char *from = release_text(m->arena, edge->interval_from);

	strbuf_printf(out, "-- Job '%s' (queued in %s) may be unfinished when %s (%s)\n-- %s.\n", edge->job->id,
		      from ? from : "a release that is not known", phrase_who(m->arena, edge),
		      release_text(m->arena, edge->dependent_release),
		      phrase_dependent(m->arena, edge, &edge->columns));
	if (m->sqlstate)
		strbuf_printf(
			out,
			"--\n-- For an empty scratch database: psql -X -v VERBOSITY=sqlstate -f FILE. The first half "
			"fails\n-- with %s (%s), the second does not; nothing is left behind.\n",
			m->sqlstate, error_name(m->sqlstate));
	else
		strbuf_printf(out, "--\n-- No SQL statement fails: %s.\n", m->why_none);
}

/* The first of the dependent's statements that can be shown. */
static bool try_statement(struct witness_maker *m, const struct effect *statement)
{
	m->statement = statement;
	m->table = statement->table ? statement->table : m->edge->table;
	if (!m->table)
		return false;
	find_columns(m);
	witness_relation(m);
	if (m->why_none)
		m->sqlstate = NULL;
	return m->sqlstate != NULL;
}

void witness_make(struct arena *arena, const struct graph *graph, const struct edge *edge, struct witness *out)
{
	struct witness_maker first = {.arena = arena, .edge = edge, .schema = known_schema(arena, graph)};
	struct witness_maker m = first;
	struct strbuf script = strbuf_new(arena);
	bool is_made = false;

	for (size_t i = 0; !is_made && i < edge->statements.count; i++) {
		m = first;
		is_made = try_statement(&m, edge->statements.items[i]);
	}
	if (!edge->statements.count) {
		static const struct effect none;
		m.statement = &none;
		witness_relation(&m);
	}
	if (!is_made && !m.why_none)
		m.why_none = "the table is not known";
	write_head(&script, &m);
	if (is_made)
		write_halves(&script, &m);
	*out = (struct witness){strbuf_finish(&script), is_made ? m.sqlstate : NULL};
}
