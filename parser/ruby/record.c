/* One row as an object: attributes, assignment, save, and what the instance methods of an inline model do.
 *
 * An attribute that is read is a READ of its column; an assignment is kept until `save` turns all of them into one UPDATE
 * (or INSERT for a new row). A method without arguments that is neither known nor declared is taken for a column. */
#include "parser/ruby/relation.h"

#include "parser/ruby/builtins.h"

#include <string.h>

static struct value itself(struct relation *record)
{
	return (struct value){.kind = VALUE_RECORD, .relation = record};
}

static struct value data(struct interp *in, const struct call *call, const char *why)
{
	return value_data(in, call->node, why);
}

/* The relation of just this row. */
static struct relation *own_row(struct interp *in, const struct relation *record)
{
	struct relation *row = relation_new(in, record->table);
	struct value hash = value_new_hash(in);

	row->klass = record->klass;
	row->class_path = record->class_path;
	row->likely = record->likely;
	row->primary_key = record->primary_key;
	hash_set(in, hash.hash, value_symbol(in, relation_primary_key(in, record)), value_data(in, NULL, "the key of a row"));
	relation_add_condition(in, row, hash, false);
	row->where_columns.count = 0;
	return row;
}

/* --- attributes --- */

static const struct hash *encrypted_options(const struct value *declared, const char *name, bool *found)
{
	*found = false;
	if (!declared || declared->kind != VALUE_ARRAY)
		return NULL;
	for (size_t i = 0; i < declared->array->count; i++) {
		struct value call = declared->array->items[i];
		const struct hash *options = NULL;
		if (call.kind != VALUE_ARRAY)
			continue;
		for (size_t k = 0; k < call.array->count; k++) {
			struct value item = call.array->items[k];
			if (item.kind == VALUE_HASH)
				options = item.hash;
			if (value_is_text(item) && str_equal(value_name(item), name))
				*found = true;
		}
		if (*found)
			return options;
	}
	return NULL;
}

/* attr_encrypted :token writes encrypted_token (or `attribute:`) and its _iv */
static bool add_encrypted(struct interp *in, const struct relation *relation, struct hash *columns, const char *name)
{
	bool found = false;
	struct value *declared = relation->klass ? klass_declaration(in, relation->klass, "attr_encrypted") : NULL;
	const struct hash *options = encrypted_options(declared, name, &found);

	if (!found)
		return false;
	struct value *attribute = options ? hash_get_name(options, "attribute") : NULL;
	const char *column = attribute && value_name(*attribute) ? value_name(*attribute)
								 : str_printf(in->arena, "encrypted_%s", name);
	struct value secret = value_data(in, NULL, "an encrypted value");
	hash_set(in, columns, value_symbol(in, column), secret);
	const char *iv = str_printf(in->arena, "%s_iv", column);
	if (relation_has_column(in, relation, iv) || !in->options.catalog)
		hash_set(in, columns, value_symbol(in, iv), secret);
	return true;
}

struct hash *relation_attributes(struct interp *in, const struct relation *relation, const struct hash *attributes)
{
	struct hash *columns = value_new_hash(in).hash;

	columns->open = attributes->open;
	vec_each(struct hash_entry, entry, attributes) {
		struct association association;
		const char *name = value_to_text(in, entry->key).bytes;
		if (relation->klass && add_encrypted(in, relation, columns, name))
			continue;
		bool declared = relation->klass && association_find(in, relation, name, &association) &&
				!association.is_likely;
		if (!declared) {
			hash_set(in, columns, value_symbol(in, name), entry->value);
		} else if (association.is_belongs_to) {
			hash_set(in, columns, value_symbol(in, association.foreign_key),
				 value_data(in, NULL, "the key of a record"));
			if (association.type_column)
				hash_set(in, columns, value_symbol(in, association.type_column),
					 value_data(in, NULL, "the class of a record"));
		}
	}
	return columns;
}

static void set_attribute(struct interp *in, struct relation *record, const char *name, struct value value)
{
	hash_set(in, record->record->assigned, value_symbol(in, name), value);
}

static void set_attributes(struct interp *in, const struct call *call, struct relation *record, struct value value)
{
	if (value.kind == VALUE_HASH) {
		vec_each(struct hash_entry, entry, value.hash) {
			const char *name = value_to_text(in, entry->key).bytes;
			set_attribute(in, record, name, entry->value);
		}
		record->record->assigned->open |= value.hash->open;
	} else if (value.kind != VALUE_NIL) {
		relation_unresolved(in, call, "the attributes that are assigned are not known");
	}
}

static void set_from_call(struct interp *in, const struct call *call, struct relation *record)
{
	if (call->positional.count)
		set_attributes(in, call, record, call->positional.items[0]);
	if (call->keywords)
		set_attributes(in, call, record, (struct value){.kind = VALUE_HASH, .hash = call->keywords});
}

static struct value record_assign(struct interp *in, const struct call *call, struct relation *record)
{
	set_from_call(in, call, record);
	return itself(record);
}

static struct value record_index(struct interp *in, const struct call *call, struct relation *record)
{
	struct value name = call_arg(call, 0);

	if (name.kind == VALUE_UNKNOWN)
		return record_read(in, call, record, "*");
	return record_read(in, call, record, value_to_text(in, name).bytes);
}

static struct value record_index_assign(struct interp *in, const struct call *call, struct relation *record)
{
	set_attribute(in, record, value_to_text(in, call_arg(call, 0)).bytes, call_arg(call, 1));
	return call_arg(call, 1);
}

/* attributes: every column of the table */
static struct value record_attributes(struct interp *in, const struct call *call, struct relation *record)
{
	const struct catalog *catalog = in->options.catalog;
	const struct names *columns = catalog && catalog->columns ? catalog->columns(catalog->payload, record->table)
								  : NULL;
	struct value hash = value_new_hash(in);

	hash.hash->open = !columns;
	for (size_t i = 0; columns && i < columns->count; i++)
		hash_set(in, hash.hash, value_string(in, columns->items[i]),
			 record_read(in, call, record, columns->items[i]));
	vec_each(struct hash_entry, entry, record->record->assigned) {
		hash_set(in, hash.hash, value_string(in, value_to_text(in, entry->key).bytes), entry->value);
	}
	return hash;
}

/* slice(:a, :b) */
static struct value record_slice(struct interp *in, const struct call *call, struct relation *record)
{
	struct value hash = value_new_hash(in);

	for (size_t i = 0; i < call->positional.count; i++) {
		struct value item = call->positional.items[i];
		size_t count = item.kind == VALUE_ARRAY ? item.array->count : 1;
		for (size_t k = 0; k < count; k++) {
			struct value name = item.kind == VALUE_ARRAY ? item.array->items[k] : item;
			const char *text = value_to_text(in, name).bytes;
			hash_set(in, hash.hash, value_string(in, text), record_read(in, call, record, text));
		}
	}
	return hash;
}

/* --- writing --- */

/* Sends what is assigned; `touch`: with the time of the update. */
static void send_assigned(struct interp *in, const struct call *call, struct relation *record, bool touch)
{
	struct hash *assigned = record->record->assigned;

	if (record->record->is_new) {
		struct insert_options options = {.conflict = "", .timestamps = true};
		relation_insert(in, call, record, (struct value){.kind = VALUE_HASH, .hash = assigned}, &options);
	} else if (assigned->count || assigned->open) {
		struct hash *columns = relation_attributes(in, record, assigned);
		if (touch && relation_has_column(in, record, "updated_at"))
			hash_set(in, columns, value_symbol(in, "updated_at"), value_data(in, NULL, "the present time"));
		struct relation *row = own_row(in, record);
		relation_update(in, call, row, relation_assignments(in, row, columns));
	}
	record->record->is_new = false;
	record->record->assigned = value_new_hash(in).hash;
}

static struct value record_save(struct interp *in, const struct call *call, struct relation *record)
{
	send_assigned(in, call, record, true);
	return data(in, call, "whether the row was saved");
}

static struct value record_update(struct interp *in, const struct call *call, struct relation *record)
{
	set_from_call(in, call, record);
	send_assigned(in, call, record, true);
	return data(in, call, "whether the row was saved");
}

static struct value record_update_columns(struct interp *in, const struct call *call, struct relation *record)
{
	set_from_call(in, call, record);
	send_assigned(in, call, record, false);
	return data(in, call, "whether the row was saved");
}

/* update_column(:a, 1), update_attribute(:a, 1) */
static struct value record_update_column(struct interp *in, const struct call *call, struct relation *record)
{
	set_attribute(in, record, value_to_text(in, call_arg(call, 0)).bytes, call_arg(call, 1));
	send_assigned(in, call, record, str_starts_with(call->name, "update_attribute"));
	return data(in, call, "whether the row was saved");
}

/* increment!(:a), decrement!(:a), toggle!(:a) */
static struct value record_increment(struct interp *in, const struct call *call, struct relation *record)
{
	const char *column = value_to_text(in, call_arg(call, 0)).bytes;

	record_read(in, call, record, column);
	set_attribute(in, record, column, data(in, call, "a changed number"));
	if (str_ends_with(call->name, "!"))
		send_assigned(in, call, record, false);
	return itself(record);
}

static struct value record_touch(struct interp *in, const struct call *call, struct relation *record)
{
	struct value now = data(in, call, "the present time");

	set_attribute(in, record, "updated_at", now);
	for (size_t i = 0; i < call->positional.count; i++)
		set_attribute(in, record, value_to_text(in, call->positional.items[i]).bytes, now);
	send_assigned(in, call, record, false);
	return value_bool(true);
}

static struct value record_destroy(struct interp *in, const struct call *call, struct relation *record)
{
	struct relation *row = own_row(in, record);
	struct call inner = {.node = call->node, .source = call->source, .name = "delete_all"};
	struct value result;

	relation_write_call(in, &inner, row, &result);
	return itself(record);
}

static struct value record_with_lock(struct interp *in, const struct call *call, struct relation *record)
{
	return call->block ? interp_yield(in, call->block, NULL, 0) : itself(record);
}

static struct value record_tap(struct interp *in, const struct call *call, struct relation *record)
{
	struct value self = itself(record);

	if (call->block)
		interp_yield(in, call->block, &self, 1);
	return self;
}

static struct value record_then(struct interp *in, const struct call *call, struct relation *record)
{
	struct value self = itself(record);

	return call->block ? interp_yield(in, call->block, &self, 1) : self;
}

static struct value record_itself(struct interp *in, const struct call *call, struct relation *record)
{
	(void)in;
	(void)call;
	return itself(record);
}

static struct value record_dup(struct interp *in, const struct call *call, struct relation *record)
{
	struct value copy = record_value(in, record, true);
	struct value attributes = record_attributes(in, call, record);

	set_attributes(in, call, copy.relation, attributes);
	return copy;
}

static struct value record_is_nil(struct interp *in, const struct call *call, struct relation *record)
{
	if (record->record->may_be_nil)
		return data(in, call, "whether there is such a row");
	return value_bool(str_equal(call->name, "present?"));
}

static struct value record_state(struct interp *in, const struct call *call, struct relation *record)
{
	(void)record;
	return data(in, call, "the state of a record");
}

static struct value record_class(struct interp *in, const struct call *call, struct relation *record)
{
	(void)call;
	if (record->klass)
		return value_class(record->klass);
	struct relation *model = relation_new(in, record->table);
	model->class_path = record->class_path;
	model->primary_key = record->primary_key;
	model->likely = record->likely;
	return relation_value(model);
}

/* public_send(:name, ...) */
static struct value record_send(struct interp *in, const struct call *call, struct relation *record)
{
	const char *name = value_name(call_arg(call, 0));

	if (!name) {
		relation_unresolved(in, call, "the method that is called is known only at run time");
		return value_unknown(in, call->node, "a method known only at run time");
	}
	struct call inner = *call;
	inner.name = name;
	inner.has_receiver = true;
	inner.receiver = itself(record);
	inner.positional.items++;
	inner.positional.count--;
	return interp_call(in, &inner);
}

static const struct relation_row rows[] = {
	{"[]", record_index},
	{"[]=", record_index_assign},
	{"as_json", record_attributes},
	{"assign_attributes", record_assign},
	{"attributes", record_attributes},
	{"attributes=", record_assign},
	{"becomes", record_itself},
	{"blank?", record_is_nil},
	{"changed?", record_state},
	{"class", record_class},
	{"decrement!", record_increment},
	{"delete", record_destroy},
	{"destroy", record_destroy},
	{"destroy!", record_destroy},
	{"dup", record_dup},
	{"errors", record_state},
	{"has_attribute?", record_state},
	{"increment", record_increment},
	{"increment!", record_increment},
	{"instance_variable_get", record_state},
	{"invalid?", record_state},
	{"is_a?", record_state},
	{"itself", record_itself},
	{"lock!", record_itself},
	{"new_record?", record_state},
	{"nil?", record_is_nil},
	{"persisted?", record_state},
	{"presence", record_itself},
	{"present?", record_is_nil},
	{"public_send", record_send},
	{"read_attribute", record_index},
	{"reload", record_itself},
	{"reset", record_itself},
	{"respond_to?", record_state},
	{"save", record_save},
	{"save!", record_save},
	{"send", record_send},
	{"slice", record_slice},
	{"tap", record_tap},
	{"then", record_then},
	{"to_json", record_attributes},
	{"toggle!", record_increment},
	{"touch", record_touch},
	{"try", record_send},
	{"update", record_update},
	{"update!", record_update},
	{"update_attribute", record_update_column},
	{"update_attributes", record_update},
	{"update_attributes!", record_update},
	{"update_column", record_update_column},
	{"update_columns", record_update_columns},
	{"valid?", record_state},
	{"values_at", record_slice},
	{"with_lock", record_with_lock},
	{"write_attribute", record_index_assign},
	{"yield_self", record_then},
};

/* --- names that are not in the table --- */

static bool read_association(struct interp *in, const struct call *call, struct relation *record, struct value *result)
{
	struct association which;

	if (call->positional.count || !association_find(in, record, call->name, &which))
		return false;
	struct value *assigned = hash_get_name(record->record->assigned, call->name);
	if (assigned) {
		*result = *assigned;
		return true;
	}
	if (which.is_belongs_to)
		record_read(in, call, record, which.foreign_key);
	struct relation *linked = association_rows(in, record, &which);
	if (!linked) {
		relation_unresolved(in, call, "the class behind the association is not known");
		*result = value_unknown(in, call->node, "a polymorphic association");
	} else if (which.is_many) {
		*result = relation_value(linked);
	} else {
		relation_read(in, call, linked, NULL);
		*result = record_value(in, linked, false);
		result->relation->record->may_be_nil = true;
	}
	return true;
}

/* active? and active! of an enum; name_changed?, name_was ... */
static bool special_name(struct interp *in, const struct call *call, struct relation *record, struct value *result)
{
	size_t length = strlen(call->name);
	char last = length ? call->name[length - 1] : '\0';
	const char *stem = str_copy_n(in->arena, call->name, length - (last == '?' || last == '!'));
	static const char *const endings[] = {"_was", "_changed", "_before_type_cast", "_before_last_save",
					      "_previously_changed", "_in_database"};

	const char *attribute = last == '?' || last == '!' ? model_enum_with_value(in, record, stem) : NULL;
	if (attribute && last == '!') {
		set_attribute(in, record, attribute, value_symbol(in, stem));
		send_assigned(in, call, record, true);
		*result = value_bool(true);
		return true;
	}
	if (last == '?' && !attribute)
		attribute = stem;
	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
		if (str_ends_with(stem, endings[i]))
			attribute = str_copy_n(in->arena, stem, strlen(stem) - strlen(endings[i]));
	}
	if (!attribute)
		return false;
	record_read(in, call, record, attribute);
	*result = data(in, call, str_printf(in->arena, "the column '%s' of a row", attribute));
	return true;
}

static bool call_own_method(struct interp *in, const struct call *call, struct relation *record, struct value *result)
{
	struct klass *owner;

	if (!record->klass)
		return false;
	klass_run_body(in, record->klass);
	struct member *member = klass_find_method(in, record->klass, call->name, false, &owner);
	if (!member)
		return false;
	*result = interp_invoke(in, member, owner, itself(record), call);
	return true;
}

/* [:a, :b] declared by attr_accessor, attribute, store_accessor: no column of that name */
static bool is_accessor(struct interp *in, const struct relation *record, const char *name)
{
	static const char *const macros[] = {"attr_accessor", "attr_reader", "attr_writer"};
	bool found = false;

	if (record->klass)
		encrypted_options(klass_declaration(in, record->klass, "attr_encrypted"), name, &found);
	if (found) /* kept in columns of its own */
		return false;
	for (size_t i = 0; i < 3 && record->klass && !found; i++)
		encrypted_options(klass_declaration(in, record->klass, macros[i]), name, &found);
	return found;
}

static bool assign_by_name(struct interp *in, const struct call *call, struct relation *record, struct value *result)
{
	size_t length = strlen(call->name);

	if (length < 2 || call->name[length - 1] != '=' || strchr("=!<>~", call->name[length - 2]))
		return false;
	char *name = str_copy_n(in->arena, call->name, length - 1);
	if (is_accessor(in, record, name))
		hash_set(in, record->record->variables, value_symbol(in, str_printf(in->arena, "@%s", name)),
			 call_arg(call, 0));
	else
		set_attribute(in, record, name, call_arg(call, 0));
	*result = call_arg(call, 0);
	return true;
}

bool record_call(struct interp *in, const struct call *call, struct value *result)
{
	struct relation *record = call->receiver.relation;
	const struct relation_row *row = relation_row_find(rows, sizeof(rows) / sizeof(*rows), call->name);

	if (call_own_method(in, call, record, result))
		return true;
	if (row) {
		*result = row->run(in, call, record);
		return true;
	}
	if (assign_by_name(in, call, record, result) || read_association(in, call, record, result) ||
	    special_name(in, call, record, result))
		return true;
	if (call->positional.count || call->keywords || call->block || !(call->name[0] == '_' || (call->name[0] >= 'a' && call->name[0] <= 'z')))
		return false;
	if (is_accessor(in, record, call->name)) {
		struct value *held = hash_get_name(record->record->variables,
						   str_printf(in->arena, "@%s", call->name));
		*result = held ? *held : value_nil();
		return true;
	}
	*result = record_read(in, call, record, call->name);
	return true;
}
