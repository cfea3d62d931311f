/* What sends a SELECT: pluck, exists?, each and the batch loops. A SELECT that loads whole rows names no columns beside
 * its conditions: which ones matter is told by the attributes that the code asks the rows for (record_read). */
#include "parser/ruby/records/relation.h"

#include "parser/ruby/core/builtins.h"
#include "parser/sql/sql.h"

#include <string.h>
#include <strings.h>

void relation_unresolved(struct interp *in, const struct call *call, const char *why)
{
	interp_unresolved(in, interp_statement(in, call, call->name), interp_keep(in, why));
}

void relation_send(struct interp *in, const struct call *call, const struct relation *relation, const char *sql)
{
	enum certainty certainty = in->certainty;

	if (relation->likely && in->certainty > CERTAINTY_LIKELY)
		in->certainty = CERTAINTY_LIKELY;
	interp_sql(in, call, sql_value(in, sql), call->name);
	in->certainty = certainty;
}

/* Adds the parts of a select list except `*` and `table.*`: rows are loaded by it, and what is then asked of them is read
 * one by one. */
static void add_parts(struct interp *in, const struct relation *relation, const char *list, struct names *parts)
{
	const char *star = str_concat(in->arena, relation->table, ".*");
	const char *quoted = str_concat(in->arena, sql_quote_name(in, relation->table), ".*");
	size_t depth = 0;

	for (const char *begin = list, *end = list; begin; end++) {
		depth += *end == '(';
		depth -= *end == ')' && depth;
		if (*end && (*end != ',' || depth))
			continue;
		begin += strspn(begin, " \t\n");
		char *part = str_copy_n(in->arena, begin, begin < end ? (size_t)(end - begin) : 0);
		if (*part && !str_equal(part, "*") && !str_equal(part, star) && !str_equal(part, quoted))
			names_push(in->arena, parts, part);
		begin = *end ? end + 1 : NULL;
	}
}

static const char *loaded_list(struct interp *in, const struct relation *relation)
{
	struct names parts = {0};

	for (size_t i = 0; i < relation->selects.count; i++)
		add_parts(in, relation, relation->selects.items[i], &parts);
	return parts.count ? names_join(in->arena, &parts, ", ") : "1";
}

void relation_read(struct interp *in, const struct call *call, struct relation *relation, const char *list)
{
	if (relation->is_none)
		return;
	if (!list)
		list = loaded_list(in, relation);
	relation_send(in, call, relation, relation_sql(in, relation, list));
	relation->is_loaded = true;
	relation->load = interp_statement(in, call, call->name);
}

struct value relation_rows(struct interp *in, const struct call *call, struct relation *relation)
{
	struct value array = value_new_array(in);

	array.array->open = true;
	if (relation->is_none)
		return value_new_array(in);
	if (relation->is_batches) {
		array_push(in, array.array, relation_value(relation_copy(in, relation)));
		return array;
	}
	if (!relation->is_loaded)
		relation_read(in, call, relation, NULL);
	array_push(in, array.array, record_value(in, relation, false));
	return array;
}

/* Does a part of the list ("beds.*, plots.name, 1 AS rank") end with the name, as a column of another table or as one that
 * is made up? */
static bool gives_name(const struct relation *relation, const char *list, const char *name)
{
	size_t length = strlen(name), table = strlen(relation->table);

	for (const char *at = list; (at = strstr(at, name)); at += length) {
		const char *before = at;
		const char *behind = at + length + strspn(at + length, "\" \t\n");
		if (*behind && *behind != ',')
			continue;
		while (before > list && before[-1] == '"')
			before--;
		if (before == list)
			continue;
		bool is_own = (size_t)(before - list) > table && before[-1] == '.' &&
			      strncmp(before - 1 - table, relation->table, table) == 0;
		if (!is_own && (before[-1] == '.' || (before - list > 3 && strncasecmp(before - 4, " AS ", 4) == 0)))
			return true;
	}
	return false;
}

/* A name given by the select list ("count(*) AS total") or a column of it: read with the row. */
static bool is_selected(const struct relation *relation, const char *column)
{
	bool has_all = false;

	for (size_t i = 0; i < relation->selects.count; i++) {
		const char *list = relation->selects.items[i];
		if (gives_name(relation, list, column))
			return true;
		has_all = has_all || (strchr(list, '*') && !strchr(list, '('));
	}
	return relation->selects.count && !has_all;
}

static bool is_grouped_by(const struct effect *effect, const char *column)
{
	vec_each(const struct column_ref, ref, &effect->filters) {
		if (ref->role == READ_GROUP && str_equal(ref->column, column))
			return true;
	}
	return false;
}

/* Does the statement choose rows by what they hold? */
static bool is_choosy(const struct effect *effect)
{
	vec_each(const struct column_ref, ref, &effect->filters) {
		if (ref->test != TEST_NONE)
			return true;
	}
	return false;
}

/* By the statement that loaded the row, or by one that looks at every row. */
static bool already_read(struct interp *in, const struct relation *record, const char *column)
{
	const struct effects *effects = in->options.out.effects;

	for (size_t i = 0; i < effects->count; i++) {
		const struct effect *effect = &effects->items[i];
		bool same_rows = (record->is_loaded && effect->statement == record->load) || !is_choosy(effect);
		if (effect->verb == EFFECT_READ && str_equal(effect->table, record->table) && same_rows &&
		    effect->guard == in->guard && names_has(&effect->columns, column) &&
		    (!in->grouping || is_grouped_by(effect, column)))
			return true;
	}
	return false;
}

/* What is known of the rows that the record was loaded with is known of what is read of it later. */
static void add_tests_of_load(struct interp *in, const struct relation *record, struct column_refs *filters)
{
	const struct effects *effects = in->options.out.effects;

	for (size_t i = effects->count; record->is_loaded && i-- > 0;) {
		const struct effect *load = &effects->items[i];
		if (load->statement != record->load || load->verb != EFFECT_READ ||
		    !str_equal(load->table, record->table) || !is_choosy(load))
			continue;
		vec_each(const struct column_ref, ref, &load->filters) {
			if (ref->test != TEST_NONE)
				vec_push(in->options.out.arena, filters, *ref);
		}
		return;
	}
}

struct value record_read(struct interp *in, const struct call *call, struct relation *record, const char *column)
{
	struct value *assigned = hash_get_name(record->record->assigned, column);

	if (assigned)
		return *assigned;
	if (record->record->is_new)
		return value_nil();
	struct value value = call_data(in, call, str_printf(in->arena, "the column '%s' of a row", column));
	if (is_selected(record, column) || already_read(in, record, column))
		return value;
	size_t statement = record->is_loaded ? record->load : interp_statement(in, call, call->name);
	struct effect *effect = interp_effect(in, call, statement, EFFECT_READ, OBJECT_ROWS);
	struct arena *arena = in->options.out.arena;
	effect->table = interp_keep(in, record->table);
	if (record->likely)
		effect->certainty = CERTAINTY_LIKELY;
	names_push(arena, &effect->columns, str_copy(arena, column));
	if (in->grouping)
		column_refs_add(arena, &effect->filters, effect->table, effect->columns.items[0], READ_GROUP);
	else
		column_refs_add(arena, &effect->sources, effect->table, effect->columns.items[0], READ_VALUE);
	add_tests_of_load(in, record, &effect->filters);
	return value;
}

/* --- values --- */

static const char *column_list(struct interp *in, const struct call *call, const struct relation *relation)
{
	struct names list = {0};

	for (size_t i = 0; i < call->positional.count; i++) {
		struct value item = call->positional.items[i];
		if (item.kind != VALUE_ARRAY) {
			names_push(in->arena, &list, relation_column(in, relation, item));
			continue;
		}
		for (size_t k = 0; k < item.array->count; k++)
			names_push(in->arena, &list, relation_column(in, relation, item.array->items[k]));
	}
	return list.count ? names_join(in->arena, &list, ", ") : NULL;
}

static struct value row_of(struct interp *in, const struct call *call)
{
	if (call->positional.count <= 1)
		return call_data(in, call, "a value from the database");
	struct value row = value_new_array(in);
	for (size_t i = 0; i < call->positional.count; i++)
		array_push(in, row.array, call_data(in, call, "a value from the database"));
	return row;
}

static struct value read_pluck(struct interp *in, const struct call *call, struct relation *relation)
{
	struct value array = value_new_array(in);

	relation_read(in, call, relation_copy(in, relation), column_list(in, call, relation));
	array.array->open = true;
	array_push(in, array.array, row_of(in, call));
	return array;
}

static struct value read_pick(struct interp *in, const struct call *call, struct relation *relation)
{
	relation_read(in, call, relation_copy(in, relation), column_list(in, call, relation));
	return row_of(in, call);
}

static const char *key_column(struct interp *in, const struct relation *relation)
{
	return relation_column(in, relation, value_symbol(in, relation_primary_key(in, relation)));
}

static struct value read_ids(struct interp *in, const struct call *call, struct relation *relation)
{
	struct value array = value_new_array(in);

	relation_read(in, call, relation_copy(in, relation), key_column(in, relation));
	array.array->open = true;
	array_push(in, array.array, call_data(in, call, "a value from the database"));
	return array;
}

static struct value read_aggregate(struct interp *in, const struct call *call, struct relation *relation)
{
	const char *columns = call->block ? NULL : column_list(in, call, relation);

	if (!relation->is_loaded || columns)
		relation_read(in, call, relation_copy(in, relation), columns);
	return call_data(in, call, "a number from the database");
}

/* exists?(conditions), any?, empty? ... */
static struct value read_exists(struct interp *in, const struct call *call, struct relation *relation)
{
	struct relation *copy = relation_copy(in, relation);

	if (call->keywords)
		relation_add_condition(in, copy, value_hash(call->keywords), false);
	else if (call->positional.count && call->positional.items[0].kind == VALUE_HASH)
		relation_add_condition(in, copy, call->positional.items[0], false);
	if (relation->is_none)
		return value_bool(str_in(call->name, "empty? blank? none?"));
	if (!relation->is_loaded)
		relation_read(in, call, copy, "1");
	struct value answer = call_data(in, call, "whether there is such a row");
	if (!copy->wheres.count && !copy->joins.count && !copy->from && !copy->is_limited && !call->block) {
		answer.unknown->empty_table = copy->table;
		answer.unknown->is_negated = !str_in(call->name, "empty? blank? none?");
	}
	return answer;
}

/* --- records --- */

static struct value one_record(struct interp *in, const struct call *call, struct relation *relation, bool may_be_nil)
{
	if (relation->is_none)
		return value_nil();
	if (!relation->is_loaded)
		relation_read(in, call, relation, NULL);
	struct value record = record_value(in, relation, false);
	record.relation->record->may_be_nil = may_be_nil;
	return record;
}

static struct value read_first(struct interp *in, const struct call *call, struct relation *relation)
{
	struct relation *copy = relation_copy(in, relation);

	copy->is_loaded = relation->is_loaded;
	copy->load = relation->load;
	if (call->positional.count)
		return relation_rows(in, call, copy);
	if (!copy->orders.count && !copy->is_loaded && !str_in(call->name, "take take!"))
		names_push(in->arena, &copy->orders, key_column(in, copy));
	return one_record(in, call, copy, !str_ends_with(call->name, "!"));
}

static struct value read_find_by(struct interp *in, const struct call *call, struct relation *relation)
{
	struct relation *copy = relation_copy(in, relation);

	if (call->positional.count && value_is_text(call->positional.items[0])) {
		const char *text = sql_fragment(in, call->positional.items, call->positional.count, call->keywords);
		names_push(in->arena, &copy->wheres, str_printf(in->arena, "(%s)", text));
	} else if (call->positional.count) {
		relation_add_condition(in, copy, call->positional.items[0], false);
	}
	if (call->keywords)
		relation_add_condition(in, copy, value_hash(call->keywords), false);
	return one_record(in, call, copy, str_equal(call->name, "find_by"));
}

/* find(id), find([ids]); with a block it is the array's */
static struct value read_find(struct interp *in, const struct call *call, struct relation *relation)
{
	struct relation *copy = relation_copy(in, relation);
	struct value which = call_arg(call, 0);

	relation_add_key(in, copy, which);
	if (which.kind == VALUE_ARRAY || call->positional.count > 1)
		return relation_rows(in, call, copy);
	return one_record(in, call, copy, false);
}

static struct value read_load(struct interp *in, const struct call *call, struct relation *relation)
{
	if (!relation->is_loaded)
		relation_read(in, call, relation, NULL);
	return relation_value(relation);
}

static struct value read_rows(struct interp *in, const struct call *call, struct relation *relation)
{
	return relation_rows(in, call, relation);
}

/* --- batches --- */

/* The column that slices the relation: column:, else the primary key. */
static const char *batch_column(struct interp *in, const struct call *call, const struct relation *relation)
{
	struct value *given = call_keyword(call, "column");

	if (!given)
		given = call_keyword(call, "cursor");
	if (given && given->kind == VALUE_ARRAY) {
		struct names list = {0};
		for (size_t i = 0; i < given->array->count; i++)
			names_push(in->arena, &list, relation_column(in, relation, given->array->items[i]));
		return names_join(in->arena, &list, ", ");
	}
	return given && given->kind != VALUE_NIL ? relation_column(in, relation, *given) : key_column(in, relation);
}

static struct relation *sliced(struct interp *in, const struct call *call, struct relation *relation)
{
	struct relation *copy = relation_copy(in, relation);
	const char *column = batch_column(in, call, relation);
	struct relation *read = relation_copy(in, relation);

	read->selects.count = 0;
	if (strchr(column, ',') == NULL && !names_has(&read->wheres, column))
		names_push(in->arena, &copy->wheres,
			   str_printf(in->arena, "%s >= %s", column,
				      value_to_text(in, call_data(in, call, "a bound of a batch")).bytes));
	read->wheres = copy->wheres;
	read->orders.count = 0;
	names_push(in->arena, &read->orders, column);
	relation_read(in, call, read, column);
	copy->is_locked = relation->is_locked;
	return copy;
}

/* each_batch, in_batches: a block gets relations; without one the result stands for all of them */
static struct value read_each_batch(struct interp *in, const struct call *call, struct relation *relation)
{
	struct relation *slice = sliced(in, call, relation);

	if (!call->block) {
		slice->is_batches = true;
		return relation_value(slice);
	}
	struct value arguments[] = {relation_value(slice), call_data(in, call, "the number of a batch")};
	return interp_yield(in, call->block, arguments, 2);
}

/* the yielded relation selects the distinct values of the column */
static struct value read_distinct_each_batch(struct interp *in, const struct call *call, struct relation *relation)
{
	struct relation *slice = sliced(in, call, relation);

	slice->is_distinct = true;
	names_push(in->arena, &slice->selects, batch_column(in, call, relation));
	struct value arguments[] = {relation_value(slice), call_data(in, call, "the number of a batch")};
	return call->block ? interp_yield(in, call->block, arguments, 2) : relation_value(slice);
}

static struct value read_each_batch_count(struct interp *in, const struct call *call, struct relation *relation)
{
	sliced(in, call, relation);
	return call_data(in, call, "a number from the database");
}

static struct value read_find_each(struct interp *in, const struct call *call, struct relation *relation)
{
	struct relation *copy = relation_copy(in, relation);

	if (!copy->orders.count)
		names_push(in->arena, &copy->orders, key_column(in, relation));
	struct value all = relation_rows(in, call, copy);
	if (!call->block)
		return all;
	if (str_equal(call->name, "find_in_batches"))
		return interp_yield(in, call->block, &all, 1);
	return interp_each(in, call, all, false);
}

static struct value read_to_sql(struct interp *in, const struct call *call, struct relation *relation)
{
	(void)call;
	return sql_value(in, relation_sql(in, relation, NULL));
}

static struct value read_arel(struct interp *in, const struct call *call, struct relation *relation)
{
	struct value value = arel_value(in, str_printf(in->arena, "(%s)", relation_sql(in, relation, NULL)));

	(void)call;
	value.arel->kind = AREL_SELECT;
	value.arel->relation = relation;
	value.arel->table = relation->table;
	return value;
}

static const struct relation_row rows[] = {
	{"any?", read_exists},
	{"arel", read_arel},
	{"average", read_aggregate},
	{"blank?", read_exists},
	{"calculate", read_aggregate},
	{"count", read_aggregate},
	{"distinct_each_batch", read_distinct_each_batch},
	{"each_batch", read_each_batch},
	{"each_batch_count", read_each_batch_count},
	{"empty?", read_exists},
	{"exists?", read_exists},
	{"fifth", read_first},
	{"find", read_find},
	{"find_by", read_find_by},
	{"find_by!", read_find_by},
	{"find_each", read_find_each},
	{"find_in_batches", read_find_each},
	{"find_sole_by", read_find_by},
	{"first", read_first},
	{"first!", read_first},
	{"ids", read_ids},
	{"in_batches", read_each_batch},
	{"last", read_first},
	{"last!", read_first},
	{"length", read_aggregate},
	{"load", read_load},
	{"load_async", read_load},
	{"many?", read_exists},
	{"max", read_first},
	{"maximum", read_aggregate},
	{"min", read_first},
	{"minimum", read_aggregate},
	{"none?", read_exists},
	{"pick", read_pick},
	{"pluck", read_pluck},
	{"present?", read_exists},
	{"records", read_rows},
	{"reload", read_load},
	{"second", read_first},
	{"size", read_aggregate},
	{"sole", read_first},
	{"sum", read_aggregate},
	{"take", read_first},
	{"take!", read_first},
	{"to_a", read_rows},
	{"to_ary", read_rows},
	{"to_sql", read_to_sql},
};

const struct relation_table relation_read_rows = {rows, sizeof(rows) / sizeof(rows[0])};

bool relation_read_call(struct interp *in, const struct call *call, struct relation *relation, struct value *result)
{
	bool of_array = call->block && str_in(call->name, "any? none? many? find sum count min max");

	if (of_array || (relation->is_batches && str_in(call->name, "each to_a")))
		return false;
	return relation_row_call(in, &relation_read_rows, call, relation, result);
}
