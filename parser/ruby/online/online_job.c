/* One item stands for all: of a relation a row, of its batches (in_batches) a relation again, of anything else a value
 * that is known only at run time. */
#include "parser/ruby/online/online_job.h"

#include "parser/ruby/records/relation.h"

static bool has_method(struct interp *in, struct klass *klass, const char *name)
{
	struct klass *owner;

	return klass_find_method(in, klass, name, false, &owner) != NULL;
}

static bool is_of_first_releases(struct interp *in, struct klass *klass)
{
	return has_method(in, klass, "relation") && has_method(in, klass, "process_batch");
}

bool online_job_is(struct interp *in, struct klass *klass)
{
	if (!klass || klass->is_module || has_method(in, klass, "perform"))
		return false;
	return is_of_first_releases(in, klass) ||
	       (has_method(in, klass, "collection") && has_method(in, klass, "process"));
}

/* Calls a method of the job's class, as from nowhere. */
static struct value send_own(struct interp *in, struct value job, const char *name, const struct array *arguments)
{
	struct klass *owner;
	struct value result = value_nil();
	struct member *member = klass_find_method(in, job.object->klass, name, false, &owner);
	struct call call = {.receiver = job, .name = name, .source = job.object->klass->source};

	if (!member)
		return result;
	call.node = member->node;
	call.source = member->source ? member->source : call.source;
	for (size_t i = 0; arguments && i < arguments->count; i++)
		array_push(in, &call.positional, arguments->items[i]);
	interp_call_own(in, job, &call, &result);
	in->control = CONTROL_NONE;
	return result;
}

static struct value one_item(struct interp *in, struct value job, struct value collection)
{
	struct call call = {.receiver = job, .name = "each", .source = job.object->klass->source};
	struct klass *owner;
	struct member *member = klass_find_method(in, job.object->klass, "collection", false, &owner);

	call.node = member ? member->node : NULL;
	if (collection.kind == VALUE_RELATION) {
		struct value rows = relation_rows(in, &call, collection.relation);
		if (rows.kind == VALUE_ARRAY && rows.array->count)
			return rows.array->items[0];
	}
	if (collection.kind == VALUE_ARRAY && collection.array->count)
		return collection.array->items[0];
	return value_data(in, call.node, "an item of the collection");
}

void online_job_run(struct interp *in, struct klass *klass, struct value arguments)
{
	struct object *object = ARENA_NEW(in->arena, struct object);
	struct value job = {.kind = VALUE_OBJECT, .object = object};
	struct frame frame = {.self = job, .lexical = klass, .source = klass->source};
	struct value item = value_new_array(in);

	object->klass = klass;
	object->class_path = klass->path;
	object->variables = value_new_hash(in).hash;
	in->frame = &frame;
	in->self_object = object;
	send_own(in, job, "initialize", arguments.kind == VALUE_ARRAY ? arguments.array : NULL);
	if (is_of_first_releases(in, klass)) {
		array_push(in, item.array, send_own(in, job, "relation", NULL));
		send_own(in, job, "process_batch", item.array);
	} else {
		array_push(in, item.array, one_item(in, job, send_own(in, job, "collection", NULL)));
		send_own(in, job, "process", item.array);
	}
	in->frame = NULL;
}
