/* Arithmetic, comparison, concatenation. An operand that is not known gives a value that is not known, with the
 * operand's reason; comparisons of values of a kind are decided, everything else is left open. */
#include "parser/ruby/eval/operators.h"

#include "parser/ruby/core/builtins.h"
#include "parser/ruby/core/core_list.h"
#include "parser/ruby/eval/scope.h"
#include "parser/ruby/records/relation.h"

#include <string.h>

static struct value why_of(struct interp *in, const struct node *node, struct value a, struct value b)
{
	bool data = (a.kind != VALUE_UNKNOWN || a.unknown->data) && (b.kind != VALUE_UNKNOWN || b.unknown->data);
	const char *why = value_why_unknown(a);

	if (!why)
		why = value_why_unknown(b);
	if (!why)
		why = "an operation that is not evaluated";
	return data ? value_data(in, node, why) : value_unknown(in, node, why);
}

static struct value integers(struct interp *in, const struct node *node, const char *name, int64_t a, int64_t b)
{
	int64_t result = 0;
	bool overflow = false;

	if (str_equal(name, "+"))
		overflow = __builtin_add_overflow(a, b, &result);
	else if (str_equal(name, "-"))
		overflow = __builtin_sub_overflow(a, b, &result);
	else if (str_equal(name, "*"))
		overflow = __builtin_mul_overflow(a, b, &result);
	else if (str_equal(name, "/") && b != 0 && b != -1)
		result = a / b - ((a % b != 0) && ((a < 0) != (b < 0)));
	else if (str_equal(name, "%") && b != 0 && b != -1)
		result = ((a % b) + b) % b;
	else if (str_equal(name, "<"))
		return value_bool(a < b);
	else if (str_equal(name, "<="))
		return value_bool(a <= b);
	else if (str_equal(name, ">"))
		return value_bool(a > b);
	else if (str_equal(name, ">="))
		return value_bool(a >= b);
	else
		overflow = true;
	return overflow ? value_data(in, node, "a number that is not computed") : value_integer(result);
}

static struct value concatenate(struct interp *in, struct value a, struct value b)
{
	struct strbuf out = strbuf_new(in->arena);
	struct text left = value_to_text(in, a);
	struct text right = value_to_text(in, b);
	struct text *text = ARENA_NEW(in->arena, struct text);

	strbuf_add(&out, left.bytes, left.length);
	strbuf_add(&out, right.bytes, right.length);
	text->bytes = strbuf_finish(&out);
	text->length = out.length;
	text->partial = left.partial || right.partial;
	text->likely = left.likely || right.likely;
	return value_text(VALUE_STRING, text);
}

static struct value arrays(struct interp *in, const struct node *node, const char *name, struct array *a,
			   struct array *b)
{
	struct value result = value_new_array(in);
	bool is_union = str_equal(name, "|");

	if (!str_in(name, "+ - & |"))
		return value_unknown(in, node, "an operation on lists that is not evaluated");
	for (size_t i = 0; i < a->count; i++) {
		bool keep = str_equal(name, "-")   ? !list_has(b, a->items[i])
			    : str_equal(name, "&") ? list_has(b, a->items[i])
						   : true;
		if (keep && !(is_union && list_has(result.array, a->items[i])))
			array_push(in, result.array, a->items[i]);
	}
	for (size_t i = 0; str_in(name, "+ |") && i < b->count; i++) {
		if (!is_union || !list_has(result.array, b->items[i]))
			array_push(in, result.array, b->items[i]);
	}
	result.array->open = a->open || (b->open && !str_equal(name, "-"));
	return result;
}

static struct value equality(struct interp *in, const struct node *node, bool wanted, struct value a, struct value b)
{
	bool same = value_equal(a, b);

	if (same)
		return value_bool(wanted);
	if (value_why_unknown(a) || value_why_unknown(b) || a.kind == VALUE_CONDITION || b.kind == VALUE_CONDITION)
		return why_of(in, node, a, b);
	return value_bool(!wanted);
}

static struct value shift(struct interp *in, struct value a, struct value b)
{
	if (a.kind == VALUE_ARRAY) {
		array_push(in, a.array, b);
		return a;
	}
	return concatenate(in, a, b); /* the variable itself is not changed: see core.c, concat */
}

struct value binary_value(struct interp *in, const struct node *node, const char *name, struct value a, struct value b)
{
	if (str_equal(name, "==") || str_equal(name, "!="))
		return equality(in, node, name[0] == '=', a, b);
	if (a.kind == VALUE_INTEGER && b.kind == VALUE_INTEGER)
		return integers(in, node, name, a.integer, b.integer);
	if (a.kind == VALUE_STRING && str_equal(name, "+"))
		return concatenate(in, a, b);
	if (str_equal(name, "<<") && (a.kind == VALUE_STRING || a.kind == VALUE_ARRAY))
		return shift(in, a, b);
	if (a.kind == VALUE_ARRAY && b.kind == VALUE_ARRAY)
		return arrays(in, node, name, a.array, b.array);
	if (a.kind == VALUE_STRING && str_equal(name, "*") && b.kind == VALUE_INTEGER && b.integer >= 0 &&
	    b.integer < 1000) {
		struct value out = value_string(in, "");
		for (int64_t i = 0; i < b.integer; i++)
			out = concatenate(in, out, a);
		return out;
	}
	if (a.kind == VALUE_STRING && str_equal(name, "%"))
		return interp_send(in, a, "%", &b, 1);
	return why_of(in, node, a, b);
}

struct value eval_binary(struct interp *in, const struct node *node)
{
	struct value a = interp_eval(in, node->a);
	struct value b = interp_eval(in, node->b);

	if (a.kind == VALUE_RELATION || a.kind == VALUE_AREL || a.kind == VALUE_OBJECT || a.kind == VALUE_CLASS ||
	    a.kind == VALUE_RECORD)
		return interp_send(in, a, node->name, &b, 1);
	/* `sql << "..."` and `sql += ...` on a variable: strings are values here, so the variable is set again */
	struct value result = binary_value(in, node, node->name, a, b);
	if (str_equal(node->name, "<<") && a.kind == VALUE_STRING && node->a->kind == NODE_IDENTIFIER)
		assign(in, node->a, result);
	return result;
}

struct value unary_minus(struct interp *in, const struct node *node, struct value operand)
{
	if (str_equal(node->name, "-") && operand.kind == VALUE_INTEGER && operand.integer != INT64_MIN)
		return value_integer(-operand.integer);
	if (str_equal(node->name, "-") && operand.kind == VALUE_STRING)
		return operand; /* -'text' is the same text, frozen */
	if (str_equal(node->name, "-") && operand.kind == VALUE_FLOAT)
		return (struct value){.kind = VALUE_FLOAT, .real = -operand.real};
	return why_of(in, node, operand, value_nil());
}

static enum guard both(enum guard a, enum guard b)
{
	if (a == GUARD_NONE || a == b)
		return b;
	if (b == GUARD_NONE)
		return a;
	return a == GUARD_EE ? b : b == GUARD_EE ? a : GUARD_OTHER;
}

/* find_by(...) || create, owner || build_owner: a row that is there, or one that is not saved yet */
static struct value found_or_made(struct interp *in, struct value left, struct value right)
{
	if (right.kind != VALUE_RECORD || !right.relation->record->is_new ||
	    !str_equal(left.relation->table, right.relation->table))
		return left;
	struct value one = list_maybe(in, right);
	one.relation->record->may_be_nil = false;
	one.relation->record->may_exist = true;
	one.relation->record->found_by = one.relation->record->assigned->count;
	return one;
}

struct value logical_result(struct interp *in, const struct node *node, struct value left, struct value right,
			    bool is_and)
{
	enum guard left_true = left.kind == VALUE_CONDITION ? left.guards.when_true : GUARD_NONE;
	enum guard left_false = left.kind == VALUE_CONDITION ? left.guards.when_false : GUARD_NONE;
	enum guard right_true = right.kind == VALUE_CONDITION ? right.guards.when_true : GUARD_NONE;
	enum guard right_false = right.kind == VALUE_CONDITION ? right.guards.when_false : GUARD_NONE;
	enum tristate truth = value_truth(right);

	if (!is_and && left.kind == VALUE_RECORD && right.kind != VALUE_NIL)
		return found_or_made(in, left, right);
	if (right.kind == VALUE_RECORD)
		return list_maybe(in, right);
	bool is_empty =
		(right.kind == VALUE_ARRAY && !right.array->count) || (right.kind == VALUE_HASH && !right.hash->count);
	if (!is_and && left.kind == VALUE_UNKNOWN && is_empty) /* rows || [] */
		return left;
	/* `row || 1` is not 1: it is either */
	if (!is_and && truth == TRI_YES && right.kind != VALUE_BOOL && left.kind == VALUE_UNKNOWN)
		return interp_merge(in, node, left, right);
	if (truth == (is_and ? TRI_NO : TRI_YES))
		return right;
	if (truth != TRI_UNKNOWN) /* the neutral element */
		return left;
	if (left.kind != VALUE_CONDITION && right.kind != VALUE_CONDITION)
		return value_unknown(in, node, "a condition that is known only at run time");
	/* `a && b` true: both guards; false: nothing is known unless both agree. `||` the other way round. */
	if (is_and)
		return value_condition(both(left_true, right_true),
				       left_false == right_false ? left_false : GUARD_NONE);
	return value_condition(left_true == right_true ? left_true : GUARD_NONE, both(left_false, right_false));
}

enum tristate case_matches(struct interp *in, struct value pattern, struct value subject)
{
	(void)in;
	if (pattern.kind == VALUE_CONDITION || value_why_unknown(subject) || pattern.kind == VALUE_UNKNOWN)
		return TRI_UNKNOWN;
	if (pattern.kind == VALUE_RANGE || pattern.kind == VALUE_CLASS || pattern.kind == VALUE_EXTERNAL)
		return TRI_UNKNOWN;
	return value_equal(pattern, subject) ? TRI_YES : TRI_NO;
}
