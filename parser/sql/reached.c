/* A condition is weighed for one event, with one column held: an UPDATE leaves it as it is, so that OLD.c and NEW.c are both
 * NULL or both not. A return that is taken in either case is not passed unless the column changes; a branch that is
 * entered in neither is not, either. TG_OP decides by itself. Everything else may be so or not, and then every statement
 * counts. What other triggers assign to NEW.c before is not looked at. */
#include "parser/sql/reached.h"

#include "parser/sql/trigger.h"

#include <string.h>

/* Columns of one body that are looked at. */
#define MAX_HELD 16u

enum outcome { MAY_HOLD, HOLDS, FAILS };

/* What is assumed of the call. */
struct assumption {
	enum trigger_event event;
	const char *column; /* that an UPDATE leaves alone; NULL: none */
	bool is_null;
};

static enum outcome outcome_if(bool holds)
{
	return holds ? HOLDS : FAILS;
}

static enum outcome opposite(enum outcome outcome)
{
	return outcome == MAY_HOLD ? MAY_HOLD : outcome_if(outcome == FAILS);
}

/* The event that a literal names; EVENT_COUNT when it names none. */
static enum trigger_event event_named(const node_t *node)
{
	static const char *const names[EVENT_COUNT] = {"INSERT", "UPDATE", "DELETE"};
	enum trigger_event event = EVENT_INSERT;

	while (node && node->node_case == PG_QUERY__NODE__NODE_TYPE_CAST)
		node = node->type_cast->arg;
	if (!node || node->node_case != PG_QUERY__NODE__NODE_A_CONST ||
	    node->a_const->val_case != PG_QUERY__A__CONST__VAL_SVAL)
		return EVENT_COUNT;
	while (event < EVENT_COUNT && !str_equal(names[event], node->a_const->sval->sval))
		event++;
	return event;
}

static bool is_operation(const node_t *node)
{
	return node && node->node_case == PG_QUERY__NODE__NODE_COLUMN_REF && node->column_ref->n_fields == 1 &&
	       str_equal(name_string(node->column_ref->fields[0]), "tg_op");
}

/* TG_OP = 'UPDATE', TG_OP IN ('INSERT', 'UPDATE') */
static enum outcome compares_operation(const PgQuery__AExpr *expression, const struct assumption *assumption)
{
	const char *name = expression->n_name ? name_string(expression->name[0]) : NULL;
	const node_t *right = expression->rexpr;
	bool named = false;

	if (!is_operation(expression->lexpr) || !right || !str_in(name, "= <> !="))
		return MAY_HOLD;
	if (expression->kind == PG_QUERY__A__EXPR__KIND__AEXPR_OP) {
		named = event_named(right) == assumption->event;
	} else if (expression->kind == PG_QUERY__A__EXPR__KIND__AEXPR_IN &&
		   right->node_case == PG_QUERY__NODE__NODE_LIST) {
		for (size_t i = 0; i < right->list->n_items; i++)
			named = named || event_named(right->list->items[i]) == assumption->event;
	} else {
		return MAY_HOLD;
	}
	return outcome_if(named == str_equal(name, "="));
}

/* OLD.c IS DISTINCT FROM NEW.c, OLD.c = NEW.c */
static enum outcome compares_rows(const PgQuery__AExpr *expression, const struct assumption *assumption)
{
	const char *name = expression->n_name ? name_string(expression->name[0]) : NULL;
	const char *old = trigger_row_column(expression->lexpr, "old");
	const char *new = trigger_row_column(expression->rexpr, "new");

	if (!old)
		old = trigger_row_column(expression->rexpr, "old");
	if (!new)
		new = trigger_row_column(expression->lexpr, "new");
	if (!old || !str_equal(old, assumption->column) || !str_equal(new, assumption->column))
		return MAY_HOLD;
	if (expression->kind == PG_QUERY__A__EXPR__KIND__AEXPR_DISTINCT)
		return FAILS;
	if (expression->kind == PG_QUERY__A__EXPR__KIND__AEXPR_NOT_DISTINCT)
		return HOLDS;
	if (expression->kind != PG_QUERY__A__EXPR__KIND__AEXPR_OP || !str_in(name, "= <> !=") || assumption->is_null)
		return MAY_HOLD;
	return outcome_if(str_equal(name, "="));
}

static enum outcome weigh(const node_t *node, const struct assumption *assumption, unsigned depth);

static enum outcome weigh_list(const PgQuery__BoolExpr *list, const struct assumption *assumption, unsigned depth)
{
	bool is_all = list->boolop == PG_QUERY__BOOL_EXPR_TYPE__AND_EXPR;
	enum outcome decisive = is_all ? FAILS : HOLDS, result = is_all ? HOLDS : FAILS;

	if (list->boolop == PG_QUERY__BOOL_EXPR_TYPE__NOT_EXPR)
		return opposite(weigh(list->args[0], assumption, depth + 1));
	for (size_t i = 0; i < list->n_args; i++) {
		enum outcome part = weigh(list->args[i], assumption, depth + 1);
		if (part == decisive)
			return decisive;
		if (part == MAY_HOLD)
			result = MAY_HOLD;
	}
	return result;
}

static const char *either_row_column(const node_t *node)
{
	const char *column = trigger_row_column(node, "new");

	return column ? column : trigger_row_column(node, "old");
}

static enum outcome weigh(const node_t *node, const struct assumption *assumption, unsigned depth)
{
	enum outcome outcome;

	if (!node || depth > SQL_MAX_DEPTH)
		return MAY_HOLD;
	switch (node->node_case) {
	case PG_QUERY__NODE__NODE_BOOL_EXPR:
		return weigh_list(node->bool_expr, assumption, depth);
	case PG_QUERY__NODE__NODE_NULL_TEST:
		if (!assumption->column || !str_equal(either_row_column(node->null_test->arg), assumption->column))
			return MAY_HOLD;
		return outcome_if((node->null_test->nulltesttype == PG_QUERY__NULL_TEST_TYPE__IS_NULL) ==
				  assumption->is_null);
	case PG_QUERY__NODE__NODE_A_EXPR:
		outcome = compares_operation(node->a_expr, assumption);
		return outcome == MAY_HOLD && assumption->column ? compares_rows(node->a_expr, assumption) : outcome;
	default:
		return MAY_HOLD;
	}
}

static void hold(struct reader *reader, struct reached *reached, const char *column)
{
	vec_each(struct held_column, held, &reached->held) {
		if (str_equal(held->name, column))
			return;
	}
	if (column && reached->held.count < MAX_HELD)
		vec_push(reader->scratch, &reached->held,
			 (struct held_column){.name = str_copy(reader->scratch, column)});
}

/* Columns of the row that the condition names. */
static void hold_columns(struct reader *reader, struct reached *reached, const node_t *node, unsigned depth)
{
	if (!node || depth > SQL_MAX_DEPTH)
		return;
	if (node->node_case == PG_QUERY__NODE__NODE_NULL_TEST) {
		hold(reader, reached, either_row_column(node->null_test->arg));
	} else if (node->node_case == PG_QUERY__NODE__NODE_A_EXPR) {
		hold(reader, reached, either_row_column(node->a_expr->lexpr));
	} else if (node->node_case == PG_QUERY__NODE__NODE_BOOL_EXPR) {
		for (size_t i = 0; i < node->bool_expr->n_args; i++)
			hold_columns(reader, reached, node->bool_expr->args[i], depth + 1);
	}
}

static void only_after_change(struct reader *reader, struct reached *reached, const char *column)
{
	if (!reached->after_change.count)
		names_add(reader->arena, &reached->after_change, str_copy(reader->arena, column));
}

static void never_where(struct reached *reached, const node_t *condition, enum outcome outcome)
{
	for (enum trigger_event event = EVENT_INSERT; event < EVENT_COUNT; event++) {
		struct assumption assumption = {.event = event};
		reached->never[event] = reached->never[event] || weigh(condition, &assumption, 0) == outcome;
	}
}

/* The list of a copy must not grow into that of the original. */
static void own_list(struct reader *reader, struct reached *reached)
{
	struct reached copy = *reached;

	memset(&reached->held, 0, sizeof(reached->held));
	vec_each(struct held_column, held, &copy.held)
		vec_push(reader->scratch, &reached->held, *held);
}

void reached_behind(struct reader *reader, struct reached *reached, const node_t *condition)
{
	own_list(reader, reached);
	never_where(reached, condition, HOLDS);
	hold_columns(reader, reached, condition, 0);
	vec_each(struct held_column, held, &reached->held) {
		struct assumption is_null = {EVENT_UPDATE, held->name, true};
		struct assumption is_not_null = {EVENT_UPDATE, held->name, false};
		if (weigh(condition, &is_null, 0) == HOLDS)
			held->returned_if_null = true;
		if (weigh(condition, &is_not_null, 0) == HOLDS)
			held->returned_if_not_null = true;
		if (held->returned_if_null && held->returned_if_not_null)
			only_after_change(reader, reached, held->name);
	}
}

void reached_within(struct reader *reader, struct reached *reached, const node_t *condition)
{
	struct names changed = trigger_changed_columns(reader, condition);

	own_list(reader, reached);
	never_where(reached, condition, FAILS);
	hold_columns(reader, reached, condition, 0);
	if (!reached->after_change.count)
		reached->after_change = changed;
	vec_each(struct held_column, held, &reached->held) {
		struct assumption is_null = {EVENT_UPDATE, held->name, true};
		struct assumption is_not_null = {EVENT_UPDATE, held->name, false};
		if (weigh(condition, &is_null, 0) == FAILS && weigh(condition, &is_not_null, 0) == FAILS)
			only_after_change(reader, reached, held->name);
	}
}

void reached_tell(struct reader *reader, const struct reached *reached, size_t from)
{
	const struct names *after = NULL;

	if (reached->after_change.count) {
		struct names *copy = ARENA_NEW(reader->arena, struct names);
		*copy = reached->after_change;
		after = copy;
	}
	for (size_t i = from; i < reader->effects->count; i++) {
		struct effect *effect = &reader->effects->items[i];
		if (effect->after_change || effect->not_on_insert || effect->not_on_update || effect->not_on_delete)
			continue;
		effect->after_change = after;
		effect->not_on_insert = reached->never[EVENT_INSERT];
		effect->not_on_update = reached->never[EVENT_UPDATE];
		effect->not_on_delete = reached->never[EVENT_DELETE];
	}
}
