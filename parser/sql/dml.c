/* INSERT, UPDATE, DELETE, MERGE and COPY: one effect for each, with what chose the rows (`filters`) and what fed the
 * values (`sources`).
 *
 * Roles follow expression.c. READ effects are not emitted here: every column found is kept in reader->reads and given
 * out once per statement, so a column that is only read within a CTE is there, too. A positional INSERT takes its
 * columns from the catalog; without one it writes "*". */
#include "parser/sql/query.h"

#include <string.h>

/* A write under construction. */
struct write {
	struct scope scope;
	struct names columns;
	struct column_refs filters;
	struct column_refs sources;
	const char *table;
	bool is_null;        /* every value so far is NULL */
	struct names nulled; /* columns that are set to NULL */
	struct column_refs *given;
	bool has_lost_column; /* one of the assigned columns is a placeholder */
};

static void write_begin(struct reader *reader, struct write *write, const struct scope *parent,
			const PgQuery__RangeVar *relation, const PgQuery__WithClause *with)
{
	const char *alias = relation->alias ? relation->alias->aliasname : relation->relname;

	*write = (struct write){.is_null = true};
	write->scope = (struct scope){.parent = parent, .filters = &write->filters};
	query_with(reader, &write->scope, with);
	write->table = name_table(reader, relation);
	scope_add(reader, &write->scope, alias, write->table, NULL);
}

static struct effect *write_emit(struct reader *reader, const struct write *write, enum effect_verb verb)
{
	struct effect *effect = reader_emit(reader, verb, OBJECT_ROWS, write->table);

	effect->columns = write->columns;
	effect->filters = write->filters;
	effect->sources = write->sources;
	effect->given = write->given;
	return effect;
}

/* The column gets one and the same literal, or NULL, in every row. */
static void give(struct reader *reader, struct write *write, const char *column, bool is_null, const char *literal)
{
	struct column_ref given = {.table = write->table, .column = column, .test = TEST_IS_NULL};

	if (!is_null && !literal)
		return;
	if (!is_null) {
		struct names *values = ARENA_NEW(reader->arena, struct names);
		names_add(reader->arena, values, literal);
		given.test = TEST_EQUALS;
		given.values = values;
	}
	if (!write->given)
		write->given = ARENA_NEW(reader->arena, struct column_refs);
	vec_push(reader->arena, write->given, given);
}

/* An update of columns that are not all known is two effects: the known ones, and an unknown one. */
static void emit_update(struct reader *reader, const struct write *write)
{
	struct effect *effect;

	if (write->columns.count || !write->has_lost_column) {
		effect = write_emit(reader, write, EFFECT_WRITE);
		effect->writes_null = write->is_null && !write->has_lost_column;
		if (!effect->writes_null)
			effect->nulled = write->nulled;
	}
	if (write->has_lost_column) {
		effect = write_emit(reader, write, EFFECT_WRITE);
		effect->columns = (struct names){0};
		effect->certainty = CERTAINTY_UNKNOWN;
	}
}

static struct query *write_returning(struct reader *reader, struct write *write, size_t count, node_t *const *targets)
{
	struct query *query = ARENA_NEW(reader->scratch, struct query);

	query_targets(reader, &write->scope, count, targets, query);
	columns_add_refs(reader, &write->filters,
			 &(struct sink){&query->filters, &query->filters, READ_FILTER, .is_conjunct = true});
	return query;
}

/* (a, b) = (SELECT ...) repeats its source in every target. */
static const node_t *target_value(const PgQuery__ResTarget *target)
{
	if (!target->val || target->val->node_case != PG_QUERY__NODE__NODE_MULTI_ASSIGN_REF)
		return target->val;
	return target->val->multi_assign_ref->colno == 1 ? target->val->multi_assign_ref->source : NULL;
}

/* SET targets: columns to `columns`, what feeds them to the sources. */
static void read_assignments(struct reader *reader, struct write *write, size_t count, node_t *const *targets,
			     struct names *columns)
{
	const struct sink sink = {.values = &write->sources, .filters = &write->filters, .role = READ_VALUE};

	for (size_t i = 0; i < count; i++) {
		const PgQuery__ResTarget *target = targets[i]->res_target;
		const char *column = name_column(reader, target->name);

		if (column)
			names_add(reader->arena, columns, column);
		else
			write->has_lost_column = true;
		if (column && expression_is_null(target->val))
			names_add(reader->arena, &write->nulled, column);
		if (column && columns == &write->columns)
			give(reader, write, column, expression_is_null(target->val),
			     expression_literal(reader, target->val));
		write->is_null = write->is_null && expression_is_null(target->val);
		expression_read(reader, &write->scope, target_value(target), &sink);
	}
}

static struct query *read_update(struct reader *reader, const struct scope *parent, const PgQuery__UpdateStmt *update)
{
	struct write write;

	write_begin(reader, &write, parent, update->relation, update->with_clause);
	query_from(reader, &write.scope, update->n_from_clause, update->from_clause);
	read_assignments(reader, &write, update->n_target_list, update->target_list, &write.columns);
	query_where(reader, &write.scope, update->where_clause);
	emit_update(reader, &write);
	return write_returning(reader, &write, update->n_returning_list, update->returning_list);
}

/* Which rows are deleted depends on its filters: a guess there makes the effect itself a guess. */
static struct query *read_delete(struct reader *reader, const struct scope *parent, const PgQuery__DeleteStmt *delete)
{
	struct write write;
	struct effect *effect;
	bool had_guess = reader->has_guess;

	reader->has_guess = false;
	write_begin(reader, &write, parent, delete->relation, delete->with_clause);
	query_from(reader, &write.scope, delete->n_using_clause, delete->using_clause);
	query_where(reader, &write.scope, delete->where_clause);
	effect = write_emit(reader, &write, EFFECT_DELETE);
	if (reader->has_guess && effect->certainty == CERTAINTY_PROVEN)
		effect->certainty = CERTAINTY_LIKELY;
	reader->has_guess = reader->has_guess || had_guess;
	return write_returning(reader, &write, delete->n_returning_list, delete->returning_list);
}

/* The first `count` columns of the table; all of them when the number of values is not known. */
static bool positional_columns(struct reader *reader, struct write *write, size_t count)
{
	const struct names *known = catalog_columns(reader->in->catalog, write->table);

	if (!known) {
		names_add(reader->arena, &write->columns, "*");
		return false;
	}
	for (size_t i = 0; i < known->count && (i < count || !count); i++)
		names_add(reader->arena, &write->columns, str_copy(reader->arena, known->items[i]));
	return true;
}

/* `is_listed`: the columns are those of the statement, in the order of the outputs. */
static void add_source(struct reader *reader, struct write *write, const struct query *query, bool is_listed)
{
	const struct sink values = {.values = &write->sources, .role = READ_VALUE};
	const struct sink filters = {&write->filters, &write->filters, READ_FILTER, .is_conjunct = true};

	vec_each(struct output, output, &query->outputs)
		columns_add_refs(reader, &output->refs, &values);
	for (size_t i = 0; i < query->star_tables.count; i++)
		columns_add_ref(reader, query->star_tables.items[i], "*", &values);
	columns_add_refs(reader, &query->filters, &filters);
	for (size_t i = 0; is_listed && i < write->columns.count; i++)
		give(reader, write, write->columns.items[i], query->outputs.items[i].is_null,
		     query->outputs.items[i].literal);
}

/* The column list of an INSERT. */
static void add_columns(struct reader *reader, struct write *write, size_t count, node_t *const *targets)
{
	for (size_t i = 0; i < count; i++) {
		const char *column = name_column(reader, targets[i]->res_target->name);

		if (column)
			names_add(reader->arena, &write->columns, column);
	}
}

/* RETURNING of an INSERT gives back what was written: no read of what was there before. */
static struct query *insert_returning(struct reader *reader, struct write *write, const PgQuery__InsertStmt *insert)
{
	size_t reads = reader->reads.count;
	size_t tables = reader->read_tables.count;
	struct query *query = write_returning(reader, write, insert->n_returning_list, insert->returning_list);

	reader->reads.count = reads;
	reader->read_tables.count = tables;
	return query;
}

static struct query *read_insert(struct reader *reader, const struct scope *parent, const PgQuery__InsertStmt *insert)
{
	struct write write;
	struct names updated = {0};
	struct effect *effect;
	const struct query *source;
	const PgQuery__OnConflictClause *conflict = insert->on_conflict_clause;
	bool upsert = conflict && conflict->action == PG_QUERY__ON_CONFLICT_ACTION__ONCONFLICT_UPDATE;
	struct scope target;
	bool is_known = true;

	/* the source does not see the target, ON CONFLICT and RETURNING do */
	write_begin(reader, &write, parent, insert->relation, insert->with_clause);
	target = write.scope;
	target.relations = NULL;
	source = query_node(reader, &target, insert->select_stmt);
	add_columns(reader, &write, insert->n_cols, insert->cols);
	add_source(reader, &write, source,
		   write.columns.count == insert->n_cols && insert->n_cols == source->outputs.count &&
			   !source->star_tables.count && !upsert);
	if (!insert->n_cols && insert->select_stmt)
		is_known = positional_columns(reader, &write, source->star_tables.count ? 0 : source->outputs.count);
	if (upsert) {
		scope_add(reader, &write.scope, "excluded", NULL, ARENA_NEW(reader->scratch, struct query));
		read_assignments(reader, &write, conflict->n_target_list, conflict->target_list, &updated);
		query_where(reader, &write.scope, conflict->where_clause);
	}
	effect = write_emit(reader, &write, EFFECT_INSERT);
	if (!is_known && effect->certainty == CERTAINTY_PROVEN)
		effect->certainty = CERTAINTY_LIKELY;
	effect->upsert = upsert;
	effect->to_columns = updated;
	return insert_returning(reader, &write, insert);
}

/* One arm of MERGE; all arms share what chose the rows. */
static void read_merge_arm(struct reader *reader, struct write *write, const PgQuery__MergeWhenClause *when)
{
	const struct sink sink = {.values = &write->sources, .filters = &write->filters, .role = READ_VALUE};

	write->columns = (struct names){0};
	write->sources = (struct column_refs){0};
	write->given = NULL;
	write->is_null = true;
	write->has_lost_column = false;
	query_where(reader, &write->scope, when->condition);
	switch (when->command_type) {
	case PG_QUERY__CMD_TYPE__CMD_UPDATE:
		read_assignments(reader, write, when->n_target_list, when->target_list, &write->columns);
		emit_update(reader, write);
		break;
	case PG_QUERY__CMD_TYPE__CMD_INSERT:
		add_columns(reader, write, when->n_target_list, when->target_list);
		if (!when->n_target_list)
			positional_columns(reader, write, when->n_values);
		expression_list(reader, &write->scope, when->n_values, when->values, &sink);
		write_emit(reader, write, EFFECT_INSERT);
		break;
	case PG_QUERY__CMD_TYPE__CMD_DELETE:
		write_emit(reader, write, EFFECT_DELETE);
		break;
	default: /* DO NOTHING */
		break;
	}
}

static struct query *read_merge(struct reader *reader, const struct scope *parent, const PgQuery__MergeStmt *merge)
{
	struct write write;
	node_t *source = merge->source_relation;

	write_begin(reader, &write, parent, merge->relation, merge->with_clause);
	query_from(reader, &write.scope, source ? 1 : 0, &source);
	query_where(reader, &write.scope, merge->join_condition);
	for (size_t i = 0; i < merge->n_merge_when_clauses; i++) {
		struct column_refs shared = write.filters;

		/* a copy, so that the arms do not grow into each other's memory */
		write.filters = (struct column_refs){0};
		columns_add_refs(reader, &shared,
				 &(struct sink){&write.filters, &write.filters, READ_FILTER, .is_conjunct = true});
		read_merge_arm(reader, &write, merge->merge_when_clauses[i]->merge_when_clause);
	}
	return ARENA_NEW(reader->scratch, struct query);
}

struct query *dml_statement(struct reader *reader, const struct scope *parent, const node_t *node)
{
	switch (node->node_case) {
	case PG_QUERY__NODE__NODE_INSERT_STMT:
		return read_insert(reader, parent, node->insert_stmt);
	case PG_QUERY__NODE__NODE_UPDATE_STMT:
		return read_update(reader, parent, node->update_stmt);
	case PG_QUERY__NODE__NODE_DELETE_STMT:
		return read_delete(reader, parent, node->delete_stmt);
	case PG_QUERY__NODE__NODE_MERGE_STMT:
		return read_merge(reader, parent, node->merge_stmt);
	default:
		return NULL;
	}
}

/* COPY t FROM is an insert, COPY t TO a read. */
static void read_copy(struct reader *reader, const PgQuery__CopyStmt *copy)
{
	struct scope scope = {.parent = reader->outer};
	struct names columns = {0};
	struct effect *effect;
	const char *table;

	if (!copy->relation) {
		query_node(reader, &scope, copy->query);
		return;
	}
	table = name_table(reader, copy->relation);
	names_add_columns(reader, &columns, copy->n_attlist, copy->attlist);
	if (!columns.count)
		names_add(reader->arena, &columns, "*");
	effect = reader_emit(reader, copy->is_from ? EFFECT_INSERT : EFFECT_READ, OBJECT_ROWS, table);
	effect->columns = columns;
}

bool dml_read(struct reader *reader, const node_t *node)
{
	switch (node->node_case) {
	case PG_QUERY__NODE__NODE_SELECT_STMT:
		reader->result = query_select(reader, reader->outer, node->select_stmt);
		columns_select(reader, reader->result);
		return true;
	case PG_QUERY__NODE__NODE_EXPLAIN_STMT: /* runs its statement with ANALYZE only */
	case PG_QUERY__NODE__NODE_PREPARE_STMT:
		return true;
	case PG_QUERY__NODE__NODE_DECLARE_CURSOR_STMT:
		columns_select(reader, query_node(reader, reader->outer, node->declare_cursor_stmt->query));
		return true;
	case PG_QUERY__NODE__NODE_COPY_STMT:
		read_copy(reader, node->copy_stmt);
		return true;
	case PG_QUERY__NODE__NODE_CALL_STMT:
		return true;
	default:
		reader->result = dml_statement(reader, reader->outer, node);
		return reader->result != NULL;
	}
}
