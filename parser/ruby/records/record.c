/* One row as an object: attributes, assignment, save, and what the instance methods of an inline model do.
 *
 * An attribute that is read is a READ of its column; an assignment is kept until `save` turns all of them into one
 * UPDATE (or INSERT for a new row). A method without arguments that is neither known nor declared is taken for a
 * column. */
#include "parser/ruby/records/record.h"
#include "parser/ruby/core/builtins.h"

#include <string.h>

struct value record_itself_value(struct relation *record)
{
	return (struct value){.kind = VALUE_RECORD, .relation = record};
}

struct value record_or_nil(struct interp *in, struct value value)
{
	if (value.kind != VALUE_RECORD)
		return value;
	struct relation *row = ARENA_NEW(in->arena, struct relation);
	struct record *record = ARENA_NEW(in->arena, struct record);

	*row = *value.relation;
	*record = *row->record;
	record->may_be_nil = true;
	row->record = record;
	return record_itself_value(row);
}

/* A row that was loaded is one of those that its relation chose. */
static void keep_choice(struct interp *in, struct relation *row, const struct relation *record)
{
	bool simple = !record->joins.count && !record->groups.count && !record->with && !record->from;

	if (record->record && record->record->is_new)
		return;
	for (size_t i = 0; simple && record->is_loaded && i < record->wheres.count; i++)
		names_push(in->arena, &row->wheres, record->wheres.items[i]);
}

/* The relation of just this row. */
static struct relation *own_row(struct interp *in, const struct relation *record)
{
	struct relation *row = relation_all(in, record);

	relation_add_key(in, row, value_data(in, NULL, "the key of a row"));
	keep_choice(in, row, record);
	row->where_columns.count = 0;
	return row;
}

/* --- attributes --- */

const struct hash *record_declares(const struct array *calls, const char *name, bool *found)
{
	*found = false;
	for (size_t i = 0; i < calls->count; i++) {
		struct value call = calls->items[i];
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

/* An attribute without a column of its name, kept encrypted under another name by a concern that was not read. */
static bool add_twin(struct interp *in, const struct relation *relation, struct hash *columns, const char *name)
{
	if (catalog_has_column(in->options.catalog, relation->table, name) != TRI_NO)
		return false;
	for (size_t i = 0; i < 2; i++) {
		const char *twin = i == 0 ? str_printf(in->arena, "%s_encrypted", name)
					  : str_printf(in->arena, "encrypted_%s", name);
		if (relation_has_column(in, relation, twin)) {
			hash_set(in, columns, value_symbol(in, twin), value_data(in, NULL, "an encrypted value"));
			return true;
		}
	}
	return false;
}

/* The column that attr_encrypted writes: `attribute:`, or encrypted_NAME. */
static const char *encrypted_column(struct interp *in, const struct hash *options, const char *name)
{
	struct value *attribute = options ? hash_get_name(options, "attribute") : NULL;

	return attribute && value_name(*attribute) ? value_name(*attribute)
						   : str_printf(in->arena, "encrypted_%s", name);
}

struct value record_encrypted_attributes(struct interp *in, const struct relation *model)
{
	const struct array *calls = klass_calls(in, model->klass, "attr_encrypted");
	struct value result = value_new_hash(in);

	for (size_t i = 0; i < calls->count; i++) {
		struct value call = calls->items[i];
		for (size_t k = 0; call.kind == VALUE_ARRAY && k < call.array->count; k++) {
			const char *name =
				value_is_text(call.array->items[k]) ? value_name(call.array->items[k]) : NULL;
			bool found;
			if (!name)
				continue;
			const struct hash *options = record_declares(calls, name, &found);
			struct value settings = value_new_hash(in);
			hash_set(in, settings.hash, value_symbol(in, "attribute"),
				 value_string(in, encrypted_column(in, options, name)));
			settings.hash->open = true;
			hash_set(in, result.hash, value_symbol(in, name), settings);
		}
	}
	return result;
}

/* attr_encrypted :token writes encrypted_token (or `attribute:`) and its _iv */
bool record_encrypted_columns(struct interp *in, const struct relation *relation, struct hash *columns,
			      const char *name)
{
	bool found;
	const struct hash *options = record_declares(klass_calls(in, relation->klass, "attr_encrypted"), name, &found);

	if (!found)
		return add_twin(in, relation, columns, name);
	const char *column = encrypted_column(in, options, name);
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
		if (relation->klass && record_encrypted_columns(in, relation, columns, name))
			continue;
		bool is_part;
		const char *behind = record_column_behind(in, relation, name, &is_part);
		if (behind) {
			hash_set(in, columns, value_symbol(in, behind),
				 is_part ? value_data(in, NULL, "a part of a column") : entry->value);
			continue;
		}
		bool declared =
			relation->klass && association_find(in, relation, name, &association) && !association.is_likely;
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

void record_set(struct interp *in, struct relation *record, const char *name, struct value value)
{
	hash_set(in, record->record->assigned, value_symbol(in, name), value);
}

void record_set_all(struct interp *in, struct relation *record, const struct hash *attributes)
{
	vec_each(struct hash_entry, entry, attributes)
		record_set(in, record, value_to_text(in, entry->key).bytes, entry->value);
	record->record->assigned->open |= attributes->open;
}

static void set_attributes(struct interp *in, const struct call *call, struct relation *record, struct value value)
{
	if (value.kind == VALUE_HASH) {
		record_set_all(in, record, value.hash);
	} else if (value.kind != VALUE_NIL) {
		relation_unresolved(in, call, "the attributes that are assigned are not known");
	}
}

static void set_from_call(struct interp *in, const struct call *call, struct relation *record)
{
	if (call->positional.count)
		set_attributes(in, call, record, call->positional.items[0]);
	if (call->keywords)
		set_attributes(in, call, record, value_hash(call->keywords));
}

static struct value record_assign(struct interp *in, const struct call *call, struct relation *record)
{
	set_from_call(in, call, record);
	return record_itself_value(record);
}

static struct value record_index(struct interp *in, const struct call *call, struct relation *record)
{
	struct value name = call_arg(call, 0);

	if (!value_name(name))
		return record_read(in, call, record, "*");
	return record_read(in, call, record, value_to_text(in, name).bytes);
}

static struct value record_index_assign(struct interp *in, const struct call *call, struct relation *record)
{
	record_set(in, record, value_to_text(in, call_arg(call, 0)).bytes, call_arg(call, 1));
	return call_arg(call, 1);
}

/* attributes: every column of the table */
static struct value record_attributes(struct interp *in, const struct call *call, struct relation *record)
{
	const struct names *columns = catalog_columns(in->options.catalog, record->table);
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

void record_insert(struct interp *in, const struct call *call, struct relation *record)
{
	struct insert_options options = {.conflict = "", .timestamps = true};

	relation_insert(in, call, record, value_hash(record->record->assigned), &options);
}

/* What was assigned since the row was looked for changes it, if it is there. */
static void update_row(struct interp *in, const struct call *call, struct relation *record, bool touch)
{
	struct hash *changes = value_new_hash(in).hash;

	for (size_t i = record->record->found_by; i < record->record->assigned->count; i++)
		hash_set(in, changes, record->record->assigned->items[i].key, record->record->assigned->items[i].value);
	changes->open = record->record->assigned->open;
	if (!changes->count && !changes->open)
		return;
	struct hash *columns = relation_attributes(in, record, changes);
	if (touch && relation_has_column(in, record, "updated_at"))
		hash_set(in, columns, value_symbol(in, "updated_at"), value_data(in, NULL, "the present time"));
	struct relation *row = own_row(in, record);
	relation_update(in, call, row, relation_assignments(in, row, columns));
}

/* Sends what is assigned; `touch`: with the time of the update, and callbacks. */
void record_send_assigned(struct interp *in, const struct call *call, struct relation *record, bool touch)
{
	static const char *const before[] = {"before_validation", "before_save", NULL};
	static const char *const before_update[] = {"before_update", NULL};
	static const char *const after[] = {"after_save", "after_commit", NULL};
	bool is_new = record->record->is_new;

	if (touch || is_new)
		record_callbacks(in, call, record, before);
	if (touch && !is_new)
		record_callbacks(in, call, record, before_update);
	if (is_new)
		record_insert(in, call, record);
	if (!is_new || record->record->may_exist)
		update_row(in, call, record, touch);
	record->record->is_new = record->record->may_exist = false;
	record->record->found_by = 0;
	record->record->assigned = value_new_hash(in).hash;
	if (touch || is_new)
		record_callbacks(in, call, record, after);
}

static struct value record_save(struct interp *in, const struct call *call, struct relation *record)
{
	record_send_assigned(in, call, record, true);
	return call_data(in, call, "whether the row was saved");
}

static struct value record_update(struct interp *in, const struct call *call, struct relation *record)
{
	set_from_call(in, call, record);
	record_send_assigned(in, call, record, true);
	return call_data(in, call, "whether the row was saved");
}

/* The columns of attributes that are only other names. */
static struct hash *without_aliases(struct interp *in, const struct relation *record, const struct hash *assigned)
{
	struct hash *columns = value_new_hash(in).hash;

	columns->open = assigned->open;
	for (size_t i = 0; i < assigned->count; i++) {
		bool is_part = false;
		const char *name = value_name(assigned->items[i].key);
		const char *column = name ? record_column_behind(in, record, name, &is_part) : NULL;
		hash_set(in, columns, column && !is_part ? value_symbol(in, column) : assigned->items[i].key,
			 assigned->items[i].value);
	}
	return columns;
}

/* Writes columns as they are named: attributes that are kept encrypted, or are a part of a column, are not touched. */
static struct value record_update_columns(struct interp *in, const struct call *call, struct relation *record)
{
	struct hash *assigned = record->record->assigned;

	record->record->assigned = value_new_hash(in).hash;
	set_from_call(in, call, record);
	if (record->record->assigned->count || record->record->assigned->open)
		relation_update(in, call, own_row(in, record),
				column_assignments(in, without_aliases(in, record, record->record->assigned)));
	record->record->assigned = assigned;
	return call_data(in, call, "whether the row was saved");
}

/* update_column(:a, 1), update_attribute(:a, 1) */
static struct value record_update_column(struct interp *in, const struct call *call, struct relation *record)
{
	record_set(in, record, value_to_text(in, call_arg(call, 0)).bytes, call_arg(call, 1));
	record_send_assigned(in, call, record, str_starts_with(call->name, "update_attribute"));
	return call_data(in, call, "whether the row was saved");
}

/* increment!(:a), decrement!(:a), toggle!(:a) */
static struct value record_increment(struct interp *in, const struct call *call, struct relation *record)
{
	const char *column = value_to_text(in, call_arg(call, 0)).bytes;

	record_read(in, call, record, column);
	record_set(in, record, column, call_data(in, call, "a changed number"));
	if (str_ends_with(call->name, "!"))
		record_send_assigned(in, call, record, false);
	return record_itself_value(record);
}

static struct value record_touch(struct interp *in, const struct call *call, struct relation *record)
{
	struct value now = call_data(in, call, "the present time");

	record_set(in, record, "updated_at", now);
	for (size_t i = 0; i < call->positional.count; i++)
		record_set(in, record, value_to_text(in, call->positional.items[i]).bytes, now);
	record_send_assigned(in, call, record, false);
	return value_bool(true);
}

static struct value record_destroy(struct interp *in, const struct call *call, struct relation *record)
{
	struct relation *row = own_row(in, record);
	struct call inner = {.node = call->node, .source = call->source, .name = "delete_all"};
	struct value result;

	static const char *const before[] = {"before_destroy", NULL};
	static const char *const after[] = {"after_destroy", "after_commit", NULL};
	bool has_callbacks = str_starts_with(call->name, "destroy");

	if (has_callbacks) {
		record_callbacks(in, call, record, before);
		record_delete_dependents(in, call, row);
	}
	relation_write_call(in, &inner, row, &result);
	if (has_callbacks)
		record_callbacks(in, call, record, after);
	return record_itself_value(record);
}

static struct value record_with_lock(struct interp *in, const struct call *call, struct relation *record)
{
	return call->block ? interp_yield(in, call->block, NULL, 0) : record_itself_value(record);
}

static struct value record_tap(struct interp *in, const struct call *call, struct relation *record)
{
	struct value self = record_itself_value(record);

	if (call->block)
		interp_yield(in, call->block, &self, 1);
	return self;
}

static struct value record_then(struct interp *in, const struct call *call, struct relation *record)
{
	struct value self = record_itself_value(record);

	return call->block ? interp_yield(in, call->block, &self, 1) : self;
}

static struct value record_itself(struct interp *in, const struct call *call, struct relation *record)
{
	(void)in;
	(void)call;
	return record_itself_value(record);
}

/* The same row as an object of another class, whose methods it has from then on. */
static struct value record_becomes(struct interp *in, const struct call *call, struct relation *record)
{
	struct value model = call_arg(call, 0);
	struct relation *other = record;

	if (model.kind == VALUE_CLASS) {
		other = relation_copy(in, record);
		other->klass = model.klass;
		other->class_path = model.klass->path;
		other->record = record->record;
	}
	return record_itself_value(other);
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
		return call_data(in, call, "whether there is such a row");
	return value_bool(str_equal(call->name, "present?"));
}

static struct value record_state(struct interp *in, const struct call *call, struct relation *record)
{
	(void)record;
	return call_data(in, call, "the state of a record");
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
	inner.receiver = record_itself_value(record);
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
	{"becomes", record_becomes},
	{"becomes!", record_becomes},
	{"blank?", record_is_nil},
	{"changed?", record_state},
	{"class", relation_class},
	{"connection", relation_connection},
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
	{"transaction", record_with_lock},
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

const struct relation_table relation_record_rows = {rows, sizeof(rows) / sizeof(rows[0])};
