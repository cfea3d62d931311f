/* What the body of a model adds to its rows without being called: attributes that are kept under another column
 * (alias_attribute, store_accessor, store), and callbacks around saving and destroying.
 *
 * Callbacks run only for the calls that Rails runs them for. Which of them apply is decided by name; conditions (`if:`)
 * are taken to hold. Associations that die with their row (`dependent:`) are deleted with it. A migration that uses a
 * model of the application runs with the model of its time, which was another one: only models in its own file count
 * there. */
#include "parser/ruby/records/record.h"

#include <string.h>

static const struct hash *options_of(const struct array *call)
{
	for (size_t i = call->count; i-- > 0;) {
		if (call->items[i].kind == VALUE_HASH)
			return call->items[i].hash;
	}
	return NULL;
}

/* store_accessor :settings, :a, prefix: true gives settings_a */
static const char *accessor_name(struct interp *in, const char *column, const char *name, const struct hash *options)
{
	struct value *prefix = options ? hash_get_name(options, "prefix") : NULL;
	struct value *suffix = options ? hash_get_name(options, "suffix") : NULL;

	if (prefix && value_truth(*prefix) == TRI_YES)
		name = str_printf(in->arena, "%s_%s", value_name(*prefix) ? value_name(*prefix) : column, name);
	if (suffix && value_truth(*suffix) == TRI_YES)
		name = str_printf(in->arena, "%s_%s", name, value_name(*suffix) ? value_name(*suffix) : column);
	return name;
}

static bool has_accessor(struct interp *in, const struct array *call, const char *column, const char *name)
{
	const struct hash *options = options_of(call);
	const struct value *listed = options ? hash_get_name(options, "accessors") : NULL;

	for (size_t i = 1; i < call->count; i++) {
		const char *accessor = value_name(call->items[i]);
		if (accessor && str_equal(accessor_name(in, column, accessor, options), name))
			return true;
	}
	for (size_t i = 0; listed && listed->kind == VALUE_ARRAY && i < listed->array->count; i++) {
		const char *accessor = value_name(listed->array->items[i]);
		if (accessor && str_equal(accessor_name(in, column, accessor, options), name))
			return true;
	}
	return false;
}

/* jsonb_accessor :settings, a: :boolean, b: [:string, { default: 1 }] */
static bool has_key(const struct array *call, const char *name)
{
	const struct hash *options = options_of(call);

	return options && hash_get_name(options, name);
}

const char *record_column_behind(struct interp *in, const struct relation *relation, const char *name, bool *is_part)
{
	static const char *const macros[] = {"store_accessor", "store", "jsonb_accessor"};
	const struct array *aliases = klass_calls(in, relation->klass, "alias_attribute");

	*is_part = false;
	for (size_t i = 0; i < aliases->count; i++) {
		const struct value *pair = &aliases->items[i];
		if (pair->kind == VALUE_ARRAY && pair->array->count == 2 &&
		    str_equal(value_name(pair->array->items[0]), name))
			return value_name(pair->array->items[1]);
	}
	for (size_t m = 0; m < sizeof(macros) / sizeof(*macros); m++) {
		const struct array *calls = klass_calls(in, relation->klass, macros[m]);
		for (size_t i = 0; i < calls->count; i++) {
			const struct value *call = &calls->items[i];
			const char *column = call->kind == VALUE_ARRAY && call->array->count
						     ? value_name(call->array->items[0])
						     : NULL;
			bool is_jsonb = str_equal(macros[m], "jsonb_accessor");
			if (!column ||
			    !(is_jsonb ? has_key(call->array, name) : has_accessor(in, call->array, column, name)))
				continue;
			*is_part = true;
			return column;
		}
	}
	return NULL;
}

/* --- callbacks --- */

static bool is_of_its_time(const struct interp *in, const struct relation *relation)
{
	const struct klass *klass = relation->klass;

	return klass &&
	       (in->options.in_job || (klass->source && str_equal(klass->source->path, in->options.migration_path)));
}

static void run_callback(struct interp *in, const struct call *call, struct relation *record, struct value callback)
{
	struct value self = record_itself_value(record);
	struct call inner = {
		.node = call->node, .source = call->source, .receiver = self, .name = value_name(callback)};
	struct value ignored;

	if (callback.kind == VALUE_PROC)
		interp_yield_self(in, callback.proc, self, &self, 1);
	else if (inner.name)
		record_call(in, &inner, &ignored);
	if (in->control == CONTROL_RAISE)
		in->control = CONTROL_NONE;
}

void record_callbacks(struct interp *in, const struct call *call, struct relation *record, const char *const *macros)
{
	if (in->callback_depth >= 2 || !is_of_its_time(in, record)) /* a callback that saves again */
		return;
	in->callback_depth++;
	for (; *macros; macros++) {
		const struct array *calls = klass_calls(in, record->klass, *macros);
		for (size_t i = 0; i < calls->count; i++) {
			const struct value *list = &calls->items[i];
			for (size_t k = 0; list->kind == VALUE_ARRAY && k < list->array->count; k++)
				run_callback(in, call, record, list->array->items[k]);
		}
	}
	in->callback_depth--;
}

void record_delete_dependents(struct interp *in, const struct call *call, const struct relation *rows)
{
	static const char *const macros[] = {"has_many", "has_one"};

	for (size_t m = 0; is_of_its_time(in, rows) && m < 2; m++) {
		const struct array *calls = klass_calls(in, rows->klass, macros[m]);
		for (size_t i = 0; i < calls->count; i++) {
			const struct value *list = &calls->items[i];
			const struct hash *options = list->kind == VALUE_ARRAY ? options_of(list->array) : NULL;
			struct value *dependent = options ? hash_get_name(options, "dependent") : NULL;
			const char *how = dependent ? value_name(*dependent) : NULL;
			struct association which;
			if (!how || !str_in(how, "destroy delete_all delete nullify") ||
			    !association_find(in, rows, value_name(list->array->items[0]), &which) || which.through)
				continue;
			struct relation *linked = association_rows(in, rows, &which);
			struct call inner = {.node = call->node, .source = call->source, .name = "delete_all"};
			struct value ignored;
			struct value key = value_nil();
			if (linked && str_equal(how, "nullify")) {
				inner.name = "update_all";
				inner.keywords = value_new_hash(in).hash;
				hash_set(in, inner.keywords, value_symbol(in, which.foreign_key), key);
			}
			if (linked)
				relation_write_call(in, &inner, linked, &ignored);
		}
	}
}
