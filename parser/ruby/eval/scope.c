/* Scopes form a chain from the innermost block to the method. A snapshot copies the variables of the whole chain; the
 * chain itself does not change while a branch runs, since a block's scope is left before the branch ends. */
#include "parser/ruby/eval/scope.h"

#include "parser/ruby/records/relation.h"

#include "parser/ruby/eval/operators.h"

#include <string.h>

#define MAX_SCOPES 64

struct saved_scope {
	struct scope *scope;
	struct variable *variables;
	size_t count;
};

struct scope_snapshot {
	VEC(struct saved_scope) scopes;
};

struct scope_snapshot *scope_snapshot(struct interp *in)
{
	struct scope_snapshot *snapshot = ARENA_NEW(in->arena, struct scope_snapshot);
	unsigned depth = 0;

	for (struct scope *scope = in->scope; scope && depth < MAX_SCOPES; scope = scope->parent, depth++) {
		struct saved_scope saved = {.scope = scope, .count = scope->variables.count};
		saved.variables = ARENA_ARRAY(in->arena, struct variable, saved.count);
		if (saved.count)
			memcpy(saved.variables, scope->variables.items, saved.count * sizeof(struct variable));
		vec_push(in->arena, &snapshot->scopes, saved);
	}
	return snapshot;
}

void scope_restore(struct interp *in, const struct scope_snapshot *snapshot)
{
	(void)in;
	vec_each(struct saved_scope, saved, &snapshot->scopes) {
		saved->scope->variables.count = saved->count;
		if (saved->count)
			memcpy(saved->scope->variables.items, saved->variables, saved->count * sizeof(struct variable));
	}
}

/* Two snapshots of a scope mostly have the same variables in the same places. */
static const struct variable *saved_find(const struct saved_scope *saved, const char *name, size_t likely_index)
{
	if (likely_index < saved->count && strcmp(saved->variables[likely_index].name, name) == 0)
		return &saved->variables[likely_index];
	for (size_t i = 0; i < saved->count; i++) {
		if (strcmp(saved->variables[i].name, name) == 0)
			return &saved->variables[i];
	}
	return NULL;
}

static struct saved_scope *scope_saved(const struct scope_snapshot *snapshot, const struct scope *scope)
{
	vec_each(struct saved_scope, saved, &snapshot->scopes) {
		if (saved->scope == scope)
			return saved;
	}
	return NULL;
}

void scope_merge(struct interp *in, const struct scope_snapshot *a, const struct scope_snapshot *b, merge_fn *merge)
{
	vec_each(struct saved_scope, left, &a->scopes) {
		struct saved_scope *right = scope_saved(b, left->scope);
		if (!right)
			continue;
		left->scope->variables.count = 0;
		for (size_t i = 0; i < left->count; i++) {
			const struct variable *other = saved_find(right, left->variables[i].name, i);
			struct variable merged = left->variables[i];
			if (other)
				merged.value = merge(in, NULL, merged.value, other->value);
			vec_push(in->arena, &left->scope->variables, merged);
		}
		for (size_t i = 0; i < right->count; i++) {
			if (!saved_find(left, right->variables[i].name, i))
				vec_push(in->arena, &left->scope->variables, right->variables[i]);
		}
	}
}

static struct value *find_here(struct scope *scope, const char *name)
{
	vec_each(struct variable, variable, &scope->variables) {
		if (strcmp(variable->name, name) == 0)
			return &variable->value;
	}
	return NULL;
}

struct value *scope_find(struct interp *in, const char *name)
{
	for (struct scope *scope = in->scope; scope; scope = scope->parent) {
		struct value *found = find_here(scope, name);
		if (found)
			return found;
	}
	return NULL;
}

void scope_define(struct interp *in, const char *name, struct value value)
{
	struct value *found = find_here(in->scope, name);

	if (found)
		*found = value;
	else
		vec_push(in->arena, &in->scope->variables, (struct variable){name, value});
}

/* Sets the variable where it is, else makes it in the present scope. */
static void set_variable(struct interp *in, const char *name, struct value value)
{
	struct value *found = scope_find(in, name);

	if (found)
		*found = value;
	else
		scope_define(in, name, value);
}

static void assign_list(struct interp *in, const struct node *list, struct value value)
{
	size_t index = 0;
	size_t targets = 0;
	bool known = value.kind == VALUE_ARRAY && !value.array->open;

	for (const struct node *target = list->children; target; target = target->next)
		targets++;
	for (const struct node *target = list->children; target; target = target->next, index++) {
		struct value item = value_nil();
		if (target->kind == NODE_SPLAT) {
			item = value_new_array(in);
			item.array->open = !known;
			size_t after = targets - index - 1;
			while (known && index + item.array->count + after < value.array->count)
				array_push(in, item.array, value.array->items[index + item.array->count]);
			index += item.array->count ? item.array->count - 1 : 0;
			if (target->a)
				assign(in, target->a, item);
			continue;
		}
		if (value.kind == VALUE_ARRAY && index < value.array->count)
			item = value.array->items[index];
		else if (!known)
			item = value_data(in, target, "a part of a list that is known only at run time");
		assign(in, target, item);
	}
}

static void assign_ivar(struct interp *in, const char *name, struct value value)
{
	struct value self = in->frame ? in->frame->self : value_nil();

	if (self.kind == VALUE_RECORD)
		hash_set(in, self.relation->record->variables, value_string(in, name), value);
	if (self.kind != VALUE_OBJECT)
		return;
	if (!self.object->variables)
		self.object->variables = value_new_hash(in).hash;
	hash_set(in, self.object->variables, value_string(in, name), value);
}

static void assign_index(struct interp *in, const struct node *target, struct value value)
{
	struct value object = interp_eval(in, target->a);
	struct value index = target->children ? interp_eval(in, target->children) : value_nil();

	if (object.kind == VALUE_HASH && index.kind != VALUE_UNKNOWN)
		hash_set(in, object.hash, index, value);
	else if (object.kind == VALUE_HASH)
		object.hash->open = true;
	else if (object.kind == VALUE_ARRAY && index.kind == VALUE_INTEGER && index.integer >= 0 &&
		 (size_t)index.integer < object.array->count &&
		 (!object.array->owner || object.array->owner == in->arena))
		object.array->items[index.integer] = value;
	else if (object.kind == VALUE_RECORD || object.kind == VALUE_OBJECT)
		interp_send(in, object, "[]=", (struct value[]){index, value}, 2);
}

void assign(struct interp *in, const struct node *target, struct value value)
{
	switch (target->kind) {
	case NODE_IDENTIFIER:
		set_variable(in, target->name, value);
		break;
	case NODE_IVAR:
		assign_ivar(in, target->name, value);
		break;
	case NODE_LEFT_LIST:
		assign_list(in, target, value);
		break;
	case NODE_INDEX:
		assign_index(in, target, value);
		break;
	case NODE_CALL: { /* receiver.attribute = value */
		struct value receiver = target->a ? interp_eval(in, target->a) : in->frame->self;
		interp_send(in, receiver, str_printf(in->arena, "%s=", target->name), &value, 1);
		break;
	}
	default:
		break;
	}
}

static struct value assigned_before(struct interp *in, const struct node *target)
{
	if (target->kind == NODE_IDENTIFIER) {
		struct value *found = scope_find(in, target->name);
		return found ? *found : value_nil();
	}
	return interp_eval(in, target);
}

static struct value eval_op_assign(struct interp *in, const struct node *node)
{
	struct value old = assigned_before(in, node->a);
	size_t length = strlen(node->name);
	char *name = str_copy_n(in->arena, node->name, length ? length - 1 : 0);

	if (strcmp(name, "||") == 0 || strcmp(name, "&&") == 0) {
		enum tristate truth = value_truth(old);
		if (truth == (name[0] == '|' ? TRI_YES : TRI_NO))
			return old;
		struct value value = interp_eval(in, node->b);
		bool is_empty = (value.kind == VALUE_ARRAY && !value.array->count) ||
				(value.kind == VALUE_HASH && !value.hash->count);
		if (name[0] == '|' && old.kind == VALUE_UNKNOWN && is_empty)
			return old; /* rows ||= []: what may be there counts */
		assign(in, node->a, value);
		return value;
	}
	struct value value = binary_value(in, node, name, old, interp_eval(in, node->b));
	assign(in, node->a, value);
	return value;
}

struct value eval_assignment(struct interp *in, const struct node *node)
{
	if (!node->a)
		return value_nil();
	if (node->kind == NODE_OP_ASSIGN)
		return eval_op_assign(in, node);
	struct value value = interp_eval(in, node->b);
	if (in->control == CONTROL_NONE)
		assign(in, node->a, value);
	return value;
}

struct value eval_for(struct interp *in, const struct node *node)
{
	struct value list = interp_eval(in, node->a);
	const struct node *target = node->children;

	if (list.kind != VALUE_ARRAY || list.array->open) {
		if (target)
			assign(in, target, value_data(in, node, "an element of a list known only at run time"));
		interp_eval(in, node->b);
		return list;
	}
	for (size_t i = 0; i < list.array->count && in->control == CONTROL_NONE; i++) {
		if (target)
			assign(in, target, list.array->items[i]);
		interp_eval(in, node->b);
		if (in->control == CONTROL_NEXT)
			in->control = CONTROL_NONE;
	}
	if (in->control == CONTROL_BREAK)
		in->control = CONTROL_NONE;
	return list;
}
