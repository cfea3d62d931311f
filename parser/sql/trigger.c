/* WHEN of a row trigger: which columns an UPDATE must change for the trigger to fire.
 *
 * OLD.c IS DISTINCT FROM NEW.c can only hold when c changed; so can a test that OLD.c passes and NEW.c fails. Of a
 * conjunction one such part suffices, of a disjunction every part must be one. Everything else says nothing, and the
 * trigger then counts as fired by every UPDATE. */
#include "parser/sql/trigger.h"

const char *trigger_row_column(const node_t *node, const char *row)
{
	const PgQuery__ColumnRef *ref =
		node && node->node_case == PG_QUERY__NODE__NODE_COLUMN_REF ? node->column_ref : NULL;

	if (!ref || ref->n_fields != 2 || !str_equal(name_string(ref->fields[0]), row))
		return NULL;
	return name_string(ref->fields[1]);
}

/* OLD.c ->> 'key' and NEW.c ->> 'key', however often: what is taken out of both rows in the same way differs only if the
 * column does. Gives the columns behind. */
static void strip_same(const node_t **left, const node_t **right)
{
	const node_t *a = *left, *b = *right;

	while (a && b && a->node_case == PG_QUERY__NODE__NODE_A_EXPR && b->node_case == PG_QUERY__NODE__NODE_A_EXPR) {
		const PgQuery__AExpr *one = a->a_expr, *other = b->a_expr;
		const char *key = constant_text(one->rexpr), *other_key = constant_text(other->rexpr);
		bool same = one->n_name == 1 && other->n_name == 1 &&
			    str_equal(name_string(one->name[0]), name_string(other->name[0])) && key &&
			    str_equal(key, other_key);
		if (!same)
			return;
		a = one->lexpr;
		b = other->lexpr;
	}
	*left = a;
	*right = b;
}

static const char *compared_column(const PgQuery__AExpr *expression)
{
	const node_t *left = expression->lexpr, *right = expression->rexpr;
	strip_same(&left, &right);
	const char *name = expression->n_name ? name_string(expression->name[0]) : NULL;
	const char *old = trigger_row_column(left, "old");
	const char *new = trigger_row_column(right, "new");
	bool differs = expression->kind == PG_QUERY__A__EXPR__KIND__AEXPR_DISTINCT ||
		       (expression->kind == PG_QUERY__A__EXPR__KIND__AEXPR_OP && str_in(name, "<> !="));

	if (!old)
		old = trigger_row_column(right, "old");
	if (!new)
		new = trigger_row_column(left, "new");
	return differs && old && str_equal(old, new) ? old : NULL;
}

/* What a test says of its operand: 0 nothing, or a number whose negative stands for the opposite. */
static int test_of(const node_t *node, const node_t **operand)
{
	if (node->node_case == PG_QUERY__NODE__NODE_NULL_TEST) {
		*operand = node->null_test->arg;
		return node->null_test->nulltesttype == PG_QUERY__NULL_TEST_TYPE__IS_NULL ? 1 : -1;
	}
	if (node->node_case != PG_QUERY__NODE__NODE_BOOLEAN_TEST)
		return 0;
	*operand = node->boolean_test->arg;
	switch (node->boolean_test->booltesttype) {
	case PG_QUERY__BOOL_TEST_TYPE__IS_TRUE:
		return 2;
	case PG_QUERY__BOOL_TEST_TYPE__IS_NOT_TRUE:
		return -2;
	case PG_QUERY__BOOL_TEST_TYPE__IS_FALSE:
		return 3;
	case PG_QUERY__BOOL_TEST_TYPE__IS_NOT_FALSE:
		return -3;
	default:
		return 0;
	}
}

/* The column that passes one test in the old row and the opposite one in the new row. */
static const char *turned_column(const PgQuery__BoolExpr *all)
{
	for (size_t i = 0; i < all->n_args; i++) {
		const node_t *before = NULL;
		int was = test_of(all->args[i], &before);
		const char *old = trigger_row_column(before, "old");

		for (size_t j = 0; old && j < all->n_args; j++) {
			const node_t *after = NULL;

			if (was && test_of(all->args[j], &after) == -was &&
			    str_equal(trigger_row_column(after, "new"), old))
				return old;
		}
	}
	return NULL;
}

static bool add_changed(struct reader *reader, const node_t *node, unsigned depth, struct names *out);

static bool add_changed_of_list(struct reader *reader, const PgQuery__BoolExpr *list, unsigned depth, struct names *out)
{
	const char *turned;

	if (list->boolop == PG_QUERY__BOOL_EXPR_TYPE__OR_EXPR) {
		for (size_t i = 0; i < list->n_args; i++) {
			if (!add_changed(reader, list->args[i], depth + 1, out))
				return false;
		}
		return true;
	}
	if (list->boolop != PG_QUERY__BOOL_EXPR_TYPE__AND_EXPR)
		return false;
	turned = turned_column(list);
	if (turned) {
		names_add(reader->arena, out, str_copy(reader->arena, turned));
		return true;
	}
	for (size_t i = 0; i < list->n_args; i++) {
		struct names changed = {0};

		if (!add_changed(reader, list->args[i], depth + 1, &changed))
			continue;
		for (size_t c = 0; c < changed.count; c++)
			names_add(reader->arena, out, changed.items[c]);
		return true;
	}
	return false;
}

static bool add_changed(struct reader *reader, const node_t *node, unsigned depth, struct names *out)
{
	const char *column;

	if (depth > SQL_MAX_DEPTH)
		return false;
	if (node->node_case == PG_QUERY__NODE__NODE_BOOL_EXPR)
		return add_changed_of_list(reader, node->bool_expr, depth, out);
	if (node->node_case != PG_QUERY__NODE__NODE_A_EXPR)
		return false;
	column = compared_column(node->a_expr);
	if (column)
		names_add(reader->arena, out, str_copy(reader->arena, column));
	return column;
}

struct names trigger_changed_columns(struct reader *reader, const node_t *condition)
{
	struct names changed = {0};

	if (!condition || !add_changed(reader, condition, 0, &changed))
		return (struct names){0};
	return changed;
}
