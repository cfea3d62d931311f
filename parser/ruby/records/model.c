/* Classes with a table, and the dispatch of everything that is called on models, relations, rows and Arel nodes.
 *
 * The table of a class: `self.table_name =` of the class or the nearest ancestor; an application model through the
 * library (dictionary, then its file); else Rails' convention, which is marked likely. A model with a known body
 * answers with its own scopes and class methods first; methods of arrays read the rows and go on with them. */
#include "parser/ruby/records/record.h"
#include "parser/ruby/records/relation.h"

#include "parser/ruby/core/builtins.h"
#include "parser/ruby/eval/class.h"
#include "parser/ruby/eval/inflect.h"
#include "parser/ruby/eval/parts.h"
#include "parser/ruby/jobs/job.h"
#include "parser/sql/sql.h"

#include <ctype.h>
#include <string.h>

#define MAX_ANCESTORS 16

static const char *const base_classes[] = {"ApplicationRecord", "ActiveRecord::Base", "MigrationRecord", "SharedModel",
					   "Database::PartitionedTable"};

static bool is_base_class(const char *path)
{
	for (size_t i = 0; i < sizeof(base_classes) / sizeof(*base_classes); i++) {
		if (str_ends_with(path, base_classes[i]))
			return true;
	}
	return false;
}

static const char *library_table(struct interp *in, const char *path, bool *likely)
{
	const struct class_source *classes = in->options.classes;

	path = constant_without_root(path);
	return classes && classes->model_table ? classes->model_table(classes->payload, path, likely) : NULL;
}

static struct value *own_declaration(struct interp *in, struct klass *klass, const char *name)
{
	klass_run_body(in, klass);
	part_ask(klass, PART_CALLS, name);
	return klass->declarations ? hash_get_name(klass->declarations, name) : NULL;
}

/* Is the class one whose objects are rows? */
static bool is_model(struct interp *in, struct klass *klass)
{
	bool likely;

	for (unsigned i = 0; klass && i < MAX_ANCESTORS; i++) {
		if (klass->is_module)
			return false;
		if (is_base_class(klass->superclass_path) || own_declaration(in, klass, "table_name"))
			return true;
		struct klass *above = klass_superclass(in, klass);
		if (!above && *klass->superclass_path)
			return library_table(in, klass->superclass_path, &likely) != NULL;
		klass = above;
	}
	return false;
}

/* Inline models take their own name only: modules around them give no prefix. */
static const char *conventional_table(struct interp *in, const struct klass *klass)
{
	return inflect_table(in->arena, inflect_demodulize(klass->path));
}

static void find_table(struct interp *in, struct klass *klass, struct relation *out)
{
	struct klass *last = klass;

	for (unsigned i = 0; klass && i < MAX_ANCESTORS; i++) {
		struct value *name = own_declaration(in, klass, "table_name");
		if (name) {
			out->table = value_to_text(in, *name).bytes;
			return;
		}
		last = klass;
		klass = klass_superclass(in, klass);
		/* an abstract class has no table of its own */
		if (klass && own_declaration(in, klass, "abstract_class"))
			break;
	}
	out->table = library_table(in, last->path, &out->likely);
	if (!out->table && !is_base_class(last->superclass_path))
		out->table = library_table(in, last->superclass_path, &out->likely);
	if (!out->table) {
		out->table = conventional_table(in, last);
		out->likely = true;
	}
}

/* default_scope { where(...) } */
static struct relation *default_scope(struct interp *in, struct klass *klass, struct relation *relation)
{
	const struct array *calls = klass_calls(in, klass, "default_scope");
	struct value call = calls->count ? *calls->items : value_nil();

	if (call.kind != VALUE_ARRAY || !call.array->count || call.array->items[0].kind != VALUE_PROC)
		return relation;
	struct value scoped = interp_yield_self(in, call.array->items[0].proc, relation_value(relation), NULL, 0);
	if (scoped.kind != VALUE_RELATION)
		return relation;
	scoped.relation->is_model = true;
	return scoped.relation;
}

static struct relation *class_relation(struct interp *in, struct klass *klass)
{
	struct relation *relation;
	struct value *key;

	if (!is_model(in, klass))
		return NULL;
	relation = relation_new(in, "");
	relation->klass = klass;
	relation->class_path = klass->path;
	find_table(in, klass, relation);
	key = klass_declaration(in, klass, "primary_key");
	if (key && value_name(*key))
		relation->primary_key = value_name(*key);
	return default_scope(in, klass, relation);
}

/* Names that only models have: enough to take a constant of an unknown file for one. */
static const char model_methods[] =
	"where joins left_joins includes update_all delete_all insert_all insert_all! upsert_all find_by find_by! "
	"find_each "
	"each_batch in_batches find_in_batches pluck create! find_or_create_by find_or_create_by! unscoped arel_table "
	"table_name all destroy_all exists? maximum minimum order select group distinct reset_column_information "
	"column_names";

/* Names that other classes have, too: enough where the whole path of the constant is that of a table. */
static bool may_be_model_method(struct interp *in, const char *path, const char *method)
{
	return (str_starts_with(method, "find_by_") ||
		str_in(method, "find first last count ids upsert insert take")) &&
	       catalog_has_table(in->options.catalog, inflect_table(in->arena, path)) == TRI_YES;
}

/* The table of a class that was not read. Only few of the modules around a model give its table a prefix: the longest name
 * that is a table, else that of the whole path. */
static const char *unread_table(struct interp *in, const char *path)
{
	for (const char *rest = path; rest; rest = strstr(rest, "::") ? strstr(rest, "::") + 2 : NULL) {
		const char *table = inflect_table(in->arena, rest);
		if (catalog_has_table(in->options.catalog, table) == TRI_YES)
			return table;
	}
	return inflect_table(in->arena, path);
}

static struct relation *external_relation(struct interp *in, const char *path, const char *method)
{
	bool likely = false;
	const char *table = library_table(in, path, &likely);

	if (!table) {
		bool is_known = str_in(method, model_methods) || may_be_model_method(in, path, method);
		if (!is_known || !isupper((unsigned char)*inflect_demodulize(path)))
			return NULL;
		if (is_base_class(path) || str_starts_with(path, "Arel") || str_starts_with(path, "Dir"))
			return NULL;
		table = unread_table(in, path);
		if (catalog_has_table(in->options.catalog, table) == TRI_NO)
			return NULL;
		likely = true;
	}
	struct relation *relation = relation_new(in, table);
	relation->class_path = path;
	relation->likely = likely;
	if (in->options.classes && in->options.classes->find_model)
		relation->klass = in->options.classes->find_model(in->options.classes->payload, path);
	return relation;
}

struct relation *model_relation(struct interp *in, struct value value, const char *method)
{
	switch (value.kind) {
	case VALUE_RELATION:
		return value.relation;
	case VALUE_CLASS:
		return class_relation(in, value.klass);
	case VALUE_EXTERNAL:
		return external_relation(in, value.path, method);
	default:
		return NULL;
	}
}

/* --- methods of the class --- */

static struct value model_table_name(struct interp *in, const struct call *call, struct relation *relation)
{
	struct text *text = ARENA_NEW(in->arena, struct text);
	bool quoted = str_starts_with(call->name, "quoted");

	text->bytes = quoted ? sql_quote_name(in, relation->table) : relation->table;
	text->length = strlen(text->bytes);
	text->partial = sql_has_placeholder(relation->table);
	text->likely = relation->likely;
	return value_text(VALUE_STRING, text);
}

static struct value model_primary_key(struct interp *in, const struct call *call, struct relation *relation)
{
	(void)call;
	return value_string(in, relation_primary_key(in, relation));
}

static struct value model_column_names(struct interp *in, const struct call *call, struct relation *relation)
{
	const struct names *columns = catalog_columns(in->options.catalog, relation->table);
	struct value list = value_new_array(in);

	(void)call;
	list.array->open = !columns;
	for (size_t i = 0; columns && i < columns->count; i++)
		array_push(in, list.array, value_string(in, columns->items[i]));
	return list;
}

struct value relation_connection(struct interp *in, const struct call *call, struct relation *relation)
{
	(void)call;
	(void)relation;
	return connection_value(in);
}

struct value relation_class(struct interp *in, const struct call *call, struct relation *relation)
{
	(void)call;
	if (relation->klass)
		return value_class(relation->klass);
	return relation_value(relation_all(in, relation));
}

static struct value model_transaction(struct interp *in, const struct call *call, struct relation *relation)
{
	(void)relation;
	return call->block ? interp_yield(in, call->block, NULL, 0) : value_nil();
}

static struct value model_arel_table(struct interp *in, const struct call *call, struct relation *relation)
{
	struct value value = arel_value(in, sql_quote_name(in, relation->table));

	(void)call;
	value.arel->kind = AREL_TABLE;
	value.arel->table = relation->table;
	value.arel->relation = relation;
	return value;
}

static struct value model_sanitize(struct interp *in, const struct call *call, struct relation *relation)
{
	struct value what = call_arg(call, 0);

	(void)relation;
	if (what.kind == VALUE_ARRAY && what.array->count)
		return value_string(in, sql_fragment(in, what.array->items, what.array->count, NULL));
	return what;
}

static struct value model_find_by_sql(struct interp *in, const struct call *call, struct relation *relation)
{
	struct value sql = model_sanitize(in, call, relation);
	struct value rows = value_new_array(in);
	struct relation *loaded = relation_copy(in, relation);

	interp_sql(in, call, sql, call->name);
	names_push(in->arena, &loaded->selects, "1"); /* what the SQL selects was read with it */
	loaded->is_loaded = true;
	loaded->load = interp_statement(in, call, call->name);
	rows.array->open = true;
	array_push(in, rows.array, record_value(in, loaded, false));
	return str_equal(call->name, "count_by_sql") ? value_data(in, call->node, "a number from the database") : rows;
}

static struct value model_nothing(struct interp *in, const struct call *call, struct relation *relation)
{
	(void)in;
	(void)call;
	(void)relation;
	return value_nil();
}

static struct value model_run_time(struct interp *in, const struct call *call, struct relation *relation)
{
	(void)relation;
	return value_data(in, call->node, "a property of a table known only at run time");
}

/* whether something exists at run time is taken to be so */
static struct value model_exists(struct interp *in, const struct call *call, struct relation *relation)
{
	(void)in;
	(void)call;
	(void)relation;
	return value_bool(true);
}

static struct value model_name(struct interp *in, const struct call *call, struct relation *relation)
{
	(void)call;
	return relation->class_path ? value_string(in, relation->class_path)
				    : value_data(in, NULL, "the name of a class without one");
}

/* self.table_name = of a class made by define_batchable_model */
static struct value model_set_table(struct interp *in, const struct call *call, struct relation *relation)
{
	relation->table = value_to_text(in, call_arg(call, 0)).bytes;
	return call_arg(call, 0);
}

/* A class to which this evaluation may add. Of one that outlives it, what is called on the result is told; the class
 * itself must not hold what goes with the evaluation. */
static struct klass *open_class(struct interp *in, struct relation *relation, const struct source *source)
{
	struct klass *above = relation->klass;

	if (above && above->arena == in->arena)
		return above;
	struct klass *klass = klass_new(in->arena, above ? above->path : relation->table, in->frame->lexical);
	klass->source = source;
	if (above) {
		klass->superclass = above;
		klass->superclass_path = above->path;
	}
	return klass;
}

/* model.class_eval do, model.instance_eval do on a model made at run time: more of its body, methods of the class. */
static struct value model_more_body(struct interp *in, const struct call *call, struct relation *relation)
{
	if (!call->node || !call->node->c || !call->block)
		return relation_value(relation);
	relation->klass = open_class(in, relation, call->source);
	struct klass *part = relation->klass;
	if (str_equal(call->name, "instance_eval")) {
		part = klass_new(in->arena, relation->table, in->frame->lexical);
		part->is_module = true;
		part->source = call->source;
		vec_push(in->arena, &relation->klass->extended, part);
	}
	klass_add_body(in->arena, part, call->node->c->b, call->source);
	return relation_value(relation);
}

static const struct relation_row class_rows[] = {
	{"arel_table", model_arel_table},
	{"attribute", model_nothing},
	{"attribute_names", model_column_names},
	{"base_class", relation_class},
	{"class", relation_class},
	{"class_eval", model_more_body},
	{"column_defaults", model_run_time},
	{"column_names", model_column_names},
	{"columns", model_run_time},
	{"columns_hash", model_run_time},
	{"connection", relation_connection},
	{"count_by_sql", model_find_by_sql},
	{"find_by_sql", model_find_by_sql},
	{"inheritance_column=", model_nothing},
	{"instance_eval", model_more_body},
	{"klass", relation_class},
	{"model", relation_class},
	{"model_name", model_name},
	{"name", model_name},
	{"polymorphic_name", model_name},
	{"primary_key", model_primary_key},
	{"primary_key=", model_nothing},
	{"quoted_table_name", model_table_name},
	{"sanitize_sql", model_sanitize},
	{"sanitize_sql_array", model_sanitize},
	{"sanitize_sql_for_assignment", model_sanitize},
	{"sanitize_sql_for_conditions", model_sanitize},
	{"sanitize_sql_like", model_sanitize},
	{"scoping", model_transaction},
	{"serialize", model_nothing},
	{"table_exists?", model_exists},
	{"table_name", model_table_name},
	{"table_name=", model_set_table},
	{"transaction", model_transaction},
	{"uncached", model_transaction},
	{"use_primary", model_transaction},
	{"with_lock_retries", model_transaction},
};

const struct relation_table relation_model_rows = {class_rows, sizeof(class_rows) / sizeof(class_rows[0])};

/* Scopes and class methods of the model, called on a relation. */
static bool own_class_method(struct interp *in, const struct call *call, struct relation *relation,
			     struct value *result)
{
	struct klass *owner;

	/* of a VALUE_CLASS the evaluator itself has looked */
	if (!relation->klass || call->receiver.kind == VALUE_CLASS)
		return false;
	klass_run_body(in, relation->klass);
	struct member *member = klass_find_method(in, relation->klass, call->name, true, &owner);
	if (!member)
		return false;
	*result = interp_invoke(in, member, owner, relation_value(relation), call);
	return true;
}

/* A hash whose keys may be asked for as strings and as symbols. */
static struct value indifferent(struct interp *in, const struct hash *mapping)
{
	struct value hash = value_new_hash(in);

	vec_each(struct hash_entry, entry, mapping) {
		const char *name = value_to_text(in, entry->key).bytes;
		hash_set(in, hash.hash, value_string(in, name), entry->value);
		hash_set(in, hash.hash, value_symbol(in, name), entry->value);
	}
	return hash;
}

static void method_was_not_read(struct interp *in, const struct call *call, struct relation *relation)
{
	relation_unresolved(in, call,
			    str_printf(in->arena, "the method '%s' of the model '%s' was not read", call->name,
				       relation->class_path ? relation->class_path : relation->table));
}

/* find_by_name(x), find_by_name_and_kind(x, y): a hash of conditions. Where a part of the name is no column, the method is
 * one that was not read: it chooses a row by what is not known. */
static struct value finder_conditions(struct interp *in, const struct call *call, struct relation *relation)
{
	static const char joint[] = "_and_";
	const char *rest = call->name + strlen("find_by_");
	struct value hash = value_new_hash(in);

	for (size_t i = 0; rest; i++) {
		const char *next = relation_has_column(in, relation, rest) ? NULL : strstr(rest, joint);
		const char *column = next ? str_copy_n(in->arena, rest, (size_t)(next - rest)) : rest;
		if (catalog_has_column(in->options.catalog, relation->table, column) == TRI_NO) {
			method_was_not_read(in, call, relation);
			return value_new_hash(in);
		}
		hash_set(in, hash.hash, value_symbol(in, column), call_arg(call, i));
		rest = next ? next + strlen(joint) : NULL;
	}
	return hash;
}

/* Model.states of an enum; Model.encrypted_attributes; Model.active as a scope; find_by_name */
static bool named_by_column(struct interp *in, const struct call *call, struct relation *relation, struct value *result)
{
	const char *attribute;
	const struct hash *mapping = model_enum(in, relation, call->name, &attribute);

	if (str_in(call->name, "attr_encrypted_attributes encrypted_attributes") && relation->is_model) {
		*result = record_encrypted_attributes(in, relation);
		return true;
	}
	if (mapping && relation->is_model) {
		*result = indifferent(in, mapping);
		return true;
	}
	attribute = model_enum_with_value(in, relation, call->name);
	bool is_finder = !attribute && str_starts_with(call->name, "find_by_");
	if (!attribute && !is_finder)
		return false;
	struct relation *copy = relation_copy(in, relation);
	struct value hash = is_finder ? finder_conditions(in, call, relation) : value_new_hash(in);
	if (!is_finder)
		hash_set(in, hash.hash, value_symbol(in, attribute),
			 value_data(in, call->node, "the number of an enum value"));
	relation_add_condition(in, copy, hash, false);
	*result = relation_value(copy);
	if (is_finder)
		*result = interp_send(in, *result, "take", NULL, 0);
	return true;
}

/* Methods of arrays: read the rows, go on with what is known of them. */
static bool rows_call(struct interp *in, const struct call *call, struct relation *relation, struct value *result)
{
	struct call inner = *call;

	if (relation->is_model && !call->block)
		return false;
	if (str_in(call->name,
		   "== != ! nil? is_a? kind_of? respond_to? freeze dup itself tap then instance_exec class presence "
		   "try public_send send yield_self in?"))
		return false;
	inner.receiver = value_new_array(in);
	inner.receiver.array->open = true;
	bool known = str_in(
		call->name,
		"each map flat_map each_with_object each_with_index index_by group_by each_slice filter "
		"filter_map reduce inject select reject collect partition find detect to_h sort_by "
		"min_by max_by zip to_set each_entry sum lazy compact uniq [] include? any? all? none? "
		"index_with with_index each_cons find_index in_groups_of reverse reverse_each + - | & "
		"flatten sort concat join index shift pop as_json to_json many? one? member? to_ary sole values_at "
		"excluding without entries shuffle sample drop rotate compact_blank tally each_pair");
	if (!known && !call->block)
		return false;
	inner.receiver = relation_rows(in, call, relation);
	inner.has_receiver = true;
	*result = interp_call(in, &inner);
	return true;
}

static bool relation_call(struct interp *in, const struct call *call, struct relation *relation, struct value *result)
{
	if (own_class_method(in, call, relation, result) ||
	    relation_row_call(in, &relation_model_rows, call, relation, result) ||
	    relation_builder_call(in, call, relation, result) || relation_read_call(in, call, relation, result) ||
	    relation_write_call(in, call, relation, result) || named_by_column(in, call, relation, result) ||
	    rows_call(in, call, relation, result) || job_tracking_call(in, call, relation, result))
		return true;
	if (str_equal(call->name, "presence")) {
		*result = relation_value(relation);
		return true;
	}
	bool sends_name = str_in(call->name, "send public_send") && value_name(call_arg(call, 0));
	if (!call->has_receiver || sends_name ||
	    str_in(call->name, "== != ! nil? is_a? respond_to? then tap instance_exec try freeze itself dup "
			       "in? yield_self name to_s const_get include included_modules < <="))
		return false;
	method_was_not_read(in, call, relation);
	*result = relation_value(relation_copy(in, relation));
	return true;
}

/* --- models without a class --- */

/* define_batchable_model(table, connection:, primary_key:) */
static bool batchable_model(struct interp *in, const struct call *call, struct value *result)
{
	if (strcmp(call->name, "define_batchable_model") != 0)
		return false;
	struct relation *relation = relation_new(in, value_to_text(in, call_arg(call, 0)).bytes);
	struct value *key = call_keyword(call, "primary_key");
	if (key && value_name(*key))
		relation->primary_key = value_name(*key);
	*result = relation_value(relation);
	return true;
}

/* each_batch(table, connection:, scope:, of:, column:) { |relation| } and each_batch_range */
static bool table_each_batch(struct interp *in, const struct call *call, struct value *result)
{
	struct value *scope = call_keyword(call, "scope");

	if (!str_in(call->name, "each_batch each_batch_range") || !value_is_text(call_arg(call, 0)))
		return false;
	struct value rows = relation_value(relation_new(in, value_to_text(in, call_arg(call, 0)).bytes));
	if (scope && scope->kind == VALUE_PROC)
		rows = interp_yield(in, scope->proc, &rows, 1);
	if (rows.kind != VALUE_RELATION)
		return false;
	struct call inner = *call;
	inner.positional = (struct array){0};
	inner.name = "each_batch";
	if (strcmp(call->name, "each_batch_range") == 0)
		inner.block = NULL;
	relation_read_call(in, &inner, rows.relation, result);
	if (!inner.block && call->block) {
		struct value bounds[] = {value_data(in, call->node, "a bound of a batch"),
					 value_data(in, call->node, "a bound of a batch")};
		*result = interp_yield(in, call->block, bounds, 2);
	}
	return true;
}

bool model_call(struct interp *in, const struct call *call, struct value *result)
{
	struct relation *relation;

	switch (call->receiver.kind) {
	case VALUE_RECORD:
		return record_call(in, call, result);
	case VALUE_AREL:
		return arel_call(in, call, result);
	case VALUE_RELATION:
		return relation_call(in, call, call->receiver.relation, result);
	case VALUE_CLASS:
		if (job_class_call(in, call, result))
			return true;
		relation = class_relation(in, call->receiver.klass);
		return relation && relation_call(in, call, relation, result);
	case VALUE_EXTERNAL:
		if (arel_call(in, call, result) || cte_call(in, call, result) || batchable_model(in, call, result) ||
		    job_external_call(in, call, result))
			return true;
		relation = external_relation(in, call->receiver.path, call->name);
		return relation && relation_call(in, call, relation, result);
	default:
		return cte_call(in, call, result) || batchable_model(in, call, result) ||
		       table_each_batch(in, call, result) || job_external_call(in, call, result);
	}
}
