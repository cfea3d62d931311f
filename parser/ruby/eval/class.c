/* Members are kept in one table per class in the order of definition; the last definition of a name wins, as in Ruby.
 * Constants are evaluated when they are first asked for, in the class they were written in; one that asks for itself is
 * unknown. */
#include "parser/ruby/eval/class.h"

#include "analyzer/base/vec.h"
#include "parser/ruby/core/builtins.h"
#include "parser/ruby/eval/parts.h"

#include <string.h>

#define MAX_ANCESTORS 32

struct klass *klass_new(struct arena *arena, const char *path, struct klass *outer)
{
	struct klass *klass = ARENA_NEW(arena, struct klass);

	klass->arena = arena;
	klass->path = path;
	klass->outer = outer;
	klass->members = ARENA_NEW(arena, struct member_table);
	klass->superclass_path = "";
	return klass;
}

/* "A::B::C" -> the text of a constant or scope node; NULL when it is computed. Lives in `arena`. */
static char *constant_path(struct arena *arena, const struct node *node)
{
	if (!node)
		return NULL;
	if (node->kind == NODE_CONSTANT)
		return str_copy(arena, node->name);
	if (node->kind != NODE_SCOPE || !node->name)
		return NULL;
	if (!node->a)
		return str_copy(arena, node->name);
	char *scope = constant_path(arena, node->a);
	return scope ? str_concat(arena, scope, "::", node->name) : NULL;
}

#define INDEX_FROM 16u

/* What a member is found by. */
struct member_key {
	enum member_kind kind;
	const char *name; /* not NUL-terminated in general; NULL for class-level calls */
	size_t length;
};

static bool has_key(const struct member *member, const struct member_key *key)
{
	if (member->kind != key->kind || !member->name || !key->name)
		return member->kind == key->kind && member->name == key->name;
	return strncmp(member->name, key->name, key->length) == 0 && !member->name[key->length];
}

static size_t member_slot(const struct member_table *table, const struct member_key *key)
{
	uint32_t hash = 2166136261u ^ (uint32_t)key->kind; /* FNV-1a */
	size_t slot;

	for (size_t i = 0; i < key->length; i++)
		hash = (hash ^ (unsigned char)key->name[i]) * 16777619u;
	for (slot = hash & (table->slot_count - 1); table->slots[slot]; slot = (slot + 1) & (table->slot_count - 1)) {
		if (has_key(&table->items[table->slots[slot] - 1], key))
			break;
	}
	return slot;
}

/* Brings the index of a large table up to date; later definitions take the place of earlier ones. */
static void index_members(const struct klass *klass)
{
	struct member_table *table = klass->members;

	if (table->slot_count < table->count * 2) {
		while (table->slot_count < table->count * 4)
			table->slot_count = table->slot_count ? table->slot_count * 2 : 64;
		table->slots = ARENA_ARRAY(klass->arena, uint32_t, table->slot_count);
		table->indexed = 0;
	}
	for (; table->indexed < table->count; table->indexed++) {
		const struct member *member = &table->items[table->indexed];
		if (!member->name)
			continue;
		struct member_key key = {member->kind, member->name, strlen(member->name)};
		table->slots[member_slot(table, &key)] = (uint32_t)table->indexed + 1;
	}
}

/* Tells who watches the class. */
static void look(const struct klass *klass, enum member_kind kind, const char *name)
{
	static const enum part_kind parts[] = {[MEMBER_METHOD] = PART_METHOD,
					       [MEMBER_SINGLETON_METHOD] = PART_SINGLETON_METHOD,
					       [MEMBER_CONSTANT] = PART_CONSTANT,
					       [MEMBER_CLASS] = PART_CONSTANT,
					       [MEMBER_CALL] = PART_CALLS};

	if (klass->watch)
		part_ask(klass, parts[kind], name);
}

static struct member *find_member(const struct klass *klass, const struct member_key *key)
{
	if (klass->members->count >= INDEX_FROM && key->name) {
		index_members(klass);
		uint32_t found = klass->members->slots[member_slot(klass->members, key)];
		return found ? &klass->members->items[found - 1] : NULL;
	}
	for (size_t i = klass->members->count; i-- > 0;) {
		if (has_key(&klass->members->items[i], key))
			return &klass->members->items[i];
	}
	return NULL;
}

struct member *klass_member(const struct klass *klass, enum member_kind kind, const char *name)
{
	look(klass, kind, name);
	return find_member(klass, &(struct member_key){kind, name, name ? strlen(name) : 0});
}

struct klass *klass_nested(const struct klass *klass, const char *name)
{
	look(klass, MEMBER_CLASS, name);
	return klass_nested_n(klass, name, name ? strlen(name) : 0);
}

struct klass *klass_nested_n(const struct klass *klass, const char *name, size_t length)
{
	struct member *member = find_member(klass, &(struct member_key){MEMBER_CLASS, name, length});

	return member ? member->klass : NULL;
}

const char *constant_without_root(const char *path)
{
	while (str_starts_with(path, "::"))
		path += 2;
	return path;
}

/* class A::B inside C opens C::A::B: every part of the name becomes a module of its own. */
static struct klass *open_path(struct arena *arena, struct klass *outer, const char *path)
{
	const char *rest = strstr(path, "::");
	char *head = rest ? str_copy_n(arena, path, (size_t)(rest - path)) : str_copy(arena, path);
	struct klass *klass = klass_nested(outer, head);

	if (!klass) {
		const char *full = *outer->path ? str_concat(arena, outer->path, "::", head) : head;
		klass = klass_new(arena, full, outer);
		klass->is_module = true;
		vec_push(arena, outer->members, (struct member){.kind = MEMBER_CLASS, .name = head, .klass = klass});
	}
	return rest ? open_path(arena, klass, rest + 2) : klass;
}

static void add_class(struct arena *arena, struct klass *outer, const struct node *node, const struct source *source)
{
	if (!node->name)
		return;
	const char *path = constant_without_root(node->name);
	struct klass *top = outer;
	while (path != node->name && top->outer)
		top = top->outer;
	struct klass *klass = open_path(arena, top, path);
	if (!klass->node) {
		klass->node = node;
		klass->source = source;
	}
	if (node->kind == NODE_CLASS)
		klass->is_module = false;
	if (node->a && !klass->superclass_node) {
		klass->superclass_node = node->a;
		klass->superclass_path =
			str_copy_n(arena, source->bytes + node->a->start, node->a->end - node->a->start);
		klass->source = source;
	}
	klass_add_body(arena, klass, node->b, source);
}

static void add_singleton_body(struct arena *arena, struct klass *klass, const struct node *body,
			       const struct source *source)
{
	if (!body)
		return;
	for (const struct node *child = body->children; child; child = child->next) {
		if (child->kind == NODE_METHOD)
			vec_push(arena, klass->members,
				 (struct member){.kind = MEMBER_SINGLETON_METHOD,
						 .name = child->name,
						 .node = child,
						 .source = source});
	}
}

static void add_part(struct arena *arena, struct klass *klass, const struct node *node, const struct source *source)
{
	struct member member = {.kind = MEMBER_CALL, .name = node->name, .node = node, .source = source};

	switch (node->kind) {
	case NODE_CLASS:
	case NODE_MODULE:
		add_class(arena, klass, node, source);
		return;
	case NODE_SINGLETON_CLASS:
		add_singleton_body(arena, klass, node->b, source);
		return;
	case NODE_METHOD:
		member.kind = MEMBER_METHOD;
		break;
	case NODE_SINGLETON_METHOD:
		member.kind = MEMBER_SINGLETON_METHOD;
		break;
	case NODE_ASSIGN:
		member.name = "";
		if (node->a && node->a->kind == NODE_CONSTANT) {
			member.kind = MEMBER_CONSTANT;
			member.name = node->a->name;
			member.node = node->b;
		}
		break;
	case NODE_CALL:
		/* `private def x`: the definition is an argument */
		for (const struct node *arg = node->b ? node->b->children : NULL; arg; arg = arg->next) {
			if (arg->kind == NODE_METHOD || arg->kind == NODE_SINGLETON_METHOD)
				add_part(arena, klass, arg, source);
		}
		if (!node->a && str_equal(node->name, "class_methods") && node->c) {
			add_singleton_body(arena, klass, node->c->b, source);
			return;
		}
		break;
	default:
		break;
	}
	vec_push(arena, klass->members, member);
}

void klass_add_body(struct arena *arena, struct klass *klass, const struct node *body, const struct source *source)
{
	if (!body)
		return;
	if (body->kind != NODE_BODY) {
		add_part(arena, klass, body, source);
		return;
	}
	for (const struct node *child = body->children; child; child = child->next)
		add_part(arena, klass, child, source);
}

void klass_define_proc(struct interp *in, struct klass *klass, const char *name, struct proc *proc, bool singleton)
{
	(void)in;
	vec_push(klass->arena, klass->members,
		 (struct member){
			 .kind = singleton ? MEMBER_SINGLETON_METHOD : MEMBER_METHOD, .name = name, .proc = proc});
}

/* Does what is learned about the class serve later evaluations, too? */
static bool outlives(const struct interp *in, const struct klass *klass)
{
	return klass->arena != in->options.scratch && in->options.classes && in->options.classes->lasting_begin;
}

void *klass_lasting_begin(struct interp *in, const struct klass *klass)
{
	return outlives(in, klass) ? in->options.classes->lasting_begin(in->options.classes->payload) : NULL;
}

void klass_lasting_end(struct interp *in, void *lasting)
{
	if (lasting)
		in->options.classes->lasting_end(in->options.classes->payload, lasting);
}

void klass_lasting_used(struct interp *in, void *lasting)
{
	if (lasting)
		in->options.classes->lasting_used(in->options.classes->payload, lasting);
}

/* What the class includes, and some of its members, come from calls in its body. */
static void use_body(struct interp *in, const struct klass *klass)
{
	klass_lasting_used(in, klass->body_lasting);
	if (klass->overlay)
		klass_lasting_used(in, klass->overlay->body_lasting);
}

/* --- ancestors --- */

struct klass *klass_superclass(struct interp *in, struct klass *klass)
{
	klass_lasting_used(in, klass->superclass_lasting);
	if (klass->superclass || klass->superclass_is_external || !klass->superclass_node || klass->is_module)
		return klass->superclass;
	char *path = constant_path(in->arena, klass->superclass_node);
	if (!path)
		return NULL;
	struct frame frame = {.caller = in->frame,
			      .lexical = str_starts_with(klass->superclass_path, "::") ? NULL : klass->outer,
			      .source = klass->source,
			      .depth = in->frame ? in->frame->depth + 1 : 0};
	struct frame *saved = in->frame;
	void *lasting = klass->superclass_lasting ? NULL : klass_lasting_begin(in, klass);
	in->frame = &frame;
	struct value value = interp_constant(in, path);
	in->frame = saved;
	klass_lasting_end(in, lasting);
	klass->superclass_lasting = lasting ? lasting : klass->superclass_lasting;
	if (value.kind == VALUE_CLASS && value.klass != klass)
		klass->superclass = value.klass;
	klass->superclass_is_external = value.kind == VALUE_EXTERNAL;
	return klass->superclass;
}

bool klass_descends(struct interp *in, struct klass *klass, const char *path_suffix)
{
	for (unsigned i = 0; klass && i < MAX_ANCESTORS; i++) {
		if (str_ends_with(klass->path, path_suffix) || str_ends_with(klass->superclass_path, path_suffix))
			return true;
		klass = klass_superclass(in, klass);
	}
	return false;
}

static struct member *find_in(struct klass *klass, enum member_kind kind, const char *name, struct klass **owner)
{
	struct member *member = klass_member(klass, kind, name);

	*owner = klass;
	for (size_t i = 0; !member && i < klass->included.count; i++) {
		struct klass *module = klass->included.items[i];
		member = klass_member(module, kind, name);
		*owner = module;
	}
	for (size_t i = 0; !member && kind == MEMBER_SINGLETON_METHOD && i < klass->extended.count; i++) {
		struct klass *module = klass->extended.items[i];
		member = klass_member(module, MEMBER_METHOD, name);
		*owner = module;
	}
	return member;
}

/* Of the class and its overlay. False when both were run before. */
static bool run_bodies(struct interp *in, struct klass *klass)
{
	bool is_new = !klass->body_run || (klass->overlay && !klass->overlay->body_run);

	klass_run_body(in, klass);
	if (klass->overlay)
		klass_run_body(in, klass->overlay);
	return is_new;
}

/* In the overlay, then in the class itself. */
static struct member *find_own(struct klass *klass, enum member_kind kind, const char *name, struct klass **owner)
{
	struct member *member = klass->overlay ? find_in(klass->overlay, kind, name, owner) : NULL;

	return member ? member : find_in(klass, kind, name, owner);
}

struct member *klass_find_method(struct interp *in, struct klass *klass, const char *name, bool singleton,
				 struct klass **owner_out)
{
	enum member_kind kind = singleton ? MEMBER_SINGLETON_METHOD : MEMBER_METHOD;

	for (unsigned i = 0; klass && i < MAX_ANCESTORS; i++) {
		use_body(in, klass);
		struct member *member = find_own(klass, kind, name, owner_out);
		/* a body that was not run yet may include a module that has it */
		if (!member && run_bodies(in, klass))
			member = find_own(klass, kind, name, owner_out);
		if (member)
			return member;
		klass = klass_superclass(in, klass);
	}
	return NULL;
}

struct value *klass_declaration(struct interp *in, struct klass *klass, const char *name)
{
	for (unsigned i = 0; klass && i < MAX_ANCESTORS; i++) {
		run_bodies(in, klass);
		part_ask(klass, PART_CALLS, name);
		if (klass->overlay) {
			struct value *over = hash_get_name(klass->overlay->declarations, name);
			if (over)
				return over;
		}
		struct value *found = hash_get_name(klass->declarations, name);
		if (found)
			return found;
		klass = klass_superclass(in, klass);
	}
	return NULL;
}

const struct array *klass_calls(struct interp *in, struct klass *klass, const char *macro)
{
	static const struct array none = {0};
	const struct value *calls = klass_declaration(in, klass, macro);

	return calls && calls->kind == VALUE_ARRAY ? calls->array : &none;
}

struct array *klass_last_call(struct interp *in, struct klass *klass, const char *macro)
{
	const struct array *calls = klass_calls(in, klass, macro);
	struct value last = calls->count ? calls->items[calls->count - 1] : value_nil();

	return last.kind == VALUE_ARRAY ? last.array : NULL;
}

/* --- class-level code --- */

void class_frame_enter(struct interp *in, struct klass *klass, const struct source *source, struct class_frame *saved)
{
	struct frame *frame = ARENA_NEW(klass->arena, struct frame);

	*saved = (struct class_frame){in->frame, in->scope, in->arena, in->control};
	*frame = (struct frame){.self = value_class(klass),
				.lexical = klass,
				.source = source,
				.depth = in->frame ? in->frame->depth + 1 : 0};
	in->frame = frame;
	in->scope = ARENA_NEW(klass->arena, struct scope);
	in->scope->parent = klass->closure;
	in->arena = klass->arena;
	in->control = CONTROL_NONE;
}

void class_frame_leave(struct interp *in, const struct class_frame *saved)
{
	in->frame = saved->frame;
	in->scope = saved->scope;
	in->arena = saved->arena;
	in->control = saved->control;
}

/* --- constants --- */

static struct value evaluate_constant(struct interp *in, struct klass *klass, struct member *member)
{
	if (member->evaluated) {
		klass_lasting_used(in, member->lasting);
		return member->value;
	}
	if (member->evaluating)
		return value_unknown(in, member->node, "a constant defined by itself");
	struct class_frame saved;
	void *lasting = klass_lasting_begin(in, klass);
	member->evaluating = true;
	class_frame_enter(in, klass, member->source, &saved);
	struct value value = interp_eval(in, member->node);
	class_frame_leave(in, &saved);
	klass_lasting_end(in, lasting);
	member->evaluating = false;
	member = klass_member(klass, MEMBER_CONSTANT, member->name); /* the table may have moved */
	member->value = value;
	member->evaluated = true;
	member->lasting = lasting;
	/* Class.new(ActiveRecord::Base) { ... } takes the constant's name */
	if (value.kind == VALUE_CLASS && !*value.klass->path)
		value.klass->path = str_printf(klass->arena, "%s::%s", klass->path, member->name);
	return value;
}

static bool own_constant(struct interp *in, struct klass *klass, const char *name, struct value *out)
{
	use_body(in, klass);
	struct klass *nested = klass_nested(klass, name);

	if (nested) {
		if (outlives(in, klass))
			in->options.classes->seen(in->options.classes->payload, nested->path);
		*out = value_class(nested);
		return true;
	}
	struct member *member = klass_member(klass, MEMBER_CONSTANT, name);
	if (!member)
		return false;
	*out = evaluate_constant(in, klass, member);
	return true;
}

static bool inherited_constant(struct interp *in, struct klass *klass, const char *name, struct value *out)
{
	for (unsigned i = 0; klass && i < MAX_ANCESTORS; i++) {
		if (own_constant(in, klass, name, out))
			return true;
		if (klass->overlay && own_constant(in, klass->overlay, name, out))
			return true;
		for (size_t k = 0; k < klass->included.count; k++) {
			if (own_constant(in, klass->included.items[k], name, out))
				return true;
		}
		klass = klass_superclass(in, klass);
	}
	return false;
}

static struct klass *find_class(struct interp *in, const char *path)
{
	const struct class_source *classes = in->options.classes;

	return classes ? classes->find(classes->payload, in, path) : NULL;
}

struct value constant_lookup(struct interp *in, const struct node *node, const char *name)
{
	struct klass *lexical = in->frame ? in->frame->lexical : in->root;
	struct value value;

	(void)node;
	for (struct klass *klass = lexical; klass; klass = klass->outer) {
		if (own_constant(in, klass, name, &value))
			return value;
	}
	if (lexical && inherited_constant(in, lexical, name, &value))
		return value;
	if (lexical && lexical->overlaid && inherited_constant(in, lexical->overlaid, name, &value))
		return value;
	for (struct klass *klass = lexical; klass && *klass->path; klass = klass->outer) {
		struct klass *found = find_class(in, str_concat(in->arena, klass->path, "::", name));
		if (found)
			return value_class(found);
	}
	struct klass *found = find_class(in, name);
	if (found)
		return value_class(found);
	return value_external(str_copy(in->arena, name));
}

/* A constant of an application model: LIMIT = 3. Classes below it are found by their own files. */
static bool model_constant(struct interp *in, const char *path, const char *name, struct value *out)
{
	const struct class_source *classes = in->options.classes;
	struct klass *model = NULL;

	if (strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789") != strlen(name))
		return false;
	if (classes && classes->find_model)
		model = classes->find_model(classes->payload, path);
	return model && own_constant(in, model, name, out);
}

struct value constant_in(struct interp *in, struct value scope, const char *name)
{
	struct value value;

	if (scope.kind == VALUE_CLASS) {
		if (inherited_constant(in, scope.klass, name, &value))
			return value;
		const char *path = str_concat(in->arena, scope.klass->path, "::", name);
		struct klass *found = find_class(in, path);
		return found ? value_class(found) : value_external(path);
	}
	if (scope.kind == VALUE_EXTERNAL && str_in(scope.path, "Object Kernel"))
		return interp_constant(in, name); /* Object.const_get('Note') is the Note of the top level */
	if (scope.kind == VALUE_EXTERNAL) {
		const char *path = str_printf(in->arena, "%s::%s", scope.path, name);
		struct klass *found = find_class(in, path);
		if (!found && model_constant(in, scope.path, name, &value))
			return value;
		return found ? value_class(found) : value_external(path);
	}
	return value_unknown(in, NULL, "a constant of something known only at run time");
}

struct value interp_constant(struct interp *in, const char *path)
{
	const char *rest = strstr(path, "::");

	if (rest == path)
		return interp_constant(in, path + 2);
	struct value value =
		constant_lookup(in, NULL, rest ? str_copy_n(in->arena, path, (size_t)(rest - path)) : path);
	while (rest) {
		const char *part = rest + 2;
		rest = strstr(part, "::");
		value = constant_in(in, value, rest ? str_copy_n(in->arena, part, (size_t)(rest - part)) : part);
	}
	return value;
}
