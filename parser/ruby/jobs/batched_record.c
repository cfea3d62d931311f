/* Records of batched background jobs, used directly instead of through the helpers.
 *
 * A lookup gathers what is asked for (class, table, column, arguments) in a built-in object; deleting it cancels that
 * job, creating one queues it. Tuning (`update!`, `pause!`) has no effect that matters and is a statement without
 * any. */
#include "parser/ruby/eval/external.h"

#include <string.h>

#define RECORD "Gitlab::Database::BackgroundMigration::BatchedMigration"

struct lookup {
	struct value job_class, table, column, arguments, schema;
};

static const char *const attributes[] = {"job_class_name", "table_name", "column_name", "job_arguments",
					 "gitlab_schema"};

static struct value *attribute_of(struct lookup *lookup, size_t index)
{
	struct value *const places[] = {&lookup->job_class, &lookup->table, &lookup->column, &lookup->arguments,
					&lookup->schema};
	return places[index];
}

static struct lookup *lookup_of(struct value receiver)
{
	if (receiver.kind != VALUE_OBJECT || receiver.object->klass || !str_equal(receiver.object->class_path, RECORD))
		return NULL;
	return receiver.object->data;
}

static struct value lookup_value(struct helper *h, struct lookup lookup)
{
	struct object *object = ARENA_NEW(h->in->arena, struct object);
	struct lookup *kept = ARENA_NEW(h->in->arena, struct lookup);
	*kept = lookup;
	object->class_path = RECORD;
	object->data = kept;
	return (struct value){.kind = VALUE_OBJECT, .object = object};
}

static struct lookup from_keywords(struct helper *h)
{
	struct lookup *before = lookup_of(h->call->receiver);
	struct lookup lookup = before ? *before : (struct lookup){0};
	for (size_t i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++) {
		struct value *given = call_keyword(h->call, attributes[i]);
		if (given)
			*attribute_of(&lookup, i) = *given;
		else if (!before)
			*attribute_of(&lookup, i) = value_nil();
	}
	return lookup;
}

static struct value where(struct helper *h)
{
	return lookup_value(h, from_keywords(h));
}

/* (schema, class, table, column, arguments); older releases have no schema. */
static struct value for_configuration(struct helper *h)
{
	const struct array *given = &h->call->positional;
	size_t first = given->count >= 5;
	struct lookup lookup = {.job_class = call_arg(h->call, first),
				.table = call_arg(h->call, first + 1),
				.column = call_arg(h->call, first + 2),
				.arguments = call_arg(h->call, first + 3),
				.schema = first ? call_arg(h->call, 0) : value_nil()};
	return lookup_value(h, lookup);
}

static const char *name_of(struct helper *h, struct value value, const char *role)
{
	return value.kind == VALUE_NIL ? NULL : helper_value_name(h, value, role);
}

static void emit(struct helper *h, enum effect_verb verb, const struct lookup *lookup)
{
	if (value_is_text(lookup->table) && lookup->table.text->likely)
		h->table_likely = true;
	struct job_spec spec = {
		.verb = verb,
		.job_class = lookup->job_class,
		.table = name_of(h, lookup->table, "table"),
		.column = name_of(h, lookup->column, "column"),
		.arguments = lookup->arguments.kind == VALUE_NIL ? value_new_array(h->in) : lookup->arguments,
		.job = {.era = JOB_BATCHED,
			.bypasses_helper = true,
			.gitlab_schema =
				value_name(lookup->schema) ? interp_keep(h->in, value_name(lookup->schema)) : NULL},
	};
	helper_job(h, &spec);
}

static struct value create(struct helper *h)
{
	struct lookup lookup = from_keywords(h);
	emit(h, EFFECT_QUEUE, &lookup);
	return lookup_value(h, lookup);
}

static struct value delete_all(struct helper *h)
{
	struct lookup *lookup = lookup_of(h->call->receiver);
	struct lookup given = from_keywords(h);
	emit(h, EFFECT_CANCEL, lookup ? lookup : &given);
	return value_nil();
}

static struct value tune(struct helper *h)
{
	helper_statement(h);
	return value_bool(true);
}

static struct value each(struct helper *h)
{
	struct value record = h->call->receiver;
	helper_yield(h, &record, 1);
	return record;
}

static struct value same(struct helper *h)
{
	return lookup_of(h->call->receiver) ? h->call->receiver : lookup_value(h, from_keywords(h));
}

/* What a record found by its class says about itself: what was asked for, and else the attribute of each of them (nil). */
static struct value attribute(struct helper *h)
{
	struct lookup *lookup = lookup_of(h->call->receiver);
	for (size_t i = 0; lookup && i < sizeof(attributes) / sizeof(attributes[0]); i++) {
		if (str_equal(attributes[i], h->call->name))
			return *attribute_of(lookup, i);
	}
	return value_data(h->in, h->call->node, "an attribute of a batched job");
}

static struct value slice(struct helper *h)
{
	struct lookup *lookup = lookup_of(h->call->receiver);
	const struct array *wanted = &h->call->positional;
	struct value hash = value_new_hash(h->in);
	for (size_t w = 0; lookup && w < wanted->count; w++) {
		const char *name = value_name(wanted->items[w]);
		for (size_t i = 0; name && i < sizeof(attributes) / sizeof(attributes[0]); i++) {
			if (str_equal(attributes[i], name))
				hash_set(h->in, hash.hash, wanted->items[w], *attribute_of(lookup, i));
		}
	}
	return hash;
}

static const struct external_row rows[] = {
	{RECORD, {"active", "", NULL, same}},
	{RECORD, {"column_name", "", NULL, attribute}},
	{RECORD, {"create", "", NULL, create}},
	{RECORD, {"create!", "", NULL, create}},
	{RECORD, {"delete", "", NULL, delete_all}},
	{RECORD, {"delete_all", "", NULL, delete_all}},
	{RECORD, {"delete_by", "", NULL, delete_all}},
	{RECORD, {"destroy", "", NULL, delete_all}},
	{RECORD, {"destroy!", "", NULL, delete_all}},
	{RECORD, {"destroy_all", "", NULL, delete_all}},
	{RECORD, {"each", "", NULL, each}},
	{RECORD, {"execute!", "", NULL, tune}},
	{RECORD, {"find_by", "", NULL, where}},
	{RECORD, {"find_by!", "", NULL, where}},
	{RECORD, {"find_each", "", NULL, each}},
	{RECORD, {"find_for_configuration", "", NULL, for_configuration}},
	{RECORD, {"find_or_create_by!", "", NULL, create}},
	{RECORD, {"first", "", NULL, same}},
	{RECORD, {"for_configuration", "", NULL, for_configuration}},
	{RECORD, {"job_arguments", "", NULL, attribute}},
	{RECORD, {"job_class_name", "", NULL, attribute}},
	{RECORD, {"last", "", NULL, same}},
	{RECORD, {"limit", "", NULL, same}},
	{RECORD, {"order", "", NULL, same}},
	{RECORD, {"pause!", "", NULL, tune}},
	{RECORD, {"reset_attempts_of_blocked_jobs!", "", NULL, tune}},
	{RECORD, {"retry_failed_jobs!", "", NULL, tune}},
	{RECORD, {"slice", "*names", NULL, slice}},
	{RECORD, {"table_name", "", NULL, attribute}},
	{RECORD, {"take", "", NULL, same}},
	{RECORD, {"unscoped", "", NULL, same}},
	{RECORD, {"update", "", NULL, tune}},
	{RECORD, {"update!", "", NULL, tune}},
	{RECORD, {"update_all", "", NULL, tune}},
	{RECORD, {"update_columns", "", NULL, tune}},
	{RECORD, {"where", "", NULL, where}},
	{RECORD, {"with_status", "", NULL, same}},
};

bool batched_record_call(struct interp *in, const struct call *call, struct value *result)
{
	const char *path = call->receiver.kind == VALUE_EXTERNAL ? call->receiver.path : "";
	if (str_starts_with(path, "::"))
		path += 2;
	if (strcmp(path, RECORD) != 0 && !lookup_of(call->receiver))
		return false;
	const struct external_row *row = external_find(rows, sizeof(rows) / sizeof(rows[0]), RECORD, call->name);
	*result = row ? helper_run(in, call, &row->helper, NULL, false)
		      : value_data(in, call->node, "an attribute of a batched job");
	return true;
}
