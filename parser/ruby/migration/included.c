/* Helpers that a product keeps in modules of its own, below lib: `include Shop::MigrationHelpers`.
 *
 * The rows come first: they know what a helper is for, where its code goes through the catalog of a database. Only what
 * no row knows is looked for in the modules that the migration includes, the last one first, and evaluated like a
 * method of the migration. Everything it does is one statement at the place of the call; a block of the call keeps its
 * places. */
#include "parser/ruby/eval/class.h"
#include "parser/ruby/migration/helper.h"

struct extent {
	size_t statement, effect, unresolved;
};

static struct klass *find_module(struct interp *in, struct value module)
{
	const struct class_source *classes = in->options.classes;

	if (module.kind != VALUE_EXTERNAL || !classes || !classes->find_module)
		return NULL;
	return classes->find_module(classes->payload, module.path);
}

static struct member *find_method(struct interp *in, const struct array *calls, const char *name, struct klass **owner)
{
	for (size_t i = calls->count; i-- > 0;) {
		struct value modules = calls->items[i];
		for (size_t k = modules.kind == VALUE_ARRAY ? modules.array->count : 0; k-- > 0;) {
			struct klass *module = find_module(in, modules.array->items[k]);
			struct member *member = module ? klass_find_method(in, module, name, false, owner) : NULL;
			if (member)
				return member;
		}
	}
	return NULL;
}

static bool is_elsewhere(struct location location, const struct call *call)
{
	return location.source && location.source != call->source;
}

/* Statements of the module's file become the statement of the call; `map` tells where each of the range is now. */
static void merge_statements(struct interp *in, const struct call *call, struct extent from, size_t *map)
{
	struct statements *statements = in->options.out.statements;
	size_t count = statements->count, kept = from.statement;
	size_t own = interp_statement(in, call, call->name);

	for (size_t i = from.statement; i < statements->count; i++) {
		struct statement item = statements->items[i];
		bool merged = i < count && is_elsewhere(item.location, call);
		if (merged && !item.resolved) {
			statements->items[own].resolved = false;
			statements->items[own].why = item.why;
		}
		map[i - from.statement] = merged ? SIZE_MAX : kept;
		if (!merged)
			statements->items[kept++] = statements->items[i];
	}
	own = own >= from.statement ? map[own - from.statement] : own;
	for (size_t i = from.statement; i < statements->count; i++) {
		if (map[i - from.statement] == SIZE_MAX)
			map[i - from.statement] = own;
	}
	statements->count = kept;
	in->statement_index.of = NULL; /* it knows where they were */
}

static bool any_elsewhere(const struct interp *in, const struct call *call, struct extent from)
{
	const struct statements *statements = in->options.out.statements;

	for (size_t i = from.statement; i < statements->count; i++) {
		if (is_elsewhere(statements->items[i].location, call))
			return true;
	}
	return false;
}

static void move_to_call(struct interp *in, const struct call *call, struct extent from)
{
	struct interp_output *out = &in->options.out;

	if (!any_elsewhere(in, call, from))
		return;
	size_t *map = arena_alloc(in->arena, (out->statements->count + 1 - from.statement) * sizeof(*map));
	merge_statements(in, call, from, map);
	for (size_t i = from.effect; i < out->effects->count; i++) {
		struct effect *effect = &out->effects->items[i];
		if (effect->statement >= from.statement)
			effect->statement = map[effect->statement - from.statement];
		if (is_elsewhere(effect->location, call))
			effect->location = call_location(call);
	}
	for (size_t i = from.unresolved; i < out->unresolved->count; i++) {
		struct unresolved *item = &out->unresolved->items[i];
		if (is_elsewhere(item->location, call))
			item->location = call_location(call);
	}
}

bool helper_call_included(struct interp *in, const struct call *call, struct value *result)
{
	struct klass *self = in->self_object ? in->self_object->klass : NULL;
	const struct interp_output *out = &in->options.out;
	struct extent from = {out->statements->count, out->effects->count, out->unresolved->count};
	struct klass *owner;
	struct member *member = find_method(in, klass_calls(in, self, "include"), call->name, &owner);
	if (!member)
		return false;
	*result = interp_invoke(in, member, owner, call->receiver, call);
	move_to_call(in, call, from);
	return true;
}
