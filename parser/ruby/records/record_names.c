/* What a name called on a row means, when it is no method that every row has: a method of the model's body, an
 * assignment, an alias, an association, an enum's predicate, an encrypted attribute, at last a column.
 *
 * A method without arguments that is none of these and that no table has as a column is not guessed: it was not
 * read. */
#include "parser/ruby/records/record.h"

#include <string.h>

static bool read_association(struct interp *in, const struct call *call, struct relation *record, struct value *result)
{
	struct association which;

	if (call->positional.count || call->keywords || !association_find(in, record, call->name, &which))
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

/* build_owner(attributes), create_owner! of has_one and belongs_to */
static bool make_associated(struct interp *in, const struct call *call, struct relation *record, struct value *result)
{
	static const char *const verbs[] = {"build_", "create_"};
	struct association which;

	for (size_t i = 0; i < 2; i++) {
		size_t length = strlen(call->name);
		const char *name = call->name + strlen(verbs[i]);
		if (!str_starts_with(call->name, verbs[i]))
			continue;
		name = str_copy_n(in->arena, name, length - strlen(verbs[i]) - (call->name[length - 1] == '!'));
		if (!association_find(in, record, name, &which) || which.is_many)
			continue;
		struct relation *linked = association_rows(in, record, &which);
		struct call inner = *call;
		inner.name = i == 0 ? "new" : "create";
		if (!linked || !relation_write_call(in, &inner, linked, result))
			return false;
		if (which.is_belongs_to)
			record_set(in, record, which.foreign_key, call_data(in, call, "the key of a record"));
		return true;
	}
	return false;
}

/* active? and active! of an enum; name_changed?, name_was ... */
static bool special_name(struct interp *in, const struct call *call, struct relation *record, struct value *result)
{
	if (call->positional.count || call->block)
		return false;
	size_t length = strlen(call->name);
	char last = length ? call->name[length - 1] : '\0';
	const char *stem = str_copy_n(in->arena, call->name, length - (last == '?' || last == '!'));
	static const char *const endings[] = {
		"_was", "_changed", "_before_type_cast", "_before_last_save", "_previously_changed", "_in_database"};

	const char *attribute = last == '?' || last == '!' ? model_enum_with_value(in, record, stem) : NULL;
	if (attribute && last == '!') {
		record_set(in, record, attribute, value_symbol(in, stem));
		record_send_assigned(in, call, record, true);
		*result = value_bool(true);
		return true;
	}
	if (last == '?' && !attribute) {
		const struct catalog *catalog = in->options.catalog;
		if (catalog && catalog->has_column(catalog->payload, record->table, stem) == TRI_NO)
			return false;
		attribute = stem;
	}
	for (size_t i = 0; i < sizeof(endings) / sizeof(*endings); i++) {
		if (str_ends_with(stem, endings[i]))
			attribute = str_copy_n(in->arena, stem, strlen(stem) - strlen(endings[i]));
	}
	if (!attribute)
		return false;
	record_read(in, call, record, attribute);
	*result = call_data(in, call, str_printf(in->arena, "the column '%s' of a row", attribute));
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
	*result = interp_invoke(in, member, owner, record_itself_value(record), call);
	return true;
}

/* [:a, :b] declared by attr_accessor, attribute, store_accessor: no column of that name */
static bool is_accessor(struct interp *in, const struct relation *record, const char *name)
{
	static const char *const macros[] = {"attr_accessor", "attr_reader", "attr_writer"};
	bool found = false;

	record_declares(klass_calls(in, record->klass, "attr_encrypted"), name, &found);
	if (found) /* kept in columns of its own */
		return false;
	for (size_t i = 0; i < 3 && !found; i++)
		record_declares(klass_calls(in, record->klass, macros[i]), name, &found);
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
		record_set(in, record, name, call_arg(call, 0));
	*result = call_arg(call, 0);
	return true;
}

/* alias_method :new, :old; alias_attribute */
static const char *aliased_name(struct interp *in, const struct relation *record, const char *name)
{
	static const char *const macros[] = {"alias_method", "alias_attribute"};

	for (size_t i = 0; i < 2; i++) {
		const struct array *calls = klass_calls(in, record->klass, macros[i]);
		for (size_t k = 0; k < calls->count; k++) {
			struct value pair = calls->items[k];
			if (pair.kind == VALUE_ARRAY && pair.array->count == 2 &&
			    str_equal(value_name(pair.array->items[0]), name))
				return value_name(pair.array->items[1]);
		}
	}
	return NULL;
}

static bool call_alias(struct interp *in, const struct call *call, struct relation *record, struct value *result)
{
	const char *name = aliased_name(in, record, call->name);

	if (!name || str_equal(name, call->name))
		return false;
	struct call inner = *call;
	inner.name = name;
	inner.receiver = record_itself_value(record);
	*result = interp_call(in, &inner);
	return true;
}

/* delegate :a, :b, to: :other */
static const char *delegated_to(struct interp *in, const struct relation *record, const char *name)
{
	const struct array *calls = klass_calls(in, record->klass, "delegate");

	for (size_t i = 0; i < calls->count; i++) {
		struct value list = calls->items[i];
		struct value last = list.kind == VALUE_ARRAY && list.array->count
					    ? list.array->items[list.array->count - 1]
					    : value_nil();
		struct value *to = last.kind == VALUE_HASH ? hash_get_name(last.hash, "to") : NULL;
		for (size_t k = 0; to && k + 1 < list.array->count; k++) {
			if (str_equal(value_name(list.array->items[k]), name))
				return value_name(*to);
		}
	}
	return NULL;
}

static bool call_delegate(struct interp *in, const struct call *call, struct relation *record, struct value *result)
{
	const char *other = delegated_to(in, record, call->name);

	if (!other || str_equal(other, call->name))
		return false;
	struct call inner = *call;
	inner.has_receiver = true;
	inner.receiver = interp_send(in, record_itself_value(record), other, NULL, 0);
	*result = interp_call(in, &inner);
	return true;
}

/* An encrypted attribute is read from the columns that it was written to. */
static bool read_encrypted(struct interp *in, const struct call *call, struct relation *record, struct value *result)
{
	struct hash *columns = value_new_hash(in).hash;

	if (!record->klass || !record_encrypted_columns(in, record, columns, call->name))
		return false;
	vec_each(struct hash_entry, entry, columns) {
		record_read(in, call, record, value_to_text(in, entry->key).bytes);
	}
	*result = call_data(in, call, "an encrypted value");
	return true;
}

/* Has the class methods that its body does not show? */
static bool has_hidden_methods(struct interp *in, const struct relation *record)
{
	static const char *const macros[] = {
		"include",   "delegate",        "store_accessor", "jsonb_accessor", "delegate_missing_to",
		"attribute", "has_one_attached"};

	for (size_t i = 0; i < sizeof(macros) / sizeof(*macros) && record->klass; i++) {
		if (klass_declaration(in, record->klass, macros[i]))
			return true;
	}
	return false;
}

/* A name that is a column as far as anybody knows, or that a select list may have given. Where nothing else can be
 * meant it is one that has been dropped since. */
static bool may_be_column(struct interp *in, const struct call *call, const struct relation *record)
{
	if (record->selects.count || catalog_has_column(in->options.catalog, record->table, call->name) != TRI_NO)
		return true;
	return call->has_receiver && !has_hidden_methods(in, record);
}

static bool looks_like_name(const char *name)
{
	return *name == '_' || (*name >= 'a' && *name <= 'z');
}

bool record_call(struct interp *in, const struct call *call, struct value *result)
{
	struct relation *record = call->receiver.relation;

	if (call_own_method(in, call, record, result))
		return true;
	if (relation_row_call(in, &relation_record_rows, call, record, result))
		return true;
	if (assign_by_name(in, call, record, result) || call_alias(in, call, record, result) ||
	    call_delegate(in, call, record, result) || read_association(in, call, record, result) ||
	    make_associated(in, call, record, result) || special_name(in, call, record, result))
		return true;
	if (call->positional.count || call->keywords || call->block || !looks_like_name(call->name))
		return false;
	bool is_part;
	const char *behind = record_column_behind(in, record, call->name, &is_part);
	if (behind) {
		struct value *assigned = hash_get_name(record->record->assigned, call->name);
		*result = assigned ? *assigned : record_read(in, call, record, behind);
		return true;
	}
	if (is_accessor(in, record, call->name)) {
		struct value *held = hash_get_name(record->record->variables, str_printf(in->arena, "@%s", call->name));
		*result = held ? *held : value_nil();
		return true;
	}
	if (read_encrypted(in, call, record, result))
		return true;
	if (may_be_column(in, call, record)) {
		*result = record_read(in, call, record, call->name);
		return true;
	}
	if (!call->has_receiver) /* a method of a module that was not read, the variable of a rescue clause ... */
		return false;
	relation_unresolved(in, call,
			    str_printf(in->arena,
				       "'%s' of a row of '%s' is neither a column nor a method that was read",
				       call->name, record->table));
	*result = call_data(in, call, "a method of a row that was not read");
	return true;
}

bool record_super_call(struct interp *in, const struct call *call, struct value *result)
{
	const struct catalog *catalog = in->options.catalog;
	struct relation *record = call->receiver.kind == VALUE_RECORD ? call->receiver.relation : NULL;

	if (!record || !catalog || catalog->has_column(catalog->payload, record->table, call->name) != TRI_YES)
		return false;
	struct value *assigned = hash_get_name(record->record->assigned, call->name);
	*result = assigned ? *assigned : record_read(in, call, record, call->name);
	return true;
}
