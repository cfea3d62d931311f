/* Calls: arguments, lookup, yield, super, loops over collections.
 *
 * A block closes over the scope and the frame it was written in. `next` ends the block, `break` the call that was given
 * the block, `return` the method around. A call nobody knows evaluates its block once, with unknown arguments, so that
 * the effects inside are still seen. */
#include "parser/ruby/eval/scope.h"

#include "parser/ruby/core/builtins.h"
#include "parser/ruby/eval/bind.h"
#include "parser/ruby/eval/class.h"
#include "parser/ruby/eval/operators.h"
#include "parser/ruby/jobs/job.h"
#include "parser/ruby/records/relation.h"

#include <string.h>

#define FRAME_LIMIT 60u
#define RECURSION_LIMIT 3u
#define LOOP_LIMIT 2000u

static const char frames_reason[] = "calls nested beyond the limit of the evaluator";

/* --- arguments --- */

static struct proc *method_proc(struct interp *in, struct value value)
{
	if (value.kind == VALUE_PROC)
		return value.proc;
	if (value.kind != VALUE_SYMBOL)
		return NULL;
	struct proc *proc = ARENA_NEW(in->arena, struct proc);
	proc->method = value.text->bytes;
	proc->source = in->frame ? in->frame->source : NULL;
	proc->frame = in->frame;
	proc->scope = in->scope;
	return proc;
}

static void add_argument(struct interp *in, struct call *call, const struct node *node)
{
	switch (node->kind) {
	case NODE_PAIR:
	case NODE_DOUBLE_SPLAT:
		if (!call->keywords)
			call->keywords = value_new_hash(in).hash;
		eval_pair(in, call->keywords, node);
		break;
	case NODE_SPLAT: {
		struct value list = node->a ? interp_eval(in, node->a) : value_unknown(in, node, "a splat");
		if (list.kind == VALUE_ARRAY) {
			for (size_t i = 0; i < list.array->count; i++)
				array_push(in, &call->positional, list.array->items[i]);
			call->positional.open |= list.array->open;
		} else if (list.kind == VALUE_UNKNOWN || list.kind == VALUE_RELATION) {
			call->positional.open = true;
		} else if (list.kind != VALUE_NIL) {
			array_push(in, &call->positional, list);
		}
		break;
	}
	case NODE_BLOCK_PASS:
		if (node->a)
			call->block = method_proc(in, interp_eval(in, node->a));
		else
			call->block = in->frame->block;
		break;
	default:
		array_push(in, &call->positional, interp_eval(in, node));
	}
}

static void eval_arguments(struct interp *in, struct call *call, const struct node *arguments)
{
	const struct node *first = arguments && arguments->kind == NODE_ARGUMENTS ? arguments->children : arguments;

	for (const struct node *arg = first; arg; arg = arg->next)
		add_argument(in, call, arg);
}

struct value call_arg(const struct call *call, size_t index)
{
	return index < call->positional.count ? call->positional.items[index] : value_nil();
}

struct value *call_keyword(const struct call *call, const char *name)
{
	struct value *found = hash_get_name(call->keywords, name);

	if (!found && call->positional.count) {
		struct value last = call->positional.items[call->positional.count - 1];
		if (last.kind == VALUE_HASH)
			found = hash_get_name(last.hash, name);
	}
	return found;
}

struct location call_location(const struct call *call)
{
	return call->node && call->source ? node_location(call->source, call->node) : (struct location){0};
}

struct value call_data(struct interp *in, const struct call *call, const char *why)
{
	return value_data(in, call->node, why);
}

/* --- methods --- */

static struct value finish_method(struct interp *in, struct value value)
{
	if (in->control == CONTROL_RETURN) {
		in->control = CONTROL_NONE;
		return in->control_value;
	}
	if (in->control == CONTROL_NEXT || in->control == CONTROL_BREAK)
		in->control = CONTROL_NONE;
	return value;
}

/* `return unless broken?; raise`: whoever calls goes on when nothing is broken. */
static void survive_raise(struct interp *in, bool may_leave)
{
	if (in->control == CONTROL_RAISE && may_leave)
		in->control = CONTROL_NONE;
}

static struct value run_method(struct interp *in, const struct node *node, struct frame *frame, const struct call *call)
{
	struct frame *saved_frame = in->frame;
	struct scope *saved_scope = in->scope;
	enum guard saved_guard = in->guard;
	struct scope *scope = ARENA_NEW(in->arena, struct scope);
	struct binding binding = binding_of(in, node->a, call);

	frame->returned = ARENA_NEW(in->arena, struct value);
	*frame->returned = value_nil();
	frame->may_return = ARENA_NEW(in->arena, bool);
	in->frame = frame;
	in->scope = scope;
	bind_parameters(in, node->a, &binding);
	struct value value = finish_method(in, interp_eval(in, node->b));
	value = interp_merge(in, node, *frame->returned, value);
	survive_raise(in, *frame->may_return);
	frame->call = NULL; /* the call ends here; a block that was kept may still hold the frame */
	in->frame = saved_frame;
	in->scope = saved_scope;
	in->guard = saved_guard;
	return value;
}

/* A method that runs again inside itself: once or twice shows what it does, an unknown condition would go on for
 * ever. */
static bool recurses(const struct interp *in, const struct member *member, const struct klass *owner)
{
	unsigned rounds = 0;

	for (const struct frame *frame = in->frame; frame; frame = frame->caller)
		rounds += frame->method_owner == owner && str_equal(frame->method_name, member->name);
	return rounds >= RECURSION_LIMIT;
}

struct value interp_invoke(struct interp *in, const struct member *member, struct klass *owner, struct value self,
			   const struct call *call)
{
	unsigned depth = in->frame ? in->frame->depth + 1 : 0;

	if (recurses(in, member, owner))
		return value_unknown(in, call->node, frames_reason);
	if (depth > FRAME_LIMIT) {
		interp_limit(in, call->node, frames_reason);
		return value_unknown(in, call->node, frames_reason);
	}
	if (member->proc)
		return interp_yield_self(in, member->proc, self, call->positional.items, call->positional.count);
	struct frame *frame = ARENA_NEW(in->arena, struct frame);
	*frame = (struct frame){.caller = in->frame,
				.self = self,
				.lexical = owner,
				.method_owner = owner,
				.method_name = member->name,
				.call = call,
				.block = call->block,
				.source = member->source,
				.depth = depth};
	return run_method(in, member->node, frame, call);
}

bool interp_call_own(struct interp *in, struct value receiver, const struct call *call, struct value *result)
{
	struct klass *owner;
	struct klass *klass = NULL;
	bool singleton = receiver.kind == VALUE_CLASS;

	if (receiver.kind == VALUE_OBJECT)
		klass = receiver.object->klass;
	else if (singleton)
		klass = receiver.klass;
	if (!klass)
		return false;
	klass_run_body(in, klass);
	struct member *member = klass_find_method(in, klass, call->name, singleton, &owner);
	if (!member && singleton && klass->is_module) /* module_function, extend self */
		member = klass_find_method(in, klass, call->name, false, &owner);
	if (!member)
		return false;
	*result = interp_invoke(in, member, owner, receiver, call);
	return true;
}

static struct value method_missing(struct interp *in, const struct call *call)
{
	if (call->block) {
		interp_yield(in, call->block, NULL, 0);
		if (in->control == CONTROL_BREAK)
			in->control = CONTROL_NONE;
	}
	job_missing_call(in, call);
	if (call->receiver.kind == VALUE_UNKNOWN && call->has_receiver)
		return call->receiver.unknown->data ? value_data(in, call->node, call->receiver.unknown->why)
						    : value_unknown(in, call->node, call->receiver.unknown->why);
	return value_unknown(in, call->node,
			     str_printf(in->arena, "the result of '%s' is known only at run time", call->name));
}

/* A loop over something known only at run time: a list of which one element, run-time data, stands for all. */
static bool unknown_collection_call(struct interp *in, const struct call *call, struct value *result)
{
	static const char methods[] =
		"all? any? collect count detect drop_while each each_entry each_pair each_slice each_with_index "
		"each_with_object filter filter_map find find_all find_index flat_map group_by index_by index_with "
		"map max_by min_by none? one? partition reject reverse_each select sort_by sum take_while tally_by "
		"to_h transform_values uniq";

	if (call->receiver.kind != VALUE_UNKNOWN || !call->has_receiver || !call->block || !str_in(call->name, methods))
		return false;
	struct call inner = *call;
	inner.receiver = value_new_array(in);
	inner.receiver.array->open = true;
	array_push(in, inner.receiver.array,
		   value_data(in, call->node, "an element of a collection known only at run time"));
	return core_call(in, &inner, result);
}

/* The receiver is one of several: what each of them does counts. */
static bool call_each(struct interp *in, const struct call *call, struct value *result)
{
	const struct array *objects =
		call->has_receiver && call->receiver.kind == VALUE_UNKNOWN ? call->receiver.unknown->objects : NULL;

	for (size_t i = 0; objects && i < objects->count; i++) {
		struct call inner = *call;
		inner.receiver = objects->items[i];
		struct value value = interp_call(in, &inner);
		*result = i ? interp_merge(in, call->node, *result, value) : value;
	}
	return objects != NULL;
}

struct value interp_call(struct interp *in, const struct call *call)
{
	struct value result;

	if (call_each(in, call, &result))
		return result;
	if (interp_call_own(in, call->receiver, call, &result))
		return result;
	if (class_level_call(in, call))
		return value_nil();
	if (object_macro_call(in, call, &result))
		return result;
	if (!call->has_receiver) {
		if (core_own_call(in, call, &result))
			return result;
		if (in->options.in_job && job_call(in, call, &result))
			return result;
		if (helper_call(in, call, &result))
			return result;
	}
	if (unknown_collection_call(in, call, &result) || external_call(in, call, &result) ||
	    model_call(in, call, &result) || connection_call(in, call, &result) || core_call(in, call, &result))
		return result;
	return method_missing(in, call);
}

struct value interp_send(struct interp *in, struct value receiver, const char *name, const struct value *arguments,
			 size_t count)
{
	struct call call = {.source = in->frame ? in->frame->source : NULL,
			    .receiver = receiver,
			    .has_receiver = true,
			    .name = name};

	for (size_t i = 0; i < count; i++)
		array_push(in, &call.positional, arguments[i]);
	return interp_call(in, &call);
}

/* --- call forms --- */

/* `break` in the block ends the call. */
static struct value finish_call(struct interp *in, const struct call *call, struct value value)
{
	if (in->control == CONTROL_BREAK && call->block) {
		in->control = CONTROL_NONE;
		return in->control_value;
	}
	return value;
}

static struct value eval_identifier(struct interp *in, const struct node *node)
{
	struct value *variable = scope_find(in, node->name);

	if (variable)
		return *variable;
	struct call call = {.node = node, .source = in->frame->source, .receiver = in->frame->self, .name = node->name};
	return interp_call(in, &call);
}

static struct value eval_index(struct interp *in, const struct node *node)
{
	struct call call = {.node = node,
			    .source = in->frame->source,
			    .receiver = interp_eval(in, node->a),
			    .has_receiver = true,
			    .name = "[]"};

	eval_arguments(in, &call, node->children);
	return interp_call(in, &call);
}

static struct value eval_yield(struct interp *in, const struct node *node)
{
	struct call call = {.node = node};

	eval_arguments(in, &call, node->b);
	if (call.keywords)
		array_push(in, &call.positional, value_hash(call.keywords));
	if (!in->frame->block)
		return value_nil();
	return interp_yield(in, in->frame->block, call.positional.items, call.positional.count);
}

/* The next definition of the running method after the one that runs: overlay, class, included modules, superclass. */
static struct member *find_super(struct interp *in, struct klass **owner)
{
	struct frame *frame = in->frame;
	struct value self = frame->self;
	bool singleton = self.kind == VALUE_CLASS;
	enum member_kind kind = singleton ? MEMBER_SINGLETON_METHOD : MEMBER_METHOD;
	struct klass *from = frame->method_owner;

	if (!from || !frame->method_name)
		return NULL;
	if (from->overlaid) {
		struct member *member = klass_member(from->overlaid, kind, frame->method_name);
		*owner = from->overlaid;
		if (member)
			return member;
		from = from->overlaid;
	}
	for (size_t i = 0; i < from->included.count; i++) {
		struct member *member = klass_member(from->included.items[i], kind, frame->method_name);
		*owner = from->included.items[i];
		if (member)
			return member;
	}
	struct klass *above = klass_superclass(in, from);
	return above ? klass_find_method(in, above, frame->method_name, singleton, owner) : NULL;
}

static struct value eval_super(struct interp *in, const struct node *node)
{
	struct call call = {.node = node,
			    .source = in->frame->source,
			    .receiver = in->frame->self,
			    .name = in->frame->method_name ? in->frame->method_name : "super",
			    .block = in->frame->block};
	struct klass *owner;

	if (node->b)
		eval_arguments(in, &call, node->b);
	else if (in->frame->call) {
		call.positional = in->frame->call->positional;
		call.keywords = in->frame->call->keywords;
	}
	if (node->c)
		call.block = proc_new(in, node->c);
	struct member *member = find_super(in, &owner);
	struct value result = value_nil();
	if (member)
		return finish_call(in, &call, interp_invoke(in, member, owner, in->frame->self, &call));
	if (record_super_call(in, &call, &result))
		return result;
	/* the built-in base classes have no Ruby text: their rows answer */
	if (in->options.in_job && job_call(in, &call, &result))
		return result;
	if (helper_call(in, &call, &result))
		return result;
	return value_unknown(in, node, "a method of a superclass that was not read");
}

struct call call_of_node(struct interp *in, const struct node *node)
{
	struct call call = {.node = node, .source = in->frame->source, .name = node->name ? node->name : "call"};

	call.has_receiver = node->a && node->a->kind != NODE_SELF;
	call.receiver = node->a ? interp_eval(in, node->a) : in->frame->self;
	eval_arguments(in, &call, node->b);
	if (node->c)
		call.block = proc_new(in, node->c);
	return call;
}

struct value eval_call(struct interp *in, const struct node *node)
{
	switch (node->kind) {
	case NODE_IDENTIFIER:
		return eval_identifier(in, node);
	case NODE_INDEX:
		return eval_index(in, node);
	case NODE_YIELD:
		return eval_yield(in, node);
	case NODE_SUPER:
		return eval_super(in, node);
	default:
		break;
	}
	struct call call = call_of_node(in, node);
	if (in->control != CONTROL_NONE)
		return value_nil();
	return finish_call(in, &call, interp_call(in, &call));
}

/* --- blocks --- */

static struct value run_block(struct interp *in, const struct proc *proc, struct frame *frame,
			      const struct value *arguments, size_t count)
{
	struct frame *saved_frame = in->frame;
	struct scope *saved_scope = in->scope;
	enum guard saved_guard = in->guard;
	struct scope *scope = ARENA_NEW(in->arena, struct scope);

	scope->parent = proc->scope;
	frame->nexted = ARENA_NEW(in->arena, struct value);
	*frame->nexted = value_nil();
	frame->may_next = ARENA_NEW(in->arena, bool);
	if (proc->is_lambda) {
		frame->returned = frame->nexted;
		frame->may_return = frame->may_next;
	}
	in->frame = frame;
	in->scope = scope;
	bind_block(in, proc, arguments, count);
	struct value value = proc->body ? interp_eval(in, proc->body) : value_nil();
	if (in->control == CONTROL_NEXT || (in->control == CONTROL_RETURN && proc->is_lambda)) {
		in->control = CONTROL_NONE;
		value = in->control_value;
	}
	value = interp_merge(in, proc->body, *frame->nexted, value);
	survive_raise(in, *frame->may_next);
	in->frame = saved_frame;
	in->scope = saved_scope;
	in->guard = saved_guard;
	return value;
}

static struct value call_method_proc(struct interp *in, const struct proc *proc, const struct value *arguments,
				     size_t count)
{
	if (proc->method_on_self)
		return interp_send(in, proc->frame ? proc->frame->self : value_nil(), proc->method, arguments, count);
	if (count == 0)
		return value_unknown(in, NULL, "a method called on something known only at run time");
	return interp_send(in, arguments[0], proc->method, arguments + 1, count - 1);
}

static struct value yield_in(struct interp *in, const struct proc *proc, const struct value *self,
			     const struct value *arguments, size_t count)
{
	unsigned depth = in->frame ? in->frame->depth + 1 : 0;

	if (proc->method)
		return call_method_proc(in, proc, arguments, count);
	if (depth > FRAME_LIMIT) {
		interp_limit(in, proc->body, frames_reason);
		return value_unknown(in, NULL, frames_reason);
	}
	struct frame *frame = ARENA_NEW(in->arena, struct frame);
	if (proc->frame)
		*frame = *proc->frame;
	frame->source = proc->source;
	frame->depth = depth;
	if (self) {
		frame->self = *self;
	}
	return run_block(in, proc, frame, arguments, count);
}

struct value interp_yield(struct interp *in, const struct proc *proc, const struct value *arguments, size_t count)
{
	return yield_in(in, proc, NULL, arguments, count);
}

struct value interp_yield_self(struct interp *in, const struct proc *proc, struct value self,
			       const struct value *arguments, size_t count)
{
	return yield_in(in, proc, &self, arguments, count);
}

/* --- loops --- */

static bool each_round(struct interp *in, const struct call *call, const struct value *arguments, size_t count,
		       struct value *collected)
{
	struct value value = interp_yield(in, call->block, arguments, count);

	if (in->control != CONTROL_NONE)
		return false;
	if (collected)
		array_push(in, collected->array, value);
	return true;
}

static bool goes_on(struct interp *in, const struct call *call, size_t round)
{
	if (round >= LOOP_LIMIT)
		interp_limit(in, call->node, "a loop goes on for more rounds than the limit of the evaluator");
	return round < LOOP_LIMIT;
}

struct value interp_each(struct interp *in, const struct call *call, struct value collection, bool collect)
{
	struct value result = collect ? value_new_array(in) : collection;
	struct value *collected = collect ? &result : NULL;

	if (!call->block)
		return collection;
	if (collection.kind == VALUE_ARRAY && !(collection.array->open && collection.array->count == 0)) {
		size_t count = collection.array->count;
		for (size_t i = 0; i < count && goes_on(in, call, i); i++) {
			if (!each_round(in, call, &collection.array->items[i], 1, collected))
				break;
		}
		if (collect)
			result.array->open = collection.array->open;
	} else if (collection.kind == VALUE_HASH && collection.hash->count) {
		for (size_t i = 0; i < collection.hash->count && goes_on(in, call, i); i++) {
			struct value pair = value_new_array(in);
			array_push(in, pair.array, collection.hash->items[i].key);
			array_push(in, pair.array, collection.hash->items[i].value);
			if (!each_round(in, call, &pair, 1, collected))
				break;
		}
	} else if (collection.kind != VALUE_HASH && collection.kind != VALUE_NIL) {
		struct value element = value_data(in, call->node, "an element of a collection known only at run time");
		each_round(in, call, &element, 1, collected);
		if (collect)
			result.array->open = true;
	}
	if (in->control == CONTROL_BREAK)
		in->control = CONTROL_NONE;
	return result;
}
