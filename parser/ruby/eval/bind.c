/* Arguments to parameters: positional, optional, splat, keyword, destructured, block. What is missing because a splat
 * was not known is an unknown value; what is missing otherwise takes its default or nil. */
#include "parser/ruby/eval/bind.h"

#include "parser/ruby/eval/scope.h"

#include <string.h>

static size_t required_after(const struct node *parameter)
{
	size_t count = 0;

	for (const struct node *later = parameter->next; later; later = later->next)
		count += later->flag == PARAMETER_PLAIN || later->flag == PARAMETER_DESTRUCTURED;
	return count;
}

/* *rest: the arguments from `next` on that no later parameter needs; returns the index behind them. */
static size_t bind_rest(struct interp *in, const struct node *parameter, const struct binding *binding, size_t next)
{
	struct value rest = value_new_array(in);
	size_t after = required_after(parameter);

	while (next + after < binding->count)
		array_push(in, rest.array, binding->arguments[next++]);
	if (parameter->name)
		scope_define(in, parameter->name, rest);
	return next;
}

static void bind_destructured(struct interp *in, const struct node *parameter, struct value value);

static void bind_positional(struct interp *in, const struct node *parameter, struct value value)
{
	if (parameter->kind == NODE_PARAMETER && parameter->flag == PARAMETER_DESTRUCTURED)
		bind_destructured(in, parameter, value);
	else if (parameter->name)
		scope_define(in, parameter->name, value);
}

static void bind_destructured(struct interp *in, const struct node *parameter, struct value value)
{
	size_t index = 0;

	for (const struct node *part = parameter->children; part; part = part->next, index++) {
		struct value item = value_nil();
		if (value.kind == VALUE_ARRAY && index < value.array->count)
			item = value.array->items[index];
		else if (value.kind != VALUE_ARRAY || value.array->open)
			item = value_data(in, part, "a part of a value known only at run time");
		bind_positional(in, part, item);
	}
}

static struct value missing_argument(struct interp *in, const struct node *parameter, bool open)
{
	if (parameter->flag == PARAMETER_OPTIONAL && !open)
		return interp_eval(in, parameter->b);
	if (open)
		return value_data(in, parameter, "an argument known only at run time");
	return value_nil();
}

static void bind_keyword(struct interp *in, const struct node *parameter, const struct hash *keywords, bool open)
{
	struct value *found = hash_get_name(keywords, parameter->name);
	struct value value;

	if (found)
		value = *found;
	else if (parameter->b && !(keywords && keywords->open))
		value = interp_eval(in, parameter->b);
	else if (open || (keywords && keywords->open))
		value = value_data(in, parameter, "an argument known only at run time");
	else
		value = parameter->b ? interp_eval(in, parameter->b) : value_nil();
	scope_define(in, parameter->name, value);
}

static bool takes_keywords(const struct node *parameters)
{
	for (const struct node *p = parameters ? parameters->children : NULL; p; p = p->next) {
		if (p->flag == PARAMETER_KEYWORD || p->flag == PARAMETER_DOUBLE_SPLAT)
			return true;
	}
	return false;
}

/* **rest: the keywords that no parameter names. */
static struct value rest_keywords(struct interp *in, const struct node *parameters, const struct hash *keywords)
{
	struct value rest = value_new_hash(in);

	if (!keywords)
		return rest;
	vec_each(struct hash_entry, entry, keywords) {
		bool named = false;
		for (const struct node *p = parameters->children; p && !named; p = p->next)
			named = p->flag == PARAMETER_KEYWORD && str_equal(p->name, value_name(entry->key));
		if (!named)
			hash_set(in, rest.hash, entry->key, entry->value);
	}
	rest.hash->open = keywords->open;
	return rest;
}

void bind_parameters(struct interp *in, const struct node *parameters, struct binding *binding)
{
	size_t next = 0;

	for (const struct node *p = parameters ? parameters->children : NULL; p; p = p->next) {
		switch (p->flag) {
		case PARAMETER_KEYWORD:
			bind_keyword(in, p, binding->keywords, binding->open);
			break;
		case PARAMETER_DOUBLE_SPLAT:
			if (p->name)
				scope_define(in, p->name, rest_keywords(in, parameters, binding->keywords));
			break;
		case PARAMETER_BLOCK:
			if (p->name)
				scope_define(in, p->name,
					     binding->block ? (struct value){.kind = VALUE_PROC, .proc = binding->block}
							    : value_nil());
			break;
		case PARAMETER_SPLAT:
			next = bind_rest(in, p, binding, next);
			break;
		default: {
			bool skip = p->flag == PARAMETER_OPTIONAL && binding->count - next <= required_after(p);
			if (next < binding->count && !skip)
				bind_positional(in, p, binding->arguments[next++]);
			else
				bind_positional(in, p, missing_argument(in, p, binding->open));
		}
		}
	}
}

/* Keywords that the method does not name become a trailing hash, as before Ruby 3 and as for `opts = {}`. */
struct binding binding_of(struct interp *in, const struct node *parameters, const struct call *call)
{
	struct binding binding = {.count = call->positional.count,
				  .keywords = call->keywords,
				  .block = call->block,
				  .open = call->positional.open};

	binding.arguments = ARENA_ARRAY(in->arena, struct value, binding.count + 1);
	if (binding.count)
		memcpy(binding.arguments, call->positional.items, binding.count * sizeof(struct value));
	if (call->keywords && !takes_keywords(parameters)) {
		binding.arguments[binding.count++] = value_hash(call->keywords);
		binding.keywords = NULL;
	} else if (!call->keywords && takes_keywords(parameters) && binding.count &&
		   binding.arguments[binding.count - 1].kind == VALUE_HASH) {
		binding.keywords = binding.arguments[--binding.count].hash;
	}
	return binding;
}

static bool splits_array(const struct node *parameters, size_t count)
{
	size_t names = 0;

	for (const struct node *p = parameters ? parameters->children : NULL; p; p = p->next)
		names += p->flag != PARAMETER_KEYWORD && p->flag != PARAMETER_BLOCK;
	return count == 1 && names > 1;
}

void bind_block(struct interp *in, const struct proc *proc, const struct value *arguments, size_t count)
{
	struct binding binding = {.count = count, .open = count == 0};

	binding.arguments = ARENA_ARRAY(in->arena, struct value, count + 1);
	if (count)
		memcpy(binding.arguments, arguments, count * sizeof(struct value));
	if (!proc->is_lambda && splits_array(proc->parameters, count) && arguments[0].kind == VALUE_ARRAY) {
		binding.count = arguments[0].array->count;
		binding.arguments = arguments[0].array->items;
		binding.open = arguments[0].array->open;
	}
	if (takes_keywords(proc->parameters) && binding.count &&
	    binding.arguments[binding.count - 1].kind == VALUE_HASH)
		binding.keywords = binding.arguments[--binding.count].hash;
	bind_parameters(in, proc->parameters, &binding);
	if (!proc->parameters && count) {
		scope_define(in, "_1", arguments[0]);
		scope_define(in, "it", arguments[0]);
		if (count > 1)
			scope_define(in, "_2", arguments[1]);
	}
}
