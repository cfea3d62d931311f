/* Class-level calls: `self.table_name = 'x'`, `scope :y, -> { }`, `job_arguments :a`, `include Z`, `prepended do ...
 * end`.
 *
 * They run once per class, when something about the class is asked. Nearly all of them are only remembered, under their
 * name, in `declarations`; the few that define methods or change ancestors are rows of the table below. */
#include "parser/ruby/core/builtins.h"
#include "parser/ruby/eval/class.h"
#include "parser/ruby/eval/parts.h"
#include "parser/ruby/eval/scope.h"

#include <stdlib.h>
#include <string.h>

static struct value remembered_call(struct interp *in, const struct call *call)
{
	struct value item = value_new_array(in);

	for (size_t i = 0; i < call->positional.count; i++)
		array_push(in, item.array, call->positional.items[i]);
	item.array->open = call->positional.open;
	if (call->keywords)
		array_push(in, item.array, value_hash(call->keywords));
	if (call->block)
		array_push(in, item.array, (struct value){.kind = VALUE_PROC, .proc = call->block});
	return item;
}

static void remember(struct interp *in, struct klass *klass, const struct call *call)
{
	struct value *list = hash_get_name(klass->declarations, call->name);

	if (!list || list->kind != VALUE_ARRAY) {
		hash_set(in, klass->declarations, value_string(in, call->name), value_new_array(in));
		list = hash_get_name(klass->declarations, call->name);
	}
	array_push(in, list->array, remembered_call(in, call));
}

static struct proc *proc_argument(const struct call *call)
{
	for (size_t i = 0; i < call->positional.count; i++) {
		if (call->positional.items[i].kind == VALUE_PROC)
			return call->positional.items[i].proc;
	}
	return call->block;
}

static void define_singleton(struct interp *in, struct klass *klass, const struct call *call)
{
	const char *name = value_name(call_arg(call, 0));
	struct proc *proc = proc_argument(call);

	if (name && proc)
		klass_define_proc(in, klass, name, proc, true);
}

static void define_method(struct interp *in, struct klass *klass, const struct call *call)
{
	const char *name = value_name(call_arg(call, 0));
	struct proc *proc = proc_argument(call);

	if (name && proc)
		klass_define_proc(in, klass, name, proc, false);
}

/* def self.included(base): what the module does to the class that includes it */
static void run_hook(struct interp *in, struct klass *module, struct klass *klass, const struct call *call)
{
	struct member *hook = klass_member(module, MEMBER_SINGLETON_METHOD, "included");
	struct call inner = {.node = call->node,
			     .source = call->source,
			     .receiver = value_class(module),
			     .has_receiver = true,
			     .name = "included"};

	if (!hook || !hook->node)
		return;
	array_push(in, &inner.positional, value_class(klass));
	interp_invoke(in, hook, module, inner.receiver, &inner);
}

static void extend_module(struct interp *in, struct klass *klass, const struct call *call)
{
	(void)in;
	for (size_t i = 0; i < call->positional.count; i++) {
		if (call->positional.items[i].kind == VALUE_CLASS && call->positional.items[i].klass != klass)
			vec_push(klass->arena, &klass->extended, call->positional.items[i].klass);
	}
}

/* A module of helpers that a product keeps beside its migration helpers, and that jobs include as well. The migration
 * helpers themselves, and the modules of the framework, are known without their code. */
static struct value library_module(struct interp *in, struct value module)
{
	const struct class_source *classes = in->options.classes;
	bool is_known = module.kind != VALUE_EXTERNAL || !strstr(module.path, "MigrationHelpers::");

	if (is_known || !in->options.in_job || !classes || !classes->find_module)
		return module;
	struct klass *found = classes->find_module(classes->payload, module.path);
	return found ? value_class(found) : module;
}

static void include_module(struct interp *in, struct klass *klass, const struct call *call)
{
	for (size_t i = 0; i < call->positional.count; i++) {
		struct value module = library_module(in, call->positional.items[i]);
		if (module.kind != VALUE_CLASS || module.klass == klass)
			continue;
		vec_push(klass->arena, &klass->included, module.klass);
		struct member *hook = klass_member(module.klass, MEMBER_CALL, "included");
		if (hook && hook->node->c)
			klass_add_body(klass->arena, klass, hook->node->c->b, hook->source);
		run_hook(in, module.klass, klass, call);
	}
}

/* `prepended do ... end`, `included do ... end`: the block is more of the class body. */
static void more_body(struct interp *in, struct klass *klass, const struct call *call)
{
	if (call->node && call->node->c)
		klass_add_body(klass->arena, klass, call->node->c->b, in->frame->source);
}

struct declaration_row {
	const char *name;
	void (*run)(struct interp *in, struct klass *klass, const struct call *call);
	enum part_kind part; /* that it makes: a method by its first argument, or anything */
};

static const struct declaration_row rows[] = {
	{"define_method", define_method, PART_METHOD},
	{"extend", extend_module, PART_BODY},
	{"include", include_module, PART_BODY},
	{"prepended", more_body, PART_BODY},
	{"scope", define_singleton, PART_SINGLETON_METHOD},
};

enum part_kind declaration_part(const char *macro)
{
	const struct declaration_row *row = row_find(rows, sizeof(rows) / sizeof(rows[0]), macro);

	return row ? row->part : PART_CALLS;
}

static void declare(struct interp *in, struct klass *klass, const struct call *call)
{
	const struct declaration_row *row = row_find(rows, sizeof(rows) / sizeof(rows[0]), call->name);

	remember(in, klass, call);
	if (row)
		row->run(in, klass, call);
}

/* --- methods that macros give to plain objects --- */

/* Is `name` among the plain arguments of a call of the macro? Gives that call. */
static const struct array *macro_naming(struct interp *in, struct klass *klass, const char *macro, const char *name)
{
	const struct array *calls = klass_calls(in, klass, macro);

	for (size_t i = 0; i < calls->count; i++) {
		const struct value *call = &calls->items[i];
		for (size_t k = 0; call->kind == VALUE_ARRAY && k < call->array->count; k++) {
			if (str_equal(value_name(call->array->items[k]), name))
				return call->array;
		}
	}
	return NULL;
}

/* attr_reader :a, attr_writer :a, attr_accessor :a */
static bool attribute_call(struct interp *in, const struct call *call, struct value *result)
{
	struct object *object = call->receiver.object;
	size_t length = strlen(call->name);
	bool is_writer = length > 1 && call->name[length - 1] == '=';
	const char *name = is_writer ? str_copy_n(in->arena, call->name, length - 1) : call->name;
	const char *variable = str_printf(in->arena, "@%s", name);

	if (!macro_naming(in, object->klass, "attr_accessor", name) &&
	    !macro_naming(in, object->klass, is_writer ? "attr_writer" : "attr_reader", name))
		return false;
	if (is_writer) {
		hash_set(in, object->variables, value_symbol(in, variable), call_arg(call, 0));
		*result = call_arg(call, 0);
	} else {
		struct value *found = hash_get_name(object->variables, variable);
		*result = found ? *found : value_nil();
	}
	return true;
}

/* alias_method :new, :old; delegate :a, to: :b */
static bool forwarded_call(struct interp *in, const struct call *call, struct value *result)
{
	struct klass *klass = call->receiver.object->klass;
	const struct array *alias = macro_naming(in, klass, "alias_method", call->name);
	const struct array *delegate = macro_naming(in, klass, "delegate", call->name);
	struct call inner = *call;

	if (alias && alias->count == 2 && str_equal(value_name(alias->items[0]), call->name)) {
		inner.name = value_name(alias->items[1]);
		if (!inner.name || str_equal(inner.name, call->name))
			return false;
	} else if (delegate && delegate->items[delegate->count - 1].kind == VALUE_HASH) {
		struct value *to = hash_get_name(delegate->items[delegate->count - 1].hash, "to");
		const char *target = to ? value_name(*to) : NULL;
		if (!target || str_equal(target, call->name))
			return false;
		inner.receiver = *target == '@' && call->receiver.object->variables &&
						 hash_get_name(call->receiver.object->variables, target)
					 ? *hash_get_name(call->receiver.object->variables, target)
					 : interp_send(in, call->receiver, target, NULL, 0);
		inner.has_receiver = true;
	} else {
		return false;
	}
	*result = interp_call(in, &inner);
	return true;
}

bool object_macro_call(struct interp *in, const struct call *call, struct value *result)
{
	if (call->receiver.kind != VALUE_OBJECT || !call->receiver.object->klass || !call->receiver.object->variables)
		return false;
	return attribute_call(in, call, result) || forwarded_call(in, call, result);
}

bool class_level_call(struct interp *in, const struct call *call)
{
	static const char macros[] =
		"alias_attribute attr_accessor attr_encrypted attr_reader attr_writer belongs_to define_method "
		"delegate "
		"enum extend has_and_belongs_to_many has_many has_one include scope serialize store_accessor";

	if (call->receiver.kind != VALUE_CLASS || !call->receiver.klass->declarations)
		return false;
	if (str_in(call->name, "class_eval class_exec") && call->block) { /* base.class_eval do */
		interp_yield_self(in, call->block, call->receiver, NULL, 0);
		return true;
	}
	if (!str_in(call->name, call->has_receiver ? "extend include scope" : macros))
		return false;
	struct class_frame saved = {.arena = in->arena};
	in->arena = call->receiver.klass->arena;
	declare(in, call->receiver.klass, call);
	in->arena = saved.arena;
	return true;
}

/* Calls on the class itself or without receiver are declarations; everything else is evaluated as it stands. */
static void run_call(struct interp *in, struct klass *klass, const struct node *node)
{
	bool plain = node->kind == NODE_CALL && (!node->a || node->a->kind == NODE_SELF);

	if (node->kind == NODE_ASSIGN && node->a && node->a->kind == NODE_CALL && node->a->a &&
	    node->a->a->kind == NODE_SELF) {
		hash_set(in, klass->declarations, value_string(in, node->a->name), interp_eval(in, node->b));
	} else if (plain || node->kind == NODE_IDENTIFIER) {
		struct call call = call_of_node(in, node);
		declare(in, klass, &call);
	} else if (node->kind == NODE_CALL || node->kind == NODE_ASSIGN || node->kind == NODE_OP_ASSIGN) {
		interp_eval(in, node);
	}
}

void klass_run_body(struct interp *in, struct klass *klass)
{
	if (klass->body_run) {
		klass_lasting_used(in, klass->body_lasting);
		return;
	}
	klass->body_run = true;
	klass->body_lasting = klass_lasting_begin(in, klass);
	klass->declarations = ARENA_NEW(klass->arena, struct hash);
	part_ask(klass, PART_BODY, NULL);
	/* the table grows while bodies of blocks are added */
	for (size_t i = 0; i < klass->members->count; i++) {
		struct member member = klass->members->items[i];
		if (member.kind != MEMBER_CALL || !member.node)
			continue;
		struct class_frame saved;
		class_frame_enter(in, klass, member.source, &saved);
		run_call(in, klass, member.node);
		class_frame_leave(in, &saved);
	}
	klass_lasting_end(in, klass->body_lasting);
}
