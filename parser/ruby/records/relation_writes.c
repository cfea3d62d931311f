/* What changes rows through a model or a relation: update_all, delete_all, insert_all, create! ...
 *
 * Rows are hashes (or new records) that blocks built: their keys are the columns. When a list is open, what was seen in
 * it stands for the rest; a list of which nothing was seen makes the columns unknown. */
#include "parser/ruby/records/record.h"

#include "parser/ruby/core/builtins.h"

#include <string.h>

static struct value affected(struct interp *in, const struct call *call)
{
	return value_data(in, call->node, "the number of changed rows");
}

bool relation_has_column(struct interp *in, const struct relation *relation, const char *column)
{
	return catalog_has_column(in->options.catalog, relation->table, column) == TRI_YES;
}

/* --- UPDATE --- */

void relation_update(struct interp *in, const struct call *call, const struct relation *relation, const char *set)
{
	if (relation->is_none || !*set)
		return;
	relation_send(in, call, relation,
		      str_printf(in->arena, "UPDATE %s SET %s%s", sql_quote_name(in, relation->table), set,
				 relation_target_sql(in, relation)));
}

static const char *unknown_column(struct interp *in, struct value value)
{
	return str_printf(in->arena, "%s = NULL", sql_quote_name(in, value_to_text(in, value).bytes));
}

/* The SET text of update_all: SQL, [SQL, binds], or a hash */
static const char *set_text(struct interp *in, const struct call *call, const struct relation *relation)
{
	struct value what = call_arg(call, 0);

	if (call->keywords && what.kind == VALUE_NIL)
		return relation_assignments(in, relation, call->keywords);
	switch (what.kind) {
	case VALUE_HASH:
		return relation_assignments(in, relation, what.hash);
	case VALUE_ARRAY:
		if (what.array->count)
			return sql_fragment(in, what.array->items, what.array->count, NULL);
		return unknown_column(in, value_unknown(in, call->node, "an array filled at run time"));
	case VALUE_STRING:
	case VALUE_AREL:
		return value_to_text(in, what).bytes;
	default:
		return unknown_column(in, what);
	}
}

static struct value write_update_all(struct interp *in, const struct call *call, struct relation *relation)
{
	relation_update(in, call, relation, set_text(in, call, relation));
	return affected(in, call);
}

static struct value write_touch_all(struct interp *in, const struct call *call, struct relation *relation)
{
	struct hash *columns = value_new_hash(in).hash;
	struct value now = value_data(in, call->node, "the present time");

	hash_set(in, columns, value_symbol(in, "updated_at"), now);
	for (size_t i = 0; i < call->positional.count; i++)
		hash_set(in, columns, call->positional.items[i], now);
	relation_update(in, call, relation, relation_assignments(in, relation, columns));
	return affected(in, call);
}

/* update_counters(id, count: 1); update(id, attributes); update!(attributes) on all rows */
static struct value write_update(struct interp *in, const struct call *call, struct relation *relation)
{
	struct relation *copy = relation_copy(in, relation);
	struct value attributes = call_arg(call, call->positional.count ? call->positional.count - 1 : 0);
	struct hash *columns = value_new_hash(in).hash;

	if (call->keywords)
		attributes = value_hash(call->keywords);
	if (attributes.kind != VALUE_HASH) {
		relation_update(in, call, copy, unknown_column(in, value_unknown(in, call->node, "the attributes")));
		return affected(in, call);
	}
	vec_each(struct hash_entry, entry, attributes.hash) {
		hash_set(in, columns, entry->key, entry->value);
	}
	columns->open = attributes.hash->open;
	if (relation_has_column(in, relation, "updated_at"))
		hash_set(in, columns, value_symbol(in, "updated_at"), value_data(in, NULL, "the present time"));
	relation_update(in, call, copy, relation_assignments(in, relation, columns));
	return affected(in, call);
}

/* --- DELETE --- */

static struct value write_delete_all(struct interp *in, const struct call *call, struct relation *relation)
{
	struct relation *copy = relation_copy(in, relation);

	if (call->positional.count) { /* delete(ids), old delete_all(conditions) */
		struct value condition = call_arg(call, 0);
		if (condition.kind == VALUE_HASH || value_is_text(condition))
			relation_add_condition(in, copy, condition, false);
		else
			relation_add_key(in, copy, condition);
	} else if (call->keywords) {
		relation_add_condition(in, copy, value_hash(call->keywords), false);
	}
	if (str_starts_with(call->name, "destroy") && !relation->is_none)
		record_delete_dependents(in, call, copy);
	if (!relation->is_none)
		relation_send(in, call, relation,
			      str_printf(in->arena, "DELETE FROM %s%s", sql_quote_name(in, relation->table),
					 relation_target_sql(in, copy)));
	return affected(in, call);
}

static struct value write_truncate(struct interp *in, const struct call *call, struct relation *relation)
{
	relation_send(in, call, relation, str_printf(in->arena, "TRUNCATE %s", sql_quote_name(in, relation->table)));
	return value_nil();
}

/* --- INSERT --- */

struct inserted {
	struct names columns;
	struct names values; /* SQL, parallel to the columns */
	const char *unknown; /* why the columns are not all known; NULL when they are */
};

static size_t column_at(struct interp *in, struct inserted *rows, const char *column)
{
	for (size_t i = 0; i < rows->columns.count; i++) {
		if (str_equal(rows->columns.items[i], column))
			return i;
	}
	names_push(in->arena, &rows->columns, column);
	names_push(in->arena, &rows->values, "NULL");
	return rows->columns.count - 1;
}

static void add_row(struct interp *in, const struct relation *relation, struct inserted *rows,
		    const struct hash *attributes)
{
	const struct hash *columns = relation_attributes(in, relation, attributes);

	vec_each(struct hash_entry, entry, columns) {
		size_t at = column_at(in, rows, value_to_text(in, entry->key).bytes);
		bool opaque = entry->value.kind == VALUE_ARRAY || entry->value.kind == VALUE_HASH;
		rows->values.items[at] = opaque ? "'{}'" : sql_literal(in, entry->value);
	}
	if (columns->open)
		rows->unknown = "a row is filled at run time";
}

static void add_rows(struct interp *in, const struct relation *relation, struct inserted *rows, struct value value,
		     unsigned depth)
{
	if (value.kind == VALUE_HASH) {
		add_row(in, relation, rows, value.hash);
	} else if (value.kind == VALUE_RECORD) {
		add_row(in, relation, rows, value.relation->record->assigned);
	} else if (value.kind == VALUE_ARRAY && depth < 8) {
		for (size_t i = 0; i < value.array->count; i++)
			add_rows(in, relation, rows, value.array->items[i], depth + 1);
		if (value.array->open && value.array->count == 0)
			rows->unknown = "the rows are filled at run time";
	} else if (value.kind != VALUE_NIL) {
		const char *why = value_why_unknown(value);
		rows->unknown = why ? why : "the rows are not known";
	}
}

static void add_timestamps(struct interp *in, const struct relation *relation, struct inserted *rows)
{
	static const char *const columns[] = {"created_at", "updated_at"};

	for (size_t i = 0; i < 2; i++) {
		if (!names_has(&rows->columns, columns[i]) && relation_has_column(in, relation, columns[i])) {
			size_t at = column_at(in, rows, columns[i]);
			rows->values.items[at] = "CURRENT_TIMESTAMP";
		}
	}
}

static void add_names(struct interp *in, struct names *names, const struct value *value)
{
	if (!value)
		return;
	if (value->kind == VALUE_ARRAY) {
		for (size_t i = 0; i < value->array->count; i++)
			names_push(in->arena, names, value_to_text(in, value->array->items[i]).bytes);
	} else if (value->kind != VALUE_NIL) {
		names_push(in->arena, names, value_to_text(in, *value).bytes);
	}
}

/* ON CONFLICT (columns), or ON CONSTRAINT when unique_by names an index */
static const char *conflict_target(struct interp *in, const struct relation *relation, const struct names *unique_by,
				   const struct inserted *rows)
{
	struct names quoted = {0};

	if (unique_by->count == 1 && !names_has(&rows->columns, unique_by->items[0]) &&
	    !relation_has_column(in, relation, unique_by->items[0]) && str_starts_with(unique_by->items[0], "i"))
		return str_printf(in->arena, "ON CONSTRAINT %s", sql_quote_name(in, unique_by->items[0]));
	for (size_t i = 0; i < unique_by->count; i++)
		names_push(in->arena, &quoted, sql_quote_name(in, unique_by->items[i]));
	return str_printf(in->arena, "(%s)", names_join(in->arena, &quoted, ", "));
}

static const char *upsert_text(struct interp *in, const struct relation *relation, const struct inserted *rows,
			       const struct hash *keywords)
{
	struct names unique_by = {0}, update_only = {0};
	struct strbuf set = strbuf_new(in->arena);
	struct value *on_duplicate = keywords ? hash_get_name(keywords, "on_duplicate") : NULL;

	add_names(in, &unique_by, keywords ? hash_get_name(keywords, "unique_by") : NULL);
	add_names(in, &update_only, keywords ? hash_get_name(keywords, "update_only") : NULL);
	if (!unique_by.count)
		names_push(in->arena, &unique_by, relation_primary_key(in, relation));
	const char *target = conflict_target(in, relation, &unique_by, rows);
	const struct names *columns = update_only.count ? &update_only : &rows->columns;
	for (size_t i = 0; i < columns->count; i++) {
		const char *name = columns->items[i];
		if (names_has(&unique_by, name) || (!update_only.count && str_equal(name, "created_at")))
			continue;
		strbuf_printf(&set, "%s%s = EXCLUDED.%s", set.length ? ", " : "", sql_quote_name(in, name),
			      sql_quote_name(in, name));
	}
	if (on_duplicate && (value_is_text(*on_duplicate) || on_duplicate->kind == VALUE_AREL)) {
		const char *text = value_to_text(in, *on_duplicate).bytes;
		if (str_equal(value_name(*on_duplicate), "skip"))
			return str_printf(in->arena, " ON CONFLICT %s DO NOTHING", target);
		if (!str_equal(value_name(*on_duplicate), "update"))
			return str_printf(in->arena, " ON CONFLICT %s DO UPDATE SET %s", target, text);
	}
	if (!set.length)
		return str_printf(in->arena, " ON CONFLICT %s DO NOTHING", target);
	return str_printf(in->arena, " ON CONFLICT %s DO UPDATE SET %s", target, strbuf_finish(&set));
}

void relation_insert(struct interp *in, const struct call *call, const struct relation *relation, struct value value,
		     const struct insert_options *options)
{
	struct inserted rows = {0};
	struct strbuf sql = strbuf_new(in->arena);
	struct names quoted = {0};

	add_rows(in, relation, &rows, value, 0);
	if (options->timestamps)
		add_timestamps(in, relation, &rows);
	if (rows.unknown) {
		size_t at = column_at(in, &rows, value_to_text(in, value_unknown(in, call->node, rows.unknown)).bytes);
		rows.values.items[at] = "NULL";
	}
	strbuf_printf(&sql, "INSERT INTO %s ", sql_quote_name(in, relation->table));
	for (size_t i = 0; i < rows.columns.count; i++)
		names_push(in->arena, &quoted, sql_quote_name(in, rows.columns.items[i]));
	if (rows.columns.count)
		strbuf_printf(&sql, "(%s) VALUES (%s)", names_join(in->arena, &quoted, ", "),
			      names_join(in->arena, &rows.values, ", "));
	else if (value.kind == VALUE_ARRAY) /* an empty list: nothing is sent */
		return;
	else
		strbuf_puts(&sql, "DEFAULT VALUES");
	strbuf_puts(&sql, options->upsert ? upsert_text(in, relation, &rows, options->keywords) : options->conflict);
	relation_send(in, call, relation, strbuf_finish(&sql));
}

/* Rows are the first argument; written without braces they are the keywords. */
static struct value rows_of(const struct call *call)
{
	if (call->positional.count == 0 && call->keywords)
		return value_hash(call->keywords);
	return call_arg(call, 0);
}

static bool stamps(const struct call *call)
{
	struct value *given = call_keyword(call, "record_timestamps");

	return !given || value_truth(*given) != TRI_NO;
}

static struct value write_insert_all(struct interp *in, const struct call *call, struct relation *relation)
{
	struct insert_options options = {
		.conflict = str_ends_with(call->name, "!") ? "" : " ON CONFLICT DO NOTHING",
		.timestamps = stamps(call),
	};

	relation_insert(in, call, relation, rows_of(call), &options);
	return value_data(in, call->node, "the result of an insert");
}

static struct value write_upsert_all(struct interp *in, const struct call *call, struct relation *relation)
{
	struct insert_options options = {.upsert = true, .timestamps = stamps(call), .keywords = call->keywords};

	relation_insert(in, call, relation, rows_of(call), &options);
	return value_data(in, call->node, "the result of an insert");
}

/* bulk_insert!(records) of the product's concern */
static struct value write_bulk_insert(struct interp *in, const struct call *call, struct relation *relation)
{
	struct insert_options options = {.conflict = "", .timestamps = true};

	relation_insert(in, call, relation, call_arg(call, 0), &options);
	return value_data(in, call->node, "the result of an insert");
}

/* --- one record --- */

/* A new record with the attributes given by where(a: 1) and by the call. */
static struct value new_record(struct interp *in, const struct call *call, struct relation *relation)
{
	struct value record = record_value(in, relation, true);
	struct value attributes = call_arg(call, 0);

	for (size_t i = 0; i < relation->where_columns.count; i++)
		hash_set(in, record.relation->record->assigned, value_symbol(in, relation->where_columns.items[i]),
			 value_data(in, NULL, "a value of a condition"));
	if (attributes.kind == VALUE_HASH)
		record_set_all(in, record.relation, attributes.hash);
	else if (attributes.kind == VALUE_UNKNOWN)
		record.relation->record->assigned->open = true;
	if (call->keywords)
		record_set_all(in, record.relation, call->keywords);
	if (call->block)
		interp_yield(in, call->block, &record, 1);
	return record;
}

static struct value write_new(struct interp *in, const struct call *call, struct relation *relation)
{
	return new_record(in, call, relation);
}

static void insert_record(struct interp *in, const struct call *call, struct value record)
{
	record_insert(in, call, record.relation);
	record.relation->record->is_new = false;
}

static struct value write_create(struct interp *in, const struct call *call, struct relation *relation)
{
	struct value list = call_arg(call, 0);

	if (list.kind == VALUE_ARRAY) {
		struct insert_options options = {.conflict = "", .timestamps = true};
		relation_insert(in, call, relation, list, &options);
		return value_data(in, call->node, "created records");
	}
	struct value record = new_record(in, call, relation);
	insert_record(in, call, record);
	return record;
}

/* find_or_create_by(attributes) { |record| ... }, with create_with's order of effects */
static struct value write_find_or_create(struct interp *in, const struct call *call, struct relation *relation)
{
	struct relation *copy = relation_copy(in, relation);
	struct value attributes = rows_of(call);

	relation_add_condition(in, copy, attributes, false);
	relation_read(in, call, copy, "1");
	struct value record = new_record(in, call, copy);
	if (!str_ends_with(call->name, "or_initialize_by") && !str_ends_with(call->name, "or_initialize")) {
		insert_record(in, call, record);
	} else {
		record.relation->record->may_exist = true;
		record.relation->record->found_by = record.relation->record->assigned->count;
	}
	record.relation->is_loaded = true;
	record.relation->load = copy->load;
	return record;
}

static const struct relation_row rows[] = {
	{"build", write_new},
	{"bulk_insert!", write_bulk_insert},
	{"bulk_upsert!", write_upsert_all},
	{"create", write_create},
	{"create!", write_create},
	{"create_or_find_by", write_find_or_create},
	{"create_or_find_by!", write_find_or_create},
	{"delete", write_delete_all},
	{"delete_all", write_delete_all},
	{"delete_by", write_delete_all},
	{"destroy", write_delete_all},
	{"destroy_all", write_delete_all},
	{"destroy_by", write_delete_all},
	{"find_or_create_by", write_find_or_create},
	{"find_or_create_by!", write_find_or_create},
	{"find_or_initialize_by", write_find_or_create},
	{"first_or_create", write_find_or_create},
	{"first_or_create!", write_find_or_create},
	{"first_or_initialize", write_find_or_create},
	{"insert", write_insert_all},
	{"insert!", write_insert_all},
	{"insert_all", write_insert_all},
	{"insert_all!", write_insert_all},
	{"new", write_new},
	{"safe_find_or_create_by", write_find_or_create},
	{"safe_find_or_create_by!", write_find_or_create},
	{"touch_all", write_touch_all},
	{"truncate", write_truncate},
	{"update", write_update},
	{"update!", write_update},
	{"update_all", write_update_all},
	{"update_counters", write_update},
	{"upsert", write_upsert_all},
	{"upsert_all", write_upsert_all},
};

const struct relation_table relation_write_rows = {rows, sizeof(rows) / sizeof(rows[0])};

bool relation_write_call(struct interp *in, const struct call *call, struct relation *relation, struct value *result)
{
	return relation_row_call(in, &relation_write_rows, call, relation, result);
}
