/* SELECT: a scope is filled from WITH and FROM, then every clause is read in it.
 *
 * The result keeps, per column, the base columns that it is made of, and apart from them what the rows were chosen by;
 * a query around it merges both, so effects see through any nesting of CTEs and sub-selects. A data-modifying CTE
 * emits its effects when the walk meets it, which is the order of their text. */
#include "parser/sql/query.h"

static const struct sink no_sink = {NULL, NULL, .role = READ_VALUE};

static struct sink filter_sink(const struct scope *scope, enum read_role role)
{
	return (struct sink){scope->filters, scope->filters, role, .is_conjunct = true};
}

/* --- FROM --- */

static void add_table(struct reader *reader, struct scope *scope, const PgQuery__RangeVar *var)
{
	const char *alias = var->alias ? var->alias->aliasname : var->relname;
	const struct cte *cte = var->schemaname && *var->schemaname ? NULL : scope_cte(scope, var->relname);
	const char *table;

	if (cte) {
		scope_add(reader, scope, alias, NULL, cte->query);
		return;
	}
	table = name_table(reader, var);
	if (reader->hides_names && table && !columns_may_be_table(reader, table))
		table = NULL; /* a CTE of the part that is not known */
	if (table)
		names_add(reader->arena, &reader->read_tables, table);
	scope_add(reader, scope, alias, table, NULL);
}

/* t (a, b): the columns get other names. */
static void rename_outputs(struct reader *reader, struct query *query, const PgQuery__Alias *alias)
{
	for (size_t i = 0; alias && i < alias->n_colnames; i++) {
		const char *name = name_string(alias->colnames[i]);

		if (i < query->outputs.count)
			query->outputs.items[i].name = name;
		else
			query_add_output(reader, query, (struct output){.name = name, .refs = query->rest});
	}
}

static void add_function(struct reader *reader, struct scope *scope, const node_t *node)
{
	const PgQuery__RangeFunction *function = node->range_function;
	struct query *query = ARENA_NEW(reader->scratch, struct query);
	const char *alias = function->alias ? function->alias->aliasname : NULL;

	expression_list(reader, scope, function->n_functions, function->functions,
			&(struct sink){&query->rest, &query->filters, .role = READ_VALUE});
	if (function->alias && function->alias->n_colnames)
		rename_outputs(reader, query, function->alias);
	else if (alias)
		query_add_output(reader, query, (struct output){.name = alias, .refs = query->rest});
	scope_add(reader, scope, alias, NULL, query);
}

static void add_subselect(struct reader *reader, struct scope *scope, const PgQuery__RangeSubselect *select)
{
	struct query *query = query_node(reader, scope, select->subquery);

	rename_outputs(reader, query, select->alias);
	scope_add(reader, scope, select->alias ? select->alias->aliasname : NULL, NULL, query);
}

static struct relation **relations_end(struct scope *scope)
{
	struct relation **end = &scope->relations;

	while (*end)
		end = &(*end)->next;
	return end;
}

static void mark_optional(struct relation *from, const struct relation *end)
{
	for (; from && from != end; from = from->next)
		from->is_optional = true;
}

/* USING (a): the column of both sides. */
static void join_using(struct reader *reader, struct scope *scope, const PgQuery__JoinExpr *join,
		       const struct relation *left)
{
	struct sink sink = filter_sink(scope, READ_JOIN);

	for (size_t i = 0; i < join->n_using_clause; i++) {
		const char *column = name_column(reader, name_string(join->using_clause[i]));

		for (const struct relation *relation = left; column && relation; relation = relation->next) {
			struct scope alone = {.relations = &(struct relation){.alias = relation->alias,
									      .table = relation->table,
									      .query = relation->query}};
			struct found found = columns_find(reader, &alone, relation->alias, column);

			columns_add_found(reader, &found, column, &sink);
		}
	}
}

static void from_item(struct reader *reader, struct scope *scope, const node_t *node);

static void add_join(struct reader *reader, struct scope *scope, const PgQuery__JoinExpr *join)
{
	struct relation **start = relations_end(scope);
	struct relation **middle;
	struct sink sink = filter_sink(scope, READ_JOIN);

	from_item(reader, scope, join->larg);
	middle = relations_end(scope);
	if (join->jointype == PG_QUERY__JOIN_TYPE__JOIN_RIGHT || join->jointype == PG_QUERY__JOIN_TYPE__JOIN_FULL)
		mark_optional(*start, NULL);
	from_item(reader, scope, join->rarg);
	if (join->jointype == PG_QUERY__JOIN_TYPE__JOIN_LEFT || join->jointype == PG_QUERY__JOIN_TYPE__JOIN_FULL)
		mark_optional(*middle, NULL);
	join_using(reader, scope, join, *start);
	sink.is_conjunct = join->jointype == PG_QUERY__JOIN_TYPE__JOIN_INNER;
	expression_read(reader, scope, join->quals, &sink);
}

static void from_item(struct reader *reader, struct scope *scope, const node_t *node)
{
	struct query *query;

	if (!node)
		return;
	if (reader->depth >= SQL_MAX_DEPTH) {
		reader_unresolved(reader, "the statement is nested too deeply");
		return;
	}
	reader->depth++;
	switch (node->node_case) {
	case PG_QUERY__NODE__NODE_RANGE_VAR:
		add_table(reader, scope, node->range_var);
		break;
	case PG_QUERY__NODE__NODE_JOIN_EXPR:
		add_join(reader, scope, node->join_expr);
		break;
	case PG_QUERY__NODE__NODE_RANGE_SUBSELECT:
		add_subselect(reader, scope, node->range_subselect);
		break;
	case PG_QUERY__NODE__NODE_RANGE_FUNCTION:
		add_function(reader, scope, node);
		break;
	case PG_QUERY__NODE__NODE_RANGE_TABLE_SAMPLE:
		from_item(reader, scope, node->range_table_sample->relation);
		break;
	default: /* XMLTABLE and the like: columns are made of what it mentions */
		query = ARENA_NEW(reader->scratch, struct query);
		expression_read(reader, scope, node, &(struct sink){&query->rest, &query->filters, .role = READ_VALUE});
		scope_add(reader, scope, NULL, NULL, query);
	}
	reader->depth--;
}

void query_from(struct reader *reader, struct scope *scope, size_t count, node_t *const *items)
{
	for (size_t i = 0; i < count; i++)
		from_item(reader, scope, items[i]);
}

/* --- WITH --- */

void query_with(struct reader *reader, struct scope *scope, const PgQuery__WithClause *with)
{
	for (size_t i = 0; with && i < with->n_ctes; i++) {
		const PgQuery__CommonTableExpr *expression = with->ctes[i]->common_table_expr;
		struct cte *cte = ARENA_NEW(reader->scratch, struct cte);
		struct query *query = ARENA_NEW(reader->scratch, struct query);
		struct query *result;

		if (with->recursive) { /* visible to itself; its columns come from its first arm */
			*cte = (struct cte){expression->ctename, query, scope->ctes};
			scope->ctes = cte;
			reader->recursive = query;
		}
		result = query_node(reader, scope, expression->ctequery);
		reader->recursive = NULL;
		*query = *result;
		for (size_t j = 0; j < expression->n_aliascolnames && j < query->outputs.count; j++)
			query->outputs.items[j].name = name_string(expression->aliascolnames[j]);
		if (!with->recursive) {
			*cte = (struct cte){expression->ctename, query, scope->ctes};
			scope->ctes = cte;
		}
	}
}

/* --- what is selected --- */

static void expand_star(struct reader *reader, const struct scope *scope, const PgQuery__ColumnRef *ref,
			struct query *query)
{
	const char *alias = ref->n_fields > 1 ? name_string(ref->fields[ref->n_fields - 2]) : NULL;

	if (!alias) {
		for (const struct relation *relation = scope->relations; relation; relation = relation->next)
			columns_expand(reader, relation, query);
		return;
	}
	for (; scope; scope = scope->parent) {
		for (const struct relation *relation = scope->relations; relation; relation = relation->next) {
			if (str_equal(relation->alias, alias)) {
				columns_expand(reader, relation, query);
				return;
			}
		}
	}
	reader_unresolved(reader, "the table of a * is not known");
}

static bool is_star(const node_t *node)
{
	const PgQuery__ColumnRef *ref;

	if (!node || node->node_case != PG_QUERY__NODE__NODE_COLUMN_REF)
		return false;
	ref = node->column_ref;
	return ref->n_fields && ref->fields[ref->n_fields - 1]->node_case == PG_QUERY__NODE__NODE_A_STAR;
}

void query_targets(struct reader *reader, struct scope *scope, size_t count, node_t *const *targets,
		   struct query *query)
{
	for (size_t i = 0; i < count; i++) {
		const PgQuery__ResTarget *target;
		struct output output = {0};

		if (targets[i]->node_case != PG_QUERY__NODE__NODE_RES_TARGET)
			continue;
		target = targets[i]->res_target;
		if (is_star(target->val)) {
			expand_star(reader, scope, target->val->column_ref, query);
			continue;
		}
		output.is_null = expression_is_null(target->val);
		output.literal = expression_literal(reader, target->val);
		output.name = target->name && *target->name ? target->name : expression_name(target->val);
		expression_read(reader, scope, target->val,
				&(struct sink){&output.refs, &query->filters, .role = READ_VALUE});
		query_add_output(reader, query, output);
	}
}

void query_where(struct reader *reader, const struct scope *scope, const node_t *condition)
{
	struct sink sink = filter_sink(scope, READ_FILTER);

	expression_read(reader, scope, condition, &sink);
}

/* GROUP BY 1 and GROUP BY alias mean a selected expression. */
static const struct output *grouped_output(struct reader *reader, const struct scope *scope, const struct query *query,
					   const node_t *node)
{
	const char *name;

	if (node->node_case == PG_QUERY__NODE__NODE_A_CONST &&
	    node->a_const->val_case == PG_QUERY__A__CONST__VAL_IVAL) {
		size_t index = (size_t)node->a_const->ival->ival - 1;

		return index < query->outputs.count ? &query->outputs.items[index] : NULL;
	}
	if (node->node_case != PG_QUERY__NODE__NODE_COLUMN_REF || node->column_ref->n_fields != 1)
		return NULL;
	name = name_string(node->column_ref->fields[0]);
	vec_each(struct output, output, &query->outputs) {
		struct found found;

		if (!name || !str_equal(output->name, name))
			continue;
		found = columns_find(reader, scope, NULL, name);
		return found.table && !found.is_guess ? NULL : output; /* a column goes before an alias */
	}
	return NULL;
}

static void read_group(struct reader *reader, const struct scope *scope, const struct query *query, size_t count,
		       node_t *const *nodes)
{
	struct sink sink = filter_sink(scope, READ_GROUP);

	for (size_t i = 0; i < count; i++) {
		const struct output *output = grouped_output(reader, scope, query, nodes[i]);

		if (output)
			columns_add_refs(reader, &output->refs, &sink);
		else
			expression_read(reader, scope, nodes[i], &sink);
	}
}

/* The order matters for which rows there are when some are left out. */
static void read_order(struct reader *reader, const struct scope *scope, const struct query *query,
		       const PgQuery__SelectStmt *select)
{
	bool chooses = select->limit_count || select->limit_offset || select->n_distinct_clause;
	struct sink sink = chooses ? filter_sink(scope, READ_FILTER) : no_sink;

	for (size_t i = 0; i < select->n_sort_clause; i++) {
		const node_t *key = select->sort_clause[i]->sort_by->node;
		const struct output *output = key ? grouped_output(reader, scope, query, key) : NULL;

		if (output)
			columns_add_refs(reader, &output->refs, &sink);
		else
			expression_read(reader, scope, key, &sink);
	}
	expression_read(reader, scope, select->limit_count, &no_sink);
	expression_read(reader, scope, select->limit_offset, &no_sink);
}

/* --- the three forms of SELECT --- */

/* The value that the column has in every row of the list. */
static void join_value(struct reader *reader, struct output *output, const node_t *value, bool is_first)
{
	const char *literal = expression_literal(reader, value);
	bool is_null = expression_is_null(value);

	if (is_first || !str_equal(output->literal, literal))
		output->literal = is_first ? literal : NULL;
	output->is_null = is_null && (is_first || output->is_null);
}

static void read_values(struct reader *reader, struct scope *scope, const PgQuery__SelectStmt *select,
			struct query *query)
{
	for (size_t i = 0; i < select->n_values_lists; i++) {
		const PgQuery__List *row = select->values_lists[i]->list;

		for (size_t j = 0; j < row->n_items && j < SQL_MAX_OUTPUTS; j++) {
			if (j >= query->outputs.count)
				query_add_output(
					reader, query,
					(struct output){.name = str_printf(reader->scratch, "column%zu", j + 1)});
			expression_read(
				reader, scope, row->items[j],
				&(struct sink){&query->outputs.items[j].refs, &query->filters, .role = READ_VALUE});
			join_value(reader, &query->outputs.items[j], row->items[j], i == 0);
		}
	}
}

/* Adds the columns of one arm, by position; the names are those of the first. */
static void merge_outputs(struct reader *reader, struct query *query, const struct query *arm)
{
	for (size_t i = 0; i < arm->outputs.count && i < SQL_MAX_OUTPUTS; i++) {
		const struct output *output = &arm->outputs.items[i];

		if (i >= query->outputs.count)
			query_add_output(reader, query, (struct output){.name = output->name});
		columns_add_refs(reader, &output->refs,
				 &(struct sink){&query->outputs.items[i].refs, NULL, .role = READ_VALUE});
	}
}

static void read_union(struct reader *reader, struct scope *scope, const PgQuery__SelectStmt *select,
		       struct query *recursive, struct query *query)
{
	const struct sink filters = {&query->filters, &query->filters, READ_FILTER, .is_conjunct = false};
	const struct query *left = query_select(reader, scope, select->larg);
	const struct query *right;

	if (recursive)
		*recursive = *left;
	right = query_select(reader, scope, select->rarg);
	merge_outputs(reader, query, left);
	merge_outputs(reader, query, right);
	for (size_t i = 0; i < left->star_tables.count; i++)
		names_add(reader->scratch, &query->star_tables, left->star_tables.items[i]);
	for (size_t i = 0; i < right->star_tables.count; i++)
		names_add(reader->scratch, &query->star_tables, right->star_tables.items[i]);
	columns_add_refs(reader, &left->filters, &filters);
	columns_add_refs(reader, &right->filters, &filters);
}

static bool is_plain_distinct(const PgQuery__SelectStmt *select)
{
	return select->n_distinct_clause && select->distinct_clause[0]->node_case == PG_QUERY__NODE__NODE__NOT_SET;
}

static void read_plain(struct reader *reader, struct scope *scope, const PgQuery__SelectStmt *select,
		       bool skips_targets, struct query *query)
{
	struct sink having = filter_sink(scope, READ_FILTER);

	query_from(reader, scope, select->n_from_clause, select->from_clause);
	query_where(reader, scope, select->where_clause);
	if (!skips_targets)
		query_targets(reader, scope, select->n_target_list, select->target_list, query);
	read_group(reader, scope, query, select->n_group_clause, select->group_clause);
	if (!is_plain_distinct(select))
		read_group(reader, scope, query, select->n_distinct_clause, select->distinct_clause);
	expression_read(reader, scope, select->having_clause, &having);
	expression_list(reader, scope, select->n_window_clause, select->window_clause, &having);
}

struct query *query_select(struct reader *reader, const struct scope *parent, const PgQuery__SelectStmt *select)
{
	struct query *query = ARENA_NEW(reader->scratch, struct query);
	struct scope scope = {.parent = parent, .filters = &query->filters};
	struct query *recursive = reader->recursive;
	bool skips_targets = reader->skips_targets;

	reader->recursive = NULL;
	reader->skips_targets = false;
	if (!select)
		return query;
	if (reader->depth >= SQL_MAX_DEPTH) {
		reader_unresolved(reader, "the statement is nested too deeply");
		return query;
	}
	reader->depth++;
	query_with(reader, &scope, select->with_clause);
	if (select->op != PG_QUERY__SET_OPERATION__SETOP_NONE && select->larg)
		read_union(reader, &scope, select, recursive, query);
	else if (select->n_values_lists)
		read_values(reader, &scope, select, query);
	else
		read_plain(reader, &scope, select, skips_targets, query);
	read_order(reader, &scope, query, select);
	reader->depth--;
	return query;
}

struct query *query_node(struct reader *reader, const struct scope *parent, const node_t *node)
{
	struct query *query = NULL;

	if (node && node->node_case == PG_QUERY__NODE__NODE_SELECT_STMT)
		return query_select(reader, parent, node->select_stmt);
	if (node)
		query = dml_statement(reader, parent, node);
	return query ? query : ARENA_NEW(reader->scratch, struct query);
}
