/* Expressions: every column in them goes to the sink of the caller.
 *
 * Only nodes that change the role or open a scope are known here; all others are walked by their fields. Roles: a
 * comparison of columns of two relations is a join condition wherever it stands (so are EXISTS correlations), IS NULL
 * on the optional side of an outer join is an anti-join, PARTITION BY groups. */
#include "parser/sql/query.h"

#include <string.h>

struct walk {
	struct reader *reader;
	const struct scope *scope;
	const struct sink *sink;
};

static void walk_child(void *payload, const node_t *child)
{
	const struct walk *walk = payload;

	expression_read(walk->reader, walk->scope, child, walk->sink);
}

static void walk_children(struct reader *reader, const struct scope *scope, const node_t *node, const struct sink *sink)
{
	tree_each_child(node, walk_child, &(struct walk){reader, scope, sink});
}

void expression_list(struct reader *reader, const struct scope *scope, size_t count, node_t *const *nodes,
		     const struct sink *sink)
{
	for (size_t i = 0; i < count; i++)
		expression_read(reader, scope, nodes[i], sink);
}

/* The column that an operand consists of, through casts and functions of one argument. */
static const node_t *plain_column(const node_t *node)
{
	for (unsigned depth = 0; node && depth < 16; depth++) {
		switch (node->node_case) {
		case PG_QUERY__NODE__NODE_TYPE_CAST:
			node = node->type_cast->arg;
			break;
		case PG_QUERY__NODE__NODE_COLLATE_CLAUSE:
			node = node->collate_clause->arg;
			break;
		case PG_QUERY__NODE__NODE_FUNC_CALL:
			if (node->func_call->n_args == 0)
				return NULL;
			node = node->func_call->args[0];
			break;
		case PG_QUERY__NODE__NODE_COLUMN_REF:
			return node;
		default:
			return NULL;
		}
	}
	return NULL;
}

/* Does the expression compare columns of two relations? Names that are only guessed do not make a join. */
static bool is_join(struct reader *reader, const struct scope *scope, const PgQuery__AExpr *expression)
{
	const node_t *left = plain_column(expression->lexpr);
	const node_t *right = plain_column(expression->rexpr);
	struct found a, b;

	if (!left || !right)
		return false;
	a = columns_find_node(reader, scope, left);
	b = columns_find_node(reader, scope, right);
	if (a.relation && b.relation)
		return a.relation != b.relation;
	return (a.table || a.relation) && (b.table || b.relation) && !str_equal(a.table, b.table);
}

const char *expression_literal(struct reader *reader, const node_t *node)
{
	const char *text = NULL;

	while (node && node->node_case == PG_QUERY__NODE__NODE_TYPE_CAST)
		node = node->type_cast->arg;
	if (!node || node->node_case != PG_QUERY__NODE__NODE_A_CONST || node->a_const->isnull)
		return NULL;
	switch (node->a_const->val_case) {
	case PG_QUERY__A__CONST__VAL_IVAL:
		text = str_printf(reader->arena, "%d", node->a_const->ival->ival);
		break;
	case PG_QUERY__A__CONST__VAL_SVAL:
		text = str_printf(reader->arena, "'%s'", node->a_const->sval->sval);
		break;
	case PG_QUERY__A__CONST__VAL_BOOLVAL:
		text = node->a_const->boolval->boolval ? "true" : "false";
		break;
	default:
		break;
	}
	return text && !sql_has_placeholder(text) ? text : NULL;
}

/* The literals on the other side of a comparison: one, or those of a list. Empty when one of them is something else. */
static struct names literals_of(struct reader *reader, const node_t *node)
{
	struct names literals = {0};
	size_t count = node && node->node_case == PG_QUERY__NODE__NODE_LIST ? node->list->n_items : 1;

	for (size_t i = 0; i < count; i++) {
		const char *literal = expression_literal(
			reader, node && node->node_case == PG_QUERY__NODE__NODE_LIST ? node->list->items[i] : node);
		if (!literal)
			return (struct names){0};
		names_add(reader->scratch, &literals, literal);
	}
	return literals;
}

/* A comparison that no NULL passes. What Rails makes of a value known only at run time may turn into IS NULL. */
static bool is_strict(const PgQuery__AExpr *expression)
{
	switch (expression->kind) {
	case PG_QUERY__A__EXPR__KIND__AEXPR_OP:
	case PG_QUERY__A__EXPR__KIND__AEXPR_OP_ANY:
	case PG_QUERY__A__EXPR__KIND__AEXPR_IN:
	case PG_QUERY__A__EXPR__KIND__AEXPR_LIKE:
	case PG_QUERY__A__EXPR__KIND__AEXPR_ILIKE:
	case PG_QUERY__A__EXPR__KIND__AEXPR_BETWEEN:
		return true;
	default:
		return false;
	}
}

bool expression_is_null(const node_t *node)
{
	while (node && node->node_case == PG_QUERY__NODE__NODE_TYPE_CAST)
		node = node->type_cast->arg;
	return node && node->node_case == PG_QUERY__NODE__NODE_A_CONST && node->a_const->isnull;
}

static bool is_placeholder(const node_t *node)
{
	const PgQuery__ColumnRef *ref =
		node && node->node_case == PG_QUERY__NODE__NODE_COLUMN_REF ? node->column_ref : NULL;

	if (node && node->node_case == PG_QUERY__NODE__NODE_LIST) {
		for (size_t i = 0; i < node->list->n_items; i++) {
			if (is_placeholder(node->list->items[i]))
				return true;
		}
	}
	return ref && ref->n_fields && sql_has_placeholder(name_string(ref->fields[ref->n_fields - 1]));
}

/* `= 'x'`, IN ('x', 'y'), their opposites, and LIKE 'x%' without another wildcard or escape. */
static void test_literals(struct reader *reader, const PgQuery__AExpr *expression, struct names literals,
			  struct sink *sink)
{
	const char *name = expression->n_name ? name_string(expression->name[0]) : NULL;
	bool compares = expression->kind == PG_QUERY__A__EXPR__KIND__AEXPR_OP ||
			expression->kind == PG_QUERY__A__EXPR__KIND__AEXPR_IN;
	const char *first = literals.items[0];
	size_t length = strlen(first);

	if (compares && (str_equal(name, "=") || str_equal(name, "<>"))) {
		sink->test = str_equal(name, "=") ? TEST_EQUALS : TEST_DIFFERS;
		sink->literals = literals;
	} else if (expression->kind == PG_QUERY__A__EXPR__KIND__AEXPR_LIKE && str_equal(name, "~~") && length > 3 &&
		   strcspn(first, "%_\\") == length - 2 && first[length - 2] == '%') {
		sink->test = TEST_STARTS;
		names_add(reader->scratch, &sink->literals, str_copy_n(reader->scratch, first, length - 2));
	}
}

/* Does only a text that looks like the pattern pass? What the pattern is may be known at run time only. */
static bool is_match(const PgQuery__AExpr *expression)
{
	const char *name = expression->n_name ? name_string(expression->name[0]) : NULL;

	return name && str_in(name, "~ ~* ~~ ~~*");
}

/* The column of CAST(c AS type), which is NULL where c is; NULL when `node` is anything else. */
static const node_t *cast_column(const node_t *node)
{
	const node_t *inner = node;

	while (inner && inner->node_case == PG_QUERY__NODE__NODE_TYPE_CAST)
		inner = inner->type_cast->arg;
	return inner && inner != node && inner->node_case == PG_QUERY__NODE__NODE_COLUMN_REF ? inner : NULL;
}

/* One side of a comparison: a bare column is tested by it; of one that is cast it only says that there is a value. */
static void read_operand(struct reader *reader, const struct scope *scope, const PgQuery__AExpr *expression, bool left,
			 struct sink sink)
{
	const node_t *node = left ? expression->lexpr : expression->rexpr;
	const node_t *other = left ? expression->rexpr : expression->lexpr;

	if (sink.is_conjunct && node && node->node_case == PG_QUERY__NODE__NODE_COLUMN_REF && is_strict(expression) &&
	    (!is_placeholder(other) || is_match(expression))) {
		sink.test = left && is_match(expression) ? TEST_MATCHES : TEST_NOT_NULL;
		struct names literals = literals_of(reader, other);
		if (literals.count)
			test_literals(reader, expression, literals, &sink);
	} else if (sink.is_conjunct && cast_column(node) && is_strict(expression) && !is_placeholder(other)) {
		node = cast_column(node);
		sink.test = TEST_NOT_NULL;
	}
	sink.is_conjunct = false;
	expression_read(reader, scope, node, &sink);
}

static void read_operator(struct reader *reader, const struct scope *scope, const node_t *node, const struct sink *sink)
{
	struct sink used = *sink;

	if (sink->role == READ_FILTER && is_join(reader, scope, node->a_expr))
		used.role = READ_JOIN;
	read_operand(reader, scope, node->a_expr, true, used);
	read_operand(reader, scope, node->a_expr, false, used);
}

static void read_null_test(struct reader *reader, const struct scope *scope, const node_t *node,
			   const struct sink *sink)
{
	const PgQuery__NullTest *test = node->null_test;
	struct found found = columns_find_node(reader, scope, test->arg);
	struct sink used = *sink;

	if (sink->role == READ_FILTER && found.relation && found.relation->is_optional)
		used.role = READ_JOIN;
	if (sink->is_conjunct && test->arg && test->arg->node_case == PG_QUERY__NODE__NODE_COLUMN_REF)
		used.test = test->nulltesttype == PG_QUERY__NULL_TEST_TYPE__IS_NULL ? TEST_IS_NULL : TEST_NOT_NULL;
	used.is_conjunct = false;
	walk_children(reader, scope, node, &used);
}

/* c IS TRUE, c IS FALSE */
static void read_truth_test(struct reader *reader, const struct scope *scope, const node_t *node,
			    const struct sink *sink)
{
	const PgQuery__BooleanTest *test = node->boolean_test;
	bool is_true = test->booltesttype == PG_QUERY__BOOL_TEST_TYPE__IS_TRUE;
	struct sink used = *sink;

	if (sink->is_conjunct && test->arg && test->arg->node_case == PG_QUERY__NODE__NODE_COLUMN_REF &&
	    (is_true || test->booltesttype == PG_QUERY__BOOL_TEST_TYPE__IS_FALSE)) {
		used.test = TEST_EQUALS;
		names_add(reader->scratch, &used.literals, is_true ? "true" : "false");
	}
	used.is_conjunct = false;
	walk_children(reader, scope, node, &used);
}

/* NOT EXISTS (SELECT ... FROM t WHERE t.a = outer.b) chooses the rows that an outer join would leave without t: t.a is
 * NULL for them. More conditions inside would let rows of t stand after all. */
static void deny_match(struct reader *reader, const PgQuery__SelectStmt *select, struct column_refs *filters)
{
	const node_t *where = select->where_clause;
	const char *table;

	if (select->n_from_clause != 1 || select->from_clause[0]->node_case != PG_QUERY__NODE__NODE_RANGE_VAR ||
	    !where || where->node_case != PG_QUERY__NODE__NODE_A_EXPR || filters->count != 2)
		return;
	table = name_table(reader, select->from_clause[0]->range_var);
	vec_each(struct column_ref, ref, filters) {
		if (where->a_expr->kind == PG_QUERY__A__EXPR__KIND__AEXPR_OP && str_equal(ref->table, table)) {
			ref->test = TEST_IS_NULL;
			ref->reach = REACH_ALL;
		}
	}
}

static size_t places_of(const struct names *tables, const char *table)
{
	size_t places = 0;

	for (size_t i = 0; i < tables->count; i++)
		places += str_equal(tables->items[i], table);
	return places;
}

/* What a sub-select demands of a table that nothing else in the statement looks at holds for all its rows that matter,
 * be they wanted or not. Its demands on other tables hold only where it is itself a condition of the statement. */
static void keep_inner_tests(struct reader *reader, const node_t *select, struct column_refs *filters)
{
	struct names inside = {0};

	if (reader->listed != reader->root) {
		reader->tables = (struct names){0};
		tree_tables(reader->scratch, reader->root, &reader->tables);
		reader->listed = reader->root;
	}
	tree_tables(reader->scratch, select, &inside);
	vec_each(struct column_ref, ref, filters) {
		if (ref->test == TEST_NONE || ref->reach == REACH_INNER)
			continue;
		if (ref->reach == REACH_ALL && places_of(&inside, ref->table) == 1 &&
		    places_of(&reader->tables, ref->table) == 1)
			ref->reach = REACH_INNER;
		else
			ref->test = TEST_NONE;
	}
}

static void read_sublink(struct reader *reader, const struct scope *scope, const node_t *node, const struct sink *sink)
{
	const PgQuery__SubLink *link = node->sub_link;
	bool is_membership = link->sub_link_type == PG_QUERY__SUB_LINK_TYPE__ANY_SUBLINK ||
			     link->sub_link_type == PG_QUERY__SUB_LINK_TYPE__ALL_SUBLINK;
	bool is_exists = link->sub_link_type == PG_QUERY__SUB_LINK_TYPE__EXISTS_SUBLINK;
	struct sink used = *sink;
	struct sink chosen = {sink->filters, sink->filters, READ_FILTER, .is_conjunct = true, .reach = sink->reach};
	struct query *query;

	used.is_conjunct = false;
	if (is_membership && sink->role == READ_FILTER)
		used.role = READ_JOIN;
	expression_read(reader, scope, link->testexpr, &used);
	reader->skips_targets = is_exists;
	query = query_node(reader, scope, link->subselect);
	reader->skips_targets = false;
	if (!is_exists) {
		vec_each(struct output, output, &query->outputs)
			columns_add_refs(reader, &output->refs, &used);
		for (size_t i = 0; i < query->star_tables.count; i++)
			columns_add_ref(reader, query->star_tables.items[i], "*", &used);
	}
	if (!sink->is_conjunct || sink->reach)
		keep_inner_tests(reader, link->subselect, &query->filters);
	if (is_exists && sink->is_denied && link->subselect->node_case == PG_QUERY__NODE__NODE_SELECT_STMT)
		deny_match(reader, link->subselect->select_stmt, &query->filters);
	columns_add_refs(reader, &query->filters, &chosen);
}

static void read_window(struct reader *reader, const struct scope *scope, const PgQuery__WindowDef *window,
			const struct sink *sink)
{
	struct sink group = {
		.values = sink->filters ? sink->filters : sink->values, .filters = sink->filters, .role = READ_GROUP};

	expression_list(reader, scope, window->n_partition_clause, window->partition_clause, &group);
	expression_list(reader, scope, window->n_order_clause, window->order_clause, sink);
}

static void read_call(struct reader *reader, const struct scope *scope, const node_t *node, const struct sink *sink)
{
	const PgQuery__FuncCall *call = node->func_call;

	expression_list(reader, scope, call->n_args, call->args, sink);
	expression_list(reader, scope, call->n_agg_order, call->agg_order, sink);
	expression_read(reader, scope, call->agg_filter, sink);
	if (call->over)
		read_window(reader, scope, call->over, sink);
}

static void read_bool(struct reader *reader, const struct scope *scope, const node_t *node, const struct sink *sink)
{
	struct sink used = *sink;

	switch (node->bool_expr->boolop) {
	case PG_QUERY__BOOL_EXPR_TYPE__AND_EXPR:
		used.is_denied = false;
		break;
	case PG_QUERY__BOOL_EXPR_TYPE__OR_EXPR:
		used.reach = REACH_SOME;
		used.is_denied = false;
		break;
	default:
		used.is_denied = sink->is_conjunct && !sink->reach;
		used.is_conjunct = false;
	}
	walk_children(reader, scope, node, &used);
}

static void read_node(struct reader *reader, const struct scope *scope, const node_t *node, const struct sink *sink)
{
	struct sink plain = *sink;

	plain.is_conjunct = false;
	plain.is_denied = false;
	plain.test = TEST_NONE;
	plain.literals = (struct names){0};
	switch (node->node_case) {
	case PG_QUERY__NODE__NODE_BOOL_EXPR:
		read_bool(reader, scope, node, sink);
		break;
	case PG_QUERY__NODE__NODE_COLUMN_REF:
		columns_add(reader, scope, node, sink);
		break;
	case PG_QUERY__NODE__NODE_SUB_LINK:
		read_sublink(reader, scope, node, sink);
		break;
	case PG_QUERY__NODE__NODE_FUNC_CALL:
		read_call(reader, scope, node, &plain);
		break;
	case PG_QUERY__NODE__NODE_WINDOW_DEF:
		read_window(reader, scope, node->window_def, &plain);
		break;
	case PG_QUERY__NODE__NODE_A_EXPR:
		read_operator(reader, scope, node, sink);
		break;
	case PG_QUERY__NODE__NODE_NULL_TEST:
		read_null_test(reader, scope, node, sink);
		break;
	case PG_QUERY__NODE__NODE_BOOLEAN_TEST:
		read_truth_test(reader, scope, node, sink);
		break;
	case PG_QUERY__NODE__NODE_TYPE_NAME:
		break;
	default:
		walk_children(reader, scope, node, &plain);
	}
}

void expression_read(struct reader *reader, const struct scope *scope, const node_t *node, const struct sink *sink)
{
	if (!node || node->node_case == PG_QUERY__NODE__NODE__NOT_SET)
		return;
	if (reader->depth >= SQL_MAX_DEPTH) {
		reader_unresolved(reader, "the statement is nested too deeply");
		return;
	}
	reader->depth++;
	read_node(reader, scope, node, sink);
	reader->depth--;
}

static const char *type_name(const PgQuery__TypeName *type)
{
	return type && type->n_names ? name_string(type->names[type->n_names - 1]) : NULL;
}

/* FigureColname() of PostgreSQL, as far as the names are ever used. */
const char *expression_name(const node_t *node)
{
	const char *name;

	for (unsigned depth = 0; node && depth < 16; depth++) {
		switch (node->node_case) {
		case PG_QUERY__NODE__NODE_COLUMN_REF:
			return node->column_ref->n_fields
				       ? name_string(node->column_ref->fields[node->column_ref->n_fields - 1])
				       : NULL;
		case PG_QUERY__NODE__NODE_FUNC_CALL:
			return name_string(node->func_call->funcname[node->func_call->n_funcname - 1]);
		case PG_QUERY__NODE__NODE_COALESCE_EXPR:
			return "coalesce";
		case PG_QUERY__NODE__NODE_TYPE_CAST:
			name = expression_name(node->type_cast->arg);
			return name ? name : type_name(node->type_cast->type_name);
		case PG_QUERY__NODE__NODE_CASE_EXPR:
			name = expression_name(node->case_expr->defresult);
			return name ? name : "case";
		case PG_QUERY__NODE__NODE_A_ARRAY_EXPR:
			return "array";
		case PG_QUERY__NODE__NODE_COLLATE_CLAUSE:
			node = node->collate_clause->arg;
			break;
		default:
			return NULL;
		}
	}
	return NULL;
}
