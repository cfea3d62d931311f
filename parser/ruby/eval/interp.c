/* Expressions and statements. The evaluator goes through the tree once, in the order Ruby would, and keeps a value for
 * everything it can know. What it cannot know does not stop it: both branches of an unknown condition are taken, a loop
 * over an unknown collection runs once, and an early `return` under an unknown condition is not taken (what follows it
 * is evaluated under the opposite condition). A text that is one thing on one side and another on the other keeps both,
 * so that each can be read as SQL. Under `if Model.all.empty?` effects on that table say that it is empty.
 *
 * Limits: STEP_LIMIT nodes, MEMORY_LIMIT of values, EFFECT_LIMIT effects, TEXT_LIMIT of one text, FRAME_LIMIT nested
 * calls, LOOP_LIMIT rounds of one loop, EXPRESSION_LIMIT nested nodes. */
#include "parser/ruby/eval/interp.h"

#include "parser/ruby/core/builtins.h"
#include "parser/ruby/eval/class.h"
#include "parser/ruby/eval/operators.h"
#include "parser/ruby/eval/scope.h"
#include "parser/ruby/records/relation.h"

#include <stdlib.h>
#include <string.h>

#define STEP_LIMIT 2000000ul
#define MEMORY_LIMIT ((size_t)64 << 20) /* bytes of values */
#define EFFECT_LIMIT 100000u            /* of one file */
#define EXPRESSION_LIMIT 600u
#define ALTERNATIVES_LIMIT 8u

struct interp *interp_new(const struct interp_options *options)
{
	struct interp *in = ARENA_NEW(options->scratch, struct interp);

	in->options = *options;
	in->arena = options->scratch;
	in->memory_before = arena_used(in->arena);
	in->root = klass_new(in->arena, "", NULL);
	in->certainty = CERTAINTY_PROVEN;
	in->scope = ARENA_NEW(in->arena, struct scope);
	return in;
}

void interp_limit(struct interp *in, const struct node *node, const char *why)
{
	if (!in->frame || names_has(&in->limits_said, why))
		return;
	names_add(in->arena, &in->limits_said, why);
	vec_push(in->options.out.arena, in->options.out.unresolved,
		 (struct unresolved){node_location(in->frame->source, node), "evaluation", why});
}

/* True when the evaluation has to stop. */
static bool is_exhausted(struct interp *in, const struct node *node)
{
	size_t used = arena_used(in->arena);
	const char *what = NULL;

	if (++in->steps >= STEP_LIMIT)
		what = "the code takes more steps than the limit of the evaluator";
	else if (used > in->memory_before && used - in->memory_before > MEMORY_LIMIT)
		what = "the code takes more memory than the limit of the evaluator";
	else if (in->options.out.effects->count >= EFFECT_LIMIT)
		what = "the code has more effects than the limit of the evaluator";
	if (what)
		interp_limit(in, node, what);
	return what != NULL;
}

/* What a job does about an error is part of what it may do; a migration fails. */
static void run_rescue(struct interp *in, const struct node *node)
{
	enum control control = in->control;
	struct value kept = in->control_value;

	if (!in->options.in_job || !node->b)
		return;
	in->control = CONTROL_NONE;
	interp_branch(in, value_unknown(in, node, "whether an error occurs"), node->b, NULL);
	in->control = control;
	in->control_value = kept;
}

static struct value eval_body(struct interp *in, const struct node *node)
{
	struct value value = value_nil();

	for (const struct node *child = node->children; child; child = child->next) {
		if (child->kind == NODE_RESCUE) {
			run_rescue(in, child);
			if (in->options.in_job && child->b && value.kind == VALUE_BOOL)
				value = value_unknown(in, child, "whether an error occurs");
			continue;
		}
		if (child->kind == NODE_ENSURE) { /* runs whatever happened before */
			enum control control = in->control;
			struct value kept = in->control_value;
			in->control = CONTROL_NONE;
			eval_body(in, child);
			if (in->control == CONTROL_NONE) {
				in->control = control;
				in->control_value = kept;
			}
			continue;
		}
		if (in->control == CONTROL_RAISE && node->children->kind != NODE_RESCUE) {
			/* a rescue clause further down catches it: what it does is not followed */
			for (const struct node *later = child; later; later = later->next) {
				if (later->kind == NODE_RESCUE)
					in->control = CONTROL_NONE;
			}
		}
		if (in->control == CONTROL_NONE)
			value = interp_eval(in, child);
	}
	if (in->control == CONTROL_RAISE) {
		for (const struct node *child = node->children; child; child = child->next) {
			if (child->kind == NODE_RESCUE)
				in->control = CONTROL_NONE;
		}
	}
	return value;
}

/* --- branches --- */

static void enter_guard(struct interp *in, enum guard guard)
{
	if (guard == GUARD_NONE || in->guard == guard)
		return;
	/* inside another guard the more exotic installation decides */
	if (in->guard == GUARD_NONE || guard == GUARD_OTHER || (in->guard == GUARD_EE && guard != GUARD_EE) ||
	    guard == GUARD_GITLAB_COM)
		in->guard = guard;
}

static enum guard guard_of(struct value condition, bool truth)
{
	if (condition.kind != VALUE_CONDITION)
		return GUARD_NONE;
	return truth ? condition.guards.when_true : condition.guards.when_false;
}

struct branch_end {
	struct value value;
	enum control control;
	struct value control_value;
	struct scope_snapshot *variables;
};

static struct branch_end run_branch(struct interp *in, const struct node *node, struct value condition, bool truth)
{
	enum guard saved = in->guard;
	const char *empty = in->empty_table;
	struct branch_end end = {.value = value_nil()};

	enter_guard(in, guard_of(condition, truth));
	if (condition.kind == VALUE_UNKNOWN && condition.unknown->empty_table && condition.unknown->is_negated != truth)
		in->empty_table = condition.unknown->empty_table;
	if (node)
		end.value = interp_eval(in, node);
	in->guard = saved;
	in->empty_table = empty;
	end.control = in->control;
	end.control_value = in->control_value;
	end.variables = scope_snapshot(in);
	in->control = CONTROL_NONE;
	return end;
}

/* The same table on both sides: the relation with more conditions stands for both, so that nothing it reads is lost. */
static bool merge_rows(struct interp *in, struct value a, struct value b, struct value *both)
{
	if (a.kind != b.kind || (a.kind != VALUE_RELATION && a.kind != VALUE_RECORD) ||
	    !str_equal(a.relation->table, b.relation->table))
		return false;
	*both = strlen(relation_sql(in, b.relation, "1")) > strlen(relation_sql(in, a.relation, "1")) ? b : a;
	return true;
}

/* What may be in the list or hash: everything of both sides. */
static bool merge_lists(struct interp *in, struct value a, struct value b, struct value *both)
{
	if (a.kind != b.kind || (a.kind != VALUE_ARRAY && a.kind != VALUE_HASH))
		return false;
	if (a.kind == VALUE_ARRAY) {
		*both = value_new_array(in);
		for (size_t i = 0; i < a.array->count; i++)
			array_push(in, both->array, a.array->items[i]);
		for (size_t i = 0; i < b.array->count; i++)
			array_push(in, both->array, b.array->items[i]);
		both->array->open = true;
		return true;
	}
	*both = value_new_hash(in);
	vec_each(struct hash_entry, entry, a.hash) {
		hash_set(in, both->hash, entry->key, entry->value);
	}
	vec_each(struct hash_entry, entry, b.hash) {
		hash_set(in, both->hash, entry->key, entry->value);
	}
	both->hash->open = a.hash->open || b.hash->open;
	return true;
}

static bool add_alternative(struct interp *in, struct array *list, struct value value)
{
	if (value_is_text(value))
		array_push(in, list, value);
	else if (value.kind != VALUE_UNKNOWN || !value.unknown->alternatives)
		return false;
	for (size_t i = 0; value.kind == VALUE_UNKNOWN && i < value.unknown->alternatives->count; i++)
		array_push(in, list, value.unknown->alternatives->items[i]);
	return list->count <= ALTERNATIVES_LIMIT;
}

/* What has methods of its own: each of them is asked (interp_call). Rows of different tables are told apart by tests of
 * their class, which are not weighed: they stay unknown. */
static bool add_object(struct interp *in, struct array *list, struct value value)
{
	const struct array *known = value.kind == VALUE_UNKNOWN ? value.unknown->objects : NULL;

	if (value.kind == VALUE_OBJECT || value.kind == VALUE_CLASS || value.kind == VALUE_EXTERNAL ||
	    value.kind == VALUE_RELATION)
		array_push(in, list, value);
	else if (!known)
		return false;
	for (size_t i = 0; known && i < known->count; i++)
		array_push(in, list, known->items[i]);
	return list->count <= ALTERNATIVES_LIMIT;
}

struct value interp_merge(struct interp *in, const struct node *node, struct value a, struct value b)
{
	if (value_equal(a, b))
		return a;
	if (a.kind == VALUE_NIL)
		return b;
	if (b.kind == VALUE_NIL)
		return a;
	struct value both;
	if (merge_rows(in, a, b, &both) || merge_lists(in, a, b, &both))
		return both;
	struct value one = value_unknown(in, node, "it depends on a condition that is known only at run time");
	struct value list = value_new_array(in);
	if (add_alternative(in, list.array, a) && add_alternative(in, list.array, b))
		one.unknown->alternatives = list.array;
	list = value_new_array(in);
	if (add_object(in, list.array, a) && add_object(in, list.array, b))
		one.unknown->objects = list.array;
	return one;
}

/* The result of a side that left is one of the results of the method (or block) around it. In a migration it is not:
 * there an early return is taken for the case that there is nothing to do. */
static void keep_early_result(struct interp *in, const struct node *node, const struct branch_end *end)
{
	struct value *early = end->control == CONTROL_RETURN ? in->frame->returned
			      : end->control == CONTROL_NEXT ? in->frame->nexted
							     : NULL;

	bool *may_leave = end->control == CONTROL_RETURN ? in->frame->may_return
			  : end->control == CONTROL_NEXT ? in->frame->may_next
							 : NULL;

	if (may_leave)
		*may_leave = true;
	if (early && in->options.in_job)
		*early = interp_merge(in, node, *early, end->control_value);
}

struct value interp_branch(struct interp *in, struct value condition, const struct node *then,
			   const struct node *otherwise)
{
	enum tristate truth = value_truth(condition);

	if (truth != TRI_UNKNOWN) {
		const struct node *taken = truth == TRI_YES ? then : otherwise;
		return taken ? interp_eval(in, taken) : value_nil();
	}
	struct scope_snapshot *before = scope_snapshot(in);
	struct branch_end yes = run_branch(in, then, condition, true);
	scope_restore(in, before);
	struct branch_end no = run_branch(in, otherwise, condition, false);
	/* One side left (return, next, raise): what follows runs under the other side's condition. */
	if (yes.control != CONTROL_NONE && no.control == CONTROL_NONE) {
		keep_early_result(in, then, &yes);
		enter_guard(in, guard_of(condition, false));
		return no.value;
	}
	if (no.control != CONTROL_NONE && yes.control == CONTROL_NONE) {
		keep_early_result(in, then, &no);
		scope_restore(in, yes.variables);
		enter_guard(in, guard_of(condition, true));
		return yes.value;
	}
	scope_merge(in, yes.variables, no.variables, interp_merge);
	if (yes.control != CONTROL_NONE) {
		in->control = yes.control == CONTROL_RAISE ? no.control : yes.control;
		in->control_value = interp_merge(in, then, yes.control_value, no.control_value);
	}
	return interp_merge(in, then, yes.value, no.value);
}

static struct value eval_case(struct interp *in, const struct node *node)
{
	struct value subject = node->a ? interp_eval(in, node->a) : value_bool(true);
	struct value result = value_nil();
	bool any = false;

	for (const struct node *when = node->children; when; when = when->next) {
		if (when->kind != NODE_WHEN)
			return any ? (interp_branch(in, value_unknown(in, node, "case"), when, NULL), result)
				   : interp_eval(in, when);
		enum tristate matches = TRI_NO;
		const struct node *body = when->b;
		for (const struct node *pattern = when->children; pattern; pattern = pattern->next) {
			enum tristate one = case_matches(in, interp_eval(in, pattern), subject);
			if (one == TRI_YES || (one == TRI_UNKNOWN && matches == TRI_NO))
				matches = one;
		}
		if (matches == TRI_YES && !any)
			return body ? interp_eval(in, body) : value_nil();
		if (matches == TRI_NO)
			continue;
		struct value value = interp_branch(in, value_unknown(in, node, "case"), body, NULL);
		result = any ? interp_merge(in, node, result, value) : value;
		any = true;
	}
	return result;
}

/* A loop with an unknown number of rounds: its body once. */
static struct value eval_while(struct interp *in, const struct node *node)
{
	/* begin ... end until x */
	bool body_first = node->b && node->b->kind == NODE_BODY && node->a && node->b->start < node->a->start;

	if (body_first)
		interp_eval(in, node->b);
	if (in->control == CONTROL_NONE)
		interp_eval(in, node->a);
	if (!body_first)
		interp_branch(in, value_unknown(in, node, "a loop condition"), node->b, NULL);
	if (in->control == CONTROL_BREAK || in->control == CONTROL_NEXT)
		in->control = CONTROL_NONE;
	return value_nil();
}

static struct value eval_control(struct interp *in, const struct node *node, enum control control)
{
	struct value value = value_nil();

	if (node->b) {
		struct value list = eval_list(in, node->b->kind == NODE_ARGUMENTS ? node->b->children : node->b);
		value = list.array->count == 1 && !list.array->open ? list.array->items[0] : list;
		if (list.array->count == 0)
			value = value_nil();
	}
	if (in->control == CONTROL_NONE) {
		in->control = control;
		in->control_value = value;
	}
	return value;
}

static struct value eval_logical(struct interp *in, const struct node *node)
{
	struct value left = interp_eval(in, node->a);
	bool is_and = strcmp(node->name, "&&") == 0 || strcmp(node->name, "and") == 0;
	enum tristate truth = value_truth(left);

	if (truth != TRI_UNKNOWN)
		return (truth == TRI_YES) == is_and ? interp_eval(in, node->b) : left;
	struct value right = is_and ? interp_branch(in, left, node->b, NULL) : interp_branch(in, left, NULL, node->b);
	return logical_result(in, node, left, right, is_and);
}

static struct value eval_unary(struct interp *in, const struct node *node)
{
	if (str_in(node->name, "defined?"))
		return value_unknown(in, node, "defined? is known only at run time");
	struct value operand = interp_eval(in, node->a);
	if (str_in(node->name, "! not")) {
		if (operand.kind == VALUE_CONDITION)
			return value_condition(operand.guards.when_false, operand.guards.when_true);
		enum tristate truth = value_truth(operand);
		if (truth == TRI_UNKNOWN && operand.kind == VALUE_UNKNOWN && operand.unknown->empty_table) {
			struct unknown *opposite = ARENA_NEW(in->arena, struct unknown);
			*opposite = *operand.unknown;
			opposite->is_negated = !opposite->is_negated;
			operand.unknown = opposite;
		}
		return truth == TRI_UNKNOWN ? operand : value_bool(truth == TRI_NO);
	}
	return unary_minus(in, node, operand);
}

static struct value eval_ivar(struct interp *in, const struct node *node)
{
	struct value self = in->frame ? in->frame->self : value_nil();

	if (self.kind != VALUE_OBJECT && self.kind != VALUE_RECORD)
		return value_unknown(in, node, "an instance variable of something known only at run time");
	const struct hash *variables =
		self.kind == VALUE_OBJECT ? self.object->variables : self.relation->record->variables;
	struct value *found = variables ? hash_get_name(variables, node->name) : NULL;
	return found ? *found : value_nil();
}

static struct value eval_simple(struct interp *in, const struct node *node)
{
	switch (node->kind) {
	case NODE_NIL:
		return value_nil();
	case NODE_TRUE:
		return value_bool(true);
	case NODE_FALSE:
		return value_bool(false);
	case NODE_SELF:
		return in->frame ? in->frame->self : value_nil();
	case NODE_INTEGER:
		return eval_integer(node);
	case NODE_FLOAT:
		return (struct value){.kind = VALUE_FLOAT, .real = strtod(node->name, NULL)};
	case NODE_TEXT:
		return value_string(in, node->name);
	case NODE_STRING:
	case NODE_SYMBOL:
		return eval_string(in, node);
	case NODE_CHAINED_STRING:
		return eval_chained(in, node);
	case NODE_REGEX:
		return value_data(in, node, "a regular expression");
	case NODE_GLOBAL:
		return value_data(in, node, "a global variable");
	case NODE_IVAR:
		return eval_ivar(in, node);
	default:
		return value_unknown(in, node, "a form of Ruby that is not evaluated");
	}
}

static struct value eval_scope(struct interp *in, const struct node *node)
{
	if (!node->a) {
		struct klass *lexical = in->frame->lexical;
		in->frame->lexical = in->root;
		struct value value = constant_lookup(in, node, node->name);
		in->frame->lexical = lexical;
		return value;
	}
	return constant_in(in, interp_eval(in, node->a), node->name);
}

static struct value eval_node(struct interp *in, const struct node *node)
{
	switch (node->kind) {
	case NODE_BODY:
	case NODE_INTERPOLATION:
		return eval_body(in, node);
	case NODE_ELSE:
		return node->b ? interp_eval(in, node->b) : eval_body(in, node);
	case NODE_ARRAY:
	case NODE_RIGHT_LIST:
		return eval_list(in, node->children);
	case NODE_HASH:
		return eval_hash(in, node);
	case NODE_RANGE:
		return eval_range(in, node);
	case NODE_LAMBDA:
		return (struct value){.kind = VALUE_PROC, .proc = proc_new(in, node)};
	case NODE_ASSIGN:
	case NODE_OP_ASSIGN:
		return eval_assignment(in, node);
	case NODE_IF:
	case NODE_TERNARY:
		return interp_branch(in, interp_eval(in, node->a), node->b, node->c);
	case NODE_UNLESS:
		return interp_branch(in, interp_eval(in, node->a), node->c, node->b);
	case NODE_CASE:
		return eval_case(in, node);
	case NODE_WHILE:
		return eval_while(in, node);
	case NODE_FOR:
		return eval_for(in, node);
	case NODE_RESCUE_MODIFIER:
		return interp_eval(in, node->b);
	case NODE_RETURN:
		return eval_control(in, node, CONTROL_RETURN);
	case NODE_NEXT:
		return eval_control(in, node, CONTROL_NEXT);
	case NODE_BREAK:
		return eval_control(in, node, CONTROL_BREAK);
	case NODE_BINARY:
		if (str_in(node->name, "&& || and or"))
			return eval_logical(in, node);
		return eval_binary(in, node);
	case NODE_UNARY:
		return eval_unary(in, node);
	case NODE_CONSTANT:
		return constant_lookup(in, node, node->name);
	case NODE_SCOPE:
		return eval_scope(in, node);
	case NODE_CALL:
	case NODE_IDENTIFIER:
	case NODE_INDEX:
	case NODE_YIELD:
	case NODE_SUPER:
		return eval_call(in, node);
	case NODE_METHOD:
	case NODE_CLASS:
	case NODE_MODULE:
		return value_nil();
	default:
		return eval_simple(in, node);
	}
}

struct value interp_eval(struct interp *in, const struct node *node)
{
	if (!node)
		return value_nil();
	if (in->control != CONTROL_NONE)
		return value_nil();
	if (is_exhausted(in, node))
		return value_unknown(in, node, "a limit of the evaluator was reached");
	if (in->depth >= EXPRESSION_LIMIT) {
		interp_limit(in, node, "the code is nested deeper than the limit of the evaluator");
		return value_unknown(in, node, "a limit of the evaluator was reached");
	}
	in->depth++;
	struct value value = eval_node(in, node);
	in->depth--;
	return value;
}
