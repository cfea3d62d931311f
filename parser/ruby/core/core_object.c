/* What every object answers, numbers, procs, classes, and Kernel's calls without a receiver. */
#include "parser/ruby/core/core.h"

#include "parser/ruby/eval/class.h"
#include "parser/ruby/eval/scope.h"

#include <string.h>

#define TIMES_LIMIT 1000

static struct value run_time(struct interp *in, const struct call *call)
{
	return value_data(in, call->node,
			  str_printf(in->arena, "the result of '%s' is known only at run time", call->name));
}

/* Evaluates the block for its effects. */
static struct value block_once(struct interp *in, const struct call *call)
{
	if (call->block)
		return interp_yield(in, call->block, NULL, 0);
	return run_time(in, call);
}

/* --- every object --- */

static struct value is_nil(struct interp *in, const struct call *call)
{
	if (call->receiver.kind == VALUE_UNKNOWN)
		return run_time(in, call);
	return value_bool(call->receiver.kind == VALUE_NIL);
}

static struct value present(struct interp *in, const struct call *call)
{
	enum tristate truth = value_truth(call->receiver);

	return truth == TRI_UNKNOWN ? run_time(in, call) : value_bool(truth == TRI_YES);
}

static struct value blank(struct interp *in, const struct call *call)
{
	enum tristate truth = value_truth(call->receiver);

	return truth == TRI_UNKNOWN ? run_time(in, call) : value_bool(truth == TRI_NO);
}

static struct value presence(struct interp *in, const struct call *call)
{
	(void)in;
	return value_truth(call->receiver) == TRI_NO ? value_nil() : call->receiver;
}

/* send(:name, ...) with a known name is that call. */
static struct value send(struct interp *in, const struct call *call)
{
	const char *name = value_name(call_arg(call, 0));

	if (!name) {
		size_t statement = interp_statement(in, call, call->name);
		interp_unresolved(in, statement, "the name of the method that is sent is known only at run time");
		return run_time(in, call);
	}
	struct call sent = *call;
	sent.name = name;
	sent.positional = (struct array){.open = call->positional.open};
	for (size_t i = 1; i < call->positional.count; i++)
		array_push(in, &sent.positional, call->positional.items[i]);
	return interp_call(in, &sent);
}

static struct value try_call(struct interp *in, const struct call *call)
{
	if (call->receiver.kind == VALUE_NIL)
		return value_nil();
	return call->positional.count ? send(in, call) : block_once(in, call);
}

static struct value tap(struct interp *in, const struct call *call)
{
	if (call->block)
		interp_yield(in, call->block, &call->receiver, 1);
	return call->receiver;
}

static struct value then(struct interp *in, const struct call *call)
{
	return call->block ? interp_yield(in, call->block, &call->receiver, 1) : call->receiver;
}

/* strong_memoize(:name) { value }: the first call's value is everybody's. */
static struct value memoize(struct interp *in, const struct call *call)
{
	return call->block ? interp_yield(in, call->block, NULL, 0) : run_time(in, call);
}

static struct value instance_exec(struct interp *in, const struct call *call)
{
	struct proc *proc = call->block;

	return proc ? interp_yield_self(in, proc, call->receiver, call->positional.items, call->positional.count)
		    : run_time(in, call);
}

static struct value method_object(struct interp *in, const struct call *call)
{
	const char *name = value_name(call_arg(call, 0));
	struct proc *proc = ARENA_NEW(in->arena, struct proc);

	if (!name)
		return run_time(in, call);
	proc->method = name;
	proc->method_on_self = true;
	struct frame *frame = ARENA_NEW(in->arena, struct frame);
	*frame = *in->frame;
	frame->self = call->receiver;
	proc->frame = frame;
	proc->source = in->frame->source;
	return (struct value){.kind = VALUE_PROC, .proc = proc};
}

static struct value class_of(struct interp *in, const struct call *call)
{
	if (call->receiver.kind == VALUE_OBJECT)
		return call->receiver.object->klass ? value_class(call->receiver.object->klass)
						    : value_external(call->receiver.object->class_path);
	return run_time(in, call);
}

static struct value variable_get(struct interp *in, const struct call *call)
{
	const char *name = value_name(call_arg(call, 0));
	struct value *found = NULL;

	if (name && call->receiver.kind == VALUE_OBJECT && call->receiver.object->variables)
		found = hash_get_name(call->receiver.object->variables, name);
	return found ? *found : run_time(in, call);
}

static struct value is_in(struct interp *in, const struct call *call)
{
	struct value list = call_arg(call, 0);

	return list.kind == VALUE_ARRAY ? interp_send(in, list, "include?", &call->receiver, 1) : run_time(in, call);
}

static struct value equal(struct interp *in, const struct call *call)
{
	struct value other = call_arg(call, 0);

	if (value_equal(call->receiver, other))
		return value_bool(true);
	return value_why_unknown(call->receiver) || value_why_unknown(other) ? run_time(in, call) : value_bool(false);
}

static struct value to_text(struct interp *in, const struct call *call)
{
	struct text *text = ARENA_NEW(in->arena, struct text);

	if (call->receiver.kind == VALUE_UNKNOWN)
		return call->receiver;
	*text = value_to_text(in, call->receiver);
	return value_text(VALUE_STRING, text);
}

/* Ruby's own classes, by the kinds of value that are of them; a value of any other kind is not. */
struct core_class {
	const char *name;
	unsigned kinds;
};

#define OF(kind) (1U << (kind))

static const struct core_class core_classes[] = {
	{"Array", OF(VALUE_ARRAY)},
	{"Enumerable", OF(VALUE_ARRAY) | OF(VALUE_HASH) | OF(VALUE_RANGE)},
	{"Float", OF(VALUE_FLOAT)},
	{"Hash", OF(VALUE_HASH)},
	{"Integer", OF(VALUE_INTEGER)},
	{"NilClass", OF(VALUE_NIL)},
	{"Numeric", OF(VALUE_INTEGER) | OF(VALUE_FLOAT)},
	{"Proc", OF(VALUE_PROC)},
	{"Range", OF(VALUE_RANGE)},
	{"String", OF(VALUE_STRING)},
	{"Symbol", OF(VALUE_SYMBOL)},
};

static struct value is_a(struct interp *in, const struct call *call)
{
	struct value klass = call_arg(call, 0);

	if (klass.kind != VALUE_EXTERNAL || value_why_unknown(call->receiver) || call->receiver.kind == VALUE_CONDITION)
		return run_time(in, call);
	for (size_t i = 0; i < sizeof(core_classes) / sizeof(core_classes[0]); i++) {
		if (str_equal(core_classes[i].name, klass.path))
			return value_bool(core_classes[i].kinds & OF(call->receiver.kind));
	}
	return run_time(in, call);
}

static struct value to_array(struct interp *in, const struct call *call)
{
	struct value list = value_new_array(in);

	list.array->open = call->receiver.kind != VALUE_NIL;
	return list;
}

static const struct builtin object_rows[] = {
	{"!", blank},
	{"==", equal},
	{"__send__", send},
	{"blank?", blank},
	{"class", class_of},
	{"dup", builtin_self},
	{"eql?", equal},
	{"freeze", builtin_self},
	{"in?", is_in},
	{"instance_eval", instance_exec},
	{"instance_exec", instance_exec},
	{"instance_of?", is_a},
	{"instance_variable_get", variable_get},
	{"is_a?", is_a},
	{"itself", builtin_self},
	{"kind_of?", is_a},
	{"method", method_object},
	{"nil?", is_nil},
	{"presence", presence},
	{"present?", present},
	{"public_send", send},
	{"respond_to?", run_time},
	{"send", send},
	{"strong_memoize", memoize},
	{"strong_memoize_with", memoize},
	{"tap", tap},
	{"then", then},
	{"to_a", to_array},
	{"to_s", to_text},
	{"to_str", to_text},
	{"try", try_call},
	{"yield_self", then},
};

const struct builtin_table core_object_rows = {object_rows, sizeof(object_rows) / sizeof(object_rows[0])};

/* --- numbers --- */

static struct value times(struct interp *in, const struct call *call)
{
	struct value list = value_new_array(in);

	if (call->receiver.integer > TIMES_LIMIT)
		interp_limit(in, call->node, "a loop goes on for more rounds than the limit of the evaluator");
	for (int64_t i = 0; i < call->receiver.integer && i < TIMES_LIMIT; i++)
		array_push(in, list.array, value_integer(i));
	return call->block ? interp_each(in, call, list, false) : list;
}

static struct value upto(struct interp *in, const struct call *call)
{
	struct range *range = ARENA_NEW(in->arena, struct range);

	*range = (struct range){call->receiver, call_arg(call, 0), false};
	struct value value = {.kind = VALUE_RANGE, .range = range};
	struct array *list = core_elements(in, value);
	value = list ? (struct value){.kind = VALUE_ARRAY, .array = list} : run_time(in, call);
	return call->block ? interp_each(in, call, value, false) : value;
}

static const struct builtin number_rows[] = {
	{"day", builtin_self},    {"days", builtin_self},   {"freeze", builtin_self},  {"hour", builtin_self},
	{"hours", builtin_self},  {"minute", builtin_self}, {"minutes", builtin_self}, {"month", builtin_self},
	{"months", builtin_self}, {"second", builtin_self}, {"seconds", builtin_self}, {"times", times},
	{"to_i", builtin_self},   {"upto", upto},           {"week", builtin_self},    {"weeks", builtin_self},
	{"year", builtin_self},   {"years", builtin_self},
};

const struct builtin_table core_number_rows = {number_rows, sizeof(number_rows) / sizeof(number_rows[0])};

/* --- procs --- */

static struct value proc_call(struct interp *in, const struct call *call)
{
	return interp_yield(in, call->receiver.proc, call->positional.items, call->positional.count);
}

static const struct builtin proc_rows[] = {
	{"()", proc_call},        {"===", proc_call},        {"[]", proc_call},    {"call", proc_call},
	{"freeze", builtin_self}, {"to_proc", builtin_self}, {"yield", proc_call},
};

const struct builtin_table core_proc_rows = {proc_rows, sizeof(proc_rows) / sizeof(proc_rows[0])};

/* --- classes --- */

static struct value class_name(struct interp *in, const struct call *call)
{
	return value_string(in, value_name(call->receiver));
}

/* Class.new(Base) { body }: a class without a name of its own until a constant takes it. */
static struct value new_class(struct interp *in, const struct call *call)
{
	struct klass *klass = klass_new(in->arena, "", in->frame->lexical);
	struct value base = call_arg(call, 0);

	klass->node = call->node;
	klass->source = call->source;
	klass->closure = call->block ? call->block->scope : NULL;
	if (base.kind == VALUE_CLASS)
		klass->superclass = base.klass;
	if (value_name(base))
		klass->superclass_path = str_copy(klass->arena, value_name(base));
	if (call->node && call->node->c)
		klass_add_body(klass->arena, klass, call->node->c->b, call->source);
	return value_class(klass);
}

static struct value new_object(struct interp *in, const struct call *call)
{
	struct object *object = ARENA_NEW(in->arena, struct object);
	struct value self = {.kind = VALUE_OBJECT, .object = object};
	struct value ignored;

	object->class_path = value_name(call->receiver);
	if (call->receiver.kind == VALUE_EXTERNAL && str_equal(object->class_path, "Class"))
		return new_class(in, call);
	if (call->receiver.kind == VALUE_CLASS)
		object->klass = call->receiver.klass;
	object->variables = value_new_hash(in).hash;
	struct call initialize = *call;
	initialize.name = "initialize";
	initialize.receiver = self;
	interp_call_own(in, self, &initialize, &ignored);
	return self;
}

static struct value const_get(struct interp *in, const struct call *call)
{
	const char *name = value_name(call_arg(call, 0));

	return name ? constant_in(in, call->receiver, name) : run_time(in, call);
}

static struct value array_wrap(struct interp *in, const struct call *call)
{
	struct value item = call_arg(call, 0);
	struct value list = value_new_array(in);

	if (!str_equal(value_name(call->receiver), "Array"))
		return run_time(in, call);
	if (item.kind == VALUE_ARRAY)
		return item;
	if (item.kind != VALUE_NIL)
		array_push(in, list.array, item);
	return list;
}

static struct value set_of(struct interp *in, const struct call *call)
{
	struct value list = value_new_array(in);

	if (!str_in(value_name(call->receiver), "Set Hash Array"))
		return run_time(in, call);
	for (size_t i = 0; i < call->positional.count; i++)
		array_push(in, list.array, call->positional.items[i]);
	return list;
}

/* Hash[a, 1, b, 2], Hash[pairs], Set[...] */
static struct value bracket_of(struct interp *in, const struct call *call)
{
	if (call->receiver.kind != VALUE_EXTERNAL || !str_equal(call->receiver.path, "Hash"))
		return set_of(in, call);
	if (call->positional.count == 1 && call->positional.items[0].kind == VALUE_HASH)
		return call->positional.items[0];
	struct value result = value_new_hash(in);
	bool is_flat = call->positional.count % 2 == 0;
	const struct array *given = &call->positional;
	if (!is_flat && given->count == 1 && given->items[0].kind == VALUE_ARRAY)
		given = given->items[0].array;
	result.hash->open = given->open || call->positional.open;
	for (size_t i = 0; i + is_flat < given->count; i += 1 + is_flat) {
		const struct value *pair = &given->items[i];
		if (!is_flat && (pair->kind != VALUE_ARRAY || pair->array->count != 2))
			result.hash->open = true;
		else if (is_flat)
			hash_set(in, result.hash, pair[0], pair[1]);
		else
			hash_set(in, result.hash, pair->array->items[0], pair->array->items[1]);
	}
	return result;
}

static const struct builtin class_rows[] = {
	{"[]", bracket_of},   {"class_eval", instance_exec}, {"const_get", const_get}, {"freeze", builtin_self},
	{"name", class_name}, {"new", new_object},           {"to_s", class_name},     {"wrap", array_wrap},
};

const struct builtin_table core_class_rows = {class_rows, sizeof(class_rows) / sizeof(class_rows[0])};

/* --- Kernel --- */

static struct value raise(struct interp *in, const struct call *call)
{
	(void)call;
	in->control = CONTROL_RAISE;
	return value_nil();
}

static struct value format_text(struct interp *in, const struct call *call)
{
	struct value arguments = value_new_array(in);

	for (size_t i = 1; i < call->positional.count; i++)
		array_push(in, arguments.array, call->positional.items[i]);
	if (call_arg(call, 0).kind != VALUE_STRING)
		return run_time(in, call);
	if (call->keywords)
		arguments = value_hash(call->keywords);
	return interp_send(in, call_arg(call, 0), "%", &arguments, 1);
}

static struct value make_proc(struct interp *in, const struct call *call)
{
	if (!call->block)
		return run_time(in, call);
	struct proc *proc = ARENA_NEW(in->arena, struct proc);
	*proc = *call->block;
	proc->is_lambda = str_equal(call->name, "lambda");
	return (struct value){.kind = VALUE_PROC, .proc = proc};
}

static struct value block_given(struct interp *in, const struct call *call)
{
	(void)call;
	return value_bool(in->frame->block != NULL);
}

static struct value to_list(struct interp *in, const struct call *call)
{
	struct value item = call_arg(call, 0);
	struct value list = value_new_array(in);

	if (item.kind == VALUE_ARRAY)
		return item;
	list.array->open = item.kind == VALUE_UNKNOWN || item.kind == VALUE_RELATION;
	if (!list.array->open && item.kind != VALUE_NIL)
		array_push(in, list.array, item);
	return list;
}

static struct value first_argument(struct interp *in, const struct call *call)
{
	(void)in;
	return call_arg(call, 0);
}

static struct value nothing(struct interp *in, const struct call *call)
{
	(void)in;
	(void)call;
	return value_nil();
}

static struct value method_name(struct interp *in, const struct call *call)
{
	(void)call;
	return in->frame->method_name ? value_symbol(in, in->frame->method_name) : value_nil();
}

static const struct builtin kernel_rows[] = {
	{"Array", to_list},
	{"Float", first_argument},
	{"Integer", first_argument},
	{"String", first_argument},
	{"__method__", method_name},
	{"abort", raise},
	{"block_given?", block_given},
	{"catch", block_once},
	{"format", format_text},
	{"lambda", make_proc},
	{"loop", block_once},
	{"p", nothing},
	{"print", nothing},
	{"proc", make_proc},
	{"puts", nothing},
	{"raise", raise},
	{"require", nothing},
	{"require_relative", nothing},
	{"sleep", nothing},
	{"sprintf", format_text},
	{"warn", nothing},
};

const struct builtin_table core_kernel_rows = {kernel_rows, sizeof(kernel_rows) / sizeof(kernel_rows[0])};
