/* Relations as values and the builder methods: each copies the relation and adds text. Methods that change nothing of
 * what is read (readonly, extending, references ...) give the relation back.
 *
 * Lists of texts are copied with the relation, so that two chains that start from one relation do not share a tail. */
#include "parser/ruby/records/relation.h"

#include "parser/ruby/eval/inflect.h"
#include "parser/sql/sql.h"

#include <string.h>

static struct names names_copy(struct arena *arena, const struct names *names)
{
	struct names copy = {0};

	for (size_t i = 0; i < names->count; i++)
		names_push(arena, &copy, names->items[i]);
	return copy;
}

struct relation *relation_new(struct interp *in, const char *table)
{
	struct relation *relation = ARENA_NEW(in->arena, struct relation);

	relation->table = table;
	relation->is_model = true;
	return relation;
}

struct relation *relation_all(struct interp *in, const struct relation *relation)
{
	struct relation *fresh = relation_new(in, relation->table);

	fresh->klass = relation->klass;
	fresh->class_path = relation->class_path;
	fresh->likely = relation->likely;
	fresh->primary_key = relation->primary_key;
	return fresh;
}

struct relation *relation_copy(struct interp *in, const struct relation *relation)
{
	struct relation *copy = ARENA_NEW(in->arena, struct relation);

	*copy = *relation;
	copy->selects = names_copy(in->arena, &relation->selects);
	copy->joins = names_copy(in->arena, &relation->joins);
	copy->wheres = names_copy(in->arena, &relation->wheres);
	copy->groups = names_copy(in->arena, &relation->groups);
	copy->havings = names_copy(in->arena, &relation->havings);
	copy->orders = names_copy(in->arena, &relation->orders);
	copy->where_columns = names_copy(in->arena, &relation->where_columns);
	copy->is_model = false;
	copy->is_batches = false;
	copy->is_loaded = false;
	copy->record = NULL;
	return copy;
}

struct value relation_value(struct relation *relation)
{
	return (struct value){.kind = VALUE_RELATION, .relation = relation};
}

struct value record_value(struct interp *in, const struct relation *relation, bool is_new)
{
	struct relation *copy = relation_copy(in, relation);

	copy->is_loaded = relation->is_loaded;
	copy->load = relation->load;
	copy->record = ARENA_NEW(in->arena, struct record);
	copy->record->assigned = value_new_hash(in).hash;
	copy->record->variables = value_new_hash(in).hash;
	copy->record->is_new = is_new;
	return (struct value){.kind = VALUE_RECORD, .relation = copy};
}

struct value arel_value(struct interp *in, const char *sql)
{
	struct arel *arel = ARENA_NEW(in->arena, struct arel);

	arel->sql = sql_text(in, sql);
	return (struct value){.kind = VALUE_AREL, .arel = arel};
}

/* --- conditions --- */

/* where('a = ? AND b = ?', 1, 2), where(a: 1), where([sql, binds]), where(node) */
static void add_where(struct interp *in, struct relation *relation, const struct call *call, bool negate)
{
	if (call->positional.count && value_is_text(call->positional.items[0])) {
		const char *text = sql_fragment(in, call->positional.items, call->positional.count, call->keywords);
		names_push(in->arena, &relation->wheres, str_printf(in->arena, negate ? "NOT (%s)" : "(%s)", text));
		return;
	}
	for (size_t i = 0; i < call->positional.count; i++)
		relation_add_condition(in, relation, call->positional.items[i], negate);
	if (call->keywords)
		relation_add_condition(in, relation, value_hash(call->keywords), negate);
}

static struct value build_where(struct interp *in, const struct call *call, struct relation *relation)
{
	struct relation *copy = relation_copy(in, relation);

	add_where(in, copy, call, false);
	return relation_value(copy);
}

static struct value build_not(struct interp *in, const struct call *call, struct relation *relation)
{
	struct relation *copy = relation_copy(in, relation);

	add_where(in, copy, call, true);
	return relation_value(copy);
}

/* where.missing(:owner): no such row; where.associated(:owner): there is one */
static struct value missing(struct interp *in, const struct call *call, struct relation *relation, bool is_missing)
{
	struct relation *copy = relation_copy(in, relation);

	for (size_t i = 0; i < call->positional.count; i++) {
		struct association association;
		const char *name = value_name(call->positional.items[i]);
		const char *join = name ? association_join(in, relation, name, is_missing) : NULL;
		if (!join || !association_find(in, relation, name, &association) || !association.target) {
			relation_unresolved(in, call, "the association is not known");
			continue;
		}
		names_push(in->arena, &copy->joins, join);
		names_push(in->arena, &copy->wheres,
			   str_printf(in->arena, "%s.%s IS %sNULL", sql_quote_name(in, association.target->table),
				      sql_quote_name(in, relation_primary_key(in, association.target)),
				      is_missing ? "" : "NOT "));
	}
	return relation_value(copy);
}

static struct value build_missing(struct interp *in, const struct call *call, struct relation *relation)
{
	return missing(in, call, relation, true);
}

static struct value build_associated(struct interp *in, const struct call *call, struct relation *relation)
{
	return missing(in, call, relation, false);
}

static struct value build_id_in(struct interp *in, const struct call *call, struct relation *relation)
{
	struct relation *copy = relation_copy(in, relation);

	relation_add_key(in, copy, call_arg(call, 0));
	return relation_value(copy);
}

static void append(struct interp *in, struct names *to, const struct names *from)
{
	for (size_t i = 0; i < from->count; i++)
		names_add(in->arena, to, from->items[i]);
}

/* a.or(b): the conditions of either; joins of both */
static struct value build_or(struct interp *in, const struct call *call, struct relation *relation)
{
	struct value other = call_arg(call, 0);
	struct relation *copy = relation_copy(in, relation);

	if (other.kind != VALUE_RELATION)
		return relation_value(copy);
	append(in, &copy->joins, &other.relation->joins);
	if (!relation->wheres.count || !other.relation->wheres.count) {
		copy->wheres.count = 0;
		return relation_value(copy);
	}
	const char *text = str_printf(in->arena, "(%s OR %s)", names_join(in->arena, &relation->wheres, " AND "),
				      names_join(in->arena, &other.relation->wheres, " AND "));
	copy->wheres.count = 0;
	names_push(in->arena, &copy->wheres, text);
	return relation_value(copy);
}

static struct value build_merge(struct interp *in, const struct call *call, struct relation *relation)
{
	struct value other = call_arg(call, 0);
	struct relation *copy = relation_copy(in, relation);

	if (other.kind == VALUE_HASH || call->keywords)
		add_where(in, copy, call, false);
	if (other.kind != VALUE_RELATION)
		return relation_value(copy);
	append(in, &copy->joins, &other.relation->joins);
	append(in, &copy->wheres, &other.relation->wheres);
	append(in, &copy->orders, &other.relation->orders);
	append(in, &copy->groups, &other.relation->groups);
	copy->is_limited |= other.relation->is_limited;
	return relation_value(copy);
}

/* --- joins --- */

/* One joins(...) under way. */
struct joining {
	struct interp *in;
	const struct call *call;
	struct relation *relation; /* that gets the joins */
	bool outer;
};

static void add_join(const struct joining *joining, struct relation *from, struct value what);

static void add_named_join(const struct joining *joining, struct relation *from, const char *name)
{
	struct interp *in = joining->in;
	const char *join = association_join(in, from, name, joining->outer);

	if (join)
		names_add(in->arena, &joining->relation->joins, join);
	else
		relation_unresolved(in, joining->call,
				    str_printf(in->arena, "the association '%s' is not known", name));
}

/* joins(project: :namespace): the second join starts at the first one's class */
static void add_nested_join(const struct joining *joining, struct relation *from, const struct hash *hash)
{
	vec_each(struct hash_entry, entry, hash) {
		struct association association;
		const char *name = value_name(entry->key);
		if (!name)
			continue;
		add_named_join(joining, from, name);
		if (association_find(joining->in, from, name, &association) && association.target)
			add_join(joining, association.target, entry->value);
	}
}

static void add_join(const struct joining *joining, struct relation *from, struct value what)
{
	struct interp *in = joining->in;

	switch (what.kind) {
	case VALUE_STRING:
	case VALUE_AREL:
		names_add(in->arena, &joining->relation->joins, value_to_text(in, what).bytes);
		break;
	case VALUE_SYMBOL:
		add_named_join(joining, from, what.text->bytes);
		break;
	case VALUE_ARRAY:
		for (size_t i = 0; i < what.array->count; i++)
			add_join(joining, from, what.array->items[i]);
		break;
	case VALUE_HASH:
		add_nested_join(joining, from, what.hash);
		break;
	case VALUE_NIL:
		break;
	default:
		relation_unresolved(in, joining->call, "what is joined is not known");
	}
}

static struct value join_with(struct interp *in, const struct call *call, struct relation *relation, bool outer)
{
	struct joining joining = {in, call, relation_copy(in, relation), outer};

	for (size_t i = 0; i < call->positional.count; i++)
		add_join(&joining, relation, call->positional.items[i]);
	if (call->keywords)
		add_nested_join(&joining, relation, call->keywords);
	return relation_value(joining.relation);
}

static struct value build_joins(struct interp *in, const struct call *call, struct relation *relation)
{
	return join_with(in, call, relation, false);
}

/* left_joins, and includes/preload/eager_load: those read the same rows in a query of their own */
static struct value build_left_joins(struct interp *in, const struct call *call, struct relation *relation)
{
	return join_with(in, call, relation, true);
}

/* --- lists --- */

static void add_columns(struct interp *in, const struct relation *relation, struct names *list, struct value value)
{
	if (value.kind == VALUE_ARRAY) {
		for (size_t i = 0; i < value.array->count; i++)
			add_columns(in, relation, list, value.array->items[i]);
	} else if (value.kind == VALUE_HASH) { /* select(table: [:a, :b]), order(a: :desc) */
		vec_each(struct hash_entry, entry, value.hash) {
			const char *direction = value_name(entry->value);
			if (direction && str_in(direction, "asc desc ASC DESC"))
				names_push(in->arena, list, relation_column(in, relation, entry->key));
			else if (value_name(entry->key))
				add_columns(in, relation_new(in, value_name(entry->key)), list, entry->value);
		}
	} else if (value.kind != VALUE_NIL) {
		names_push(in->arena, list, relation_column(in, relation, value));
	}
}

static void add_call_columns(struct interp *in, const struct call *call, const struct relation *relation,
			     struct names *list)
{
	for (size_t i = 0; i < call->positional.count; i++)
		add_columns(in, relation, list, call->positional.items[i]);
	if (call->keywords)
		add_columns(in, relation, list, value_hash(call->keywords));
}

static struct value build_select(struct interp *in, const struct call *call, struct relation *relation)
{
	struct relation *copy = relation_copy(in, relation);

	add_call_columns(in, call, relation, &copy->selects);
	return relation_value(copy);
}

static struct value build_reselect(struct interp *in, const struct call *call, struct relation *relation)
{
	struct relation *copy = relation_copy(in, relation);

	copy->selects.count = 0;
	add_call_columns(in, call, relation, &copy->selects);
	return relation_value(copy);
}

static struct value build_group(struct interp *in, const struct call *call, struct relation *relation)
{
	struct relation *copy = relation_copy(in, relation);

	add_call_columns(in, call, relation, &copy->groups);
	return relation_value(copy);
}

static struct value build_having(struct interp *in, const struct call *call, struct relation *relation)
{
	struct relation *copy = relation_copy(in, relation);
	struct relation *scratch = relation_new(in, relation->table);

	add_where(in, scratch, call, false);
	append(in, &copy->havings, &scratch->wheres);
	return relation_value(copy);
}

/* An order that is an object (of keyset pagination) or not known chooses no rows: it is left out. */
static void add_order(struct interp *in, const struct call *call, const struct relation *relation, struct names *orders)
{
	struct call known = *call;

	known.positional = (struct array){0};
	for (size_t i = 0; i < call->positional.count; i++) {
		enum value_kind kind = call->positional.items[i].kind;
		if (kind != VALUE_UNKNOWN && kind != VALUE_OBJECT && kind != VALUE_EXTERNAL)
			array_push(in, &known.positional, call->positional.items[i]);
	}
	add_call_columns(in, &known, relation, orders);
}

static struct value build_order(struct interp *in, const struct call *call, struct relation *relation)
{
	struct relation *copy = relation_copy(in, relation);

	add_order(in, call, relation, &copy->orders);
	return relation_value(copy);
}

static struct value build_reorder(struct interp *in, const struct call *call, struct relation *relation)
{
	struct relation *copy = relation_copy(in, relation);

	copy->orders.count = 0;
	add_order(in, call, relation, &copy->orders);
	return relation_value(copy);
}

/* distinct, and uniq of old Rails */
static struct value build_distinct(struct interp *in, const struct call *call, struct relation *relation)
{
	struct relation *copy = relation_copy(in, relation);

	copy->is_distinct = value_truth(call_arg(call, 0)) != TRI_NO || call->positional.count == 0;
	return relation_value(copy);
}

static struct value build_limit(struct interp *in, const struct call *call, struct relation *relation)
{
	struct relation *copy = relation_copy(in, relation);

	(void)call;
	copy->is_limited = true;
	return relation_value(copy);
}

static struct value build_lock(struct interp *in, const struct call *call, struct relation *relation)
{
	struct relation *copy = relation_copy(in, relation);

	(void)call;
	copy->is_locked = true;
	return relation_value(copy);
}

static struct value build_none(struct interp *in, const struct call *call, struct relation *relation)
{
	struct relation *copy = relation_copy(in, relation);

	(void)call;
	copy->is_none = true;
	return relation_value(copy);
}

/* from('(SELECT ...) AS t'), from(relation, :name) */
static struct value build_from(struct interp *in, const struct call *call, struct relation *relation)
{
	struct relation *copy = relation_copy(in, relation);
	struct value source = call_arg(call, 0);
	const char *alias = value_name(call_arg(call, 1));

	struct names tables = {0};

	for (size_t i = 0; source.kind == VALUE_ARRAY && i < source.array->count; i++)
		names_push(in->arena, &tables, value_to_text(in, source.array->items[i]).bytes);
	if (tables.count)
		copy->from = names_join(in->arena, &tables, ", ");
	else if (source.kind == VALUE_RELATION)
		copy->from = str_printf(in->arena, "(%s) AS %s", relation_sql(in, source.relation, NULL),
					sql_quote_name(in, alias ? alias : "subquery"));
	else
		copy->from = alias ? str_printf(in->arena, "%s AS %s", value_to_text(in, source).bytes,
						sql_quote_name(in, alias))
				   : value_to_text(in, source).bytes;
	return relation_value(copy);
}

/* with(name: relation), with.recursive(cte.to_arel) */
static struct value build_with(struct interp *in, const struct call *call, struct relation *relation)
{
	struct relation *copy = relation_copy(in, relation);

	for (size_t i = 0; i < call->positional.count; i++)
		copy->with = str_printf(in->arena, "%s%s%s", copy->with ? copy->with : "RECURSIVE ",
					copy->with ? ", " : "", value_to_text(in, call->positional.items[i]).bytes);
	if (!call->keywords)
		return relation_value(copy);
	vec_each(struct hash_entry, entry, call->keywords) {
		const char *name = value_name(entry->key);
		const char *body = sql_literal(in, entry->value);
		bool enclosed = *body == '(';
		copy->with = str_printf(in->arena, "%s%s%s AS %s%s%s", copy->with ? copy->with : "",
					copy->with ? ", " : "", sql_quote_name(in, name ? name : "cte"),
					enclosed ? "" : "(", body, enclosed ? "" : ")");
	}
	return relation_value(copy);
}

static struct value build_unscoped(struct interp *in, const struct call *call, struct relation *relation)
{
	struct value fresh = relation_value(relation_copy(in, relation_all(in, relation)));

	return call->block ? interp_yield_self(in, call->block, fresh, NULL, 0) : fresh;
}

/* except(:order), unscope(:where), reset_order: what is left out only makes the read set smaller */
static struct value build_without(struct interp *in, const struct call *call, struct relation *relation)
{
	struct relation *copy = relation_copy(in, relation);

	for (size_t i = 0; i < call->positional.count; i++) {
		const char *part = value_name(call->positional.items[i]);
		if (str_in(part, "order"))
			copy->orders.count = 0;
		if (str_in(part, "select"))
			copy->selects.count = 0;
		if (str_in(part, "group"))
			copy->groups.count = 0;
		if (str_in(part, "limit"))
			copy->is_limited = false;
	}
	return relation_value(copy);
}

/* create_with(a: 1): attributes of rows that are created through the relation */
static struct value build_create_with(struct interp *in, const struct call *call, struct relation *relation)
{
	struct relation *copy = relation_copy(in, relation);

	for (size_t i = 0; call->keywords && i < call->keywords->count; i++)
		names_add(in->arena, &copy->where_columns, value_to_text(in, call->keywords->items[i].key).bytes);
	return relation_value(copy);
}

static struct value build_copy(struct interp *in, const struct call *call, struct relation *relation)
{
	(void)call;
	return relation_value(relation_copy(in, relation));
}

static struct value build_same(struct interp *in, const struct call *call, struct relation *relation)
{
	(void)in;
	(void)call;
	return relation_value(relation);
}

static const struct relation_row rows[] = {
	{"all", build_copy},
	{"allow_cross_joins_across_databases", build_same},
	{"and", build_merge},
	{"annotate", build_same},
	{"associated", build_associated},
	{"create_with", build_create_with},
	{"distinct", build_distinct},
	{"eager_load", build_left_joins},
	{"except", build_without},
	{"extending", build_same},
	{"from", build_from},
	{"from_union", relation_from_union},
	{"group", build_group},
	{"having", build_having},
	{"id_in", build_id_in},
	{"ignored_columns=", build_same},
	{"in_order_of", build_order},
	{"includes", build_left_joins},
	{"inheritance_column=", build_same},
	{"joins", build_joins},
	{"left_joins", build_left_joins},
	{"left_outer_joins", build_left_joins},
	{"limit", build_limit},
	{"lock", build_lock},
	{"lock!", build_lock},
	{"merge", build_merge},
	{"missing", build_missing},
	{"none", build_none},
	{"not", build_not},
	{"offset", build_limit},
	{"optimizer_hints", build_same},
	{"or", build_or},
	{"order", build_order},
	{"preload", build_left_joins},
	{"readonly", build_same},
	{"record_timestamps=", build_same},
	{"recursive", build_with},
	{"references", build_same},
	{"reorder", build_reorder},
	{"reselect", build_reselect},
	{"reset", build_same},
	{"reset_column_information", build_same},
	{"reset_order", build_copy},
	{"reverse_order", build_same},
	{"rewhere", build_where},
	{"scoped", build_copy},
	{"select", build_select},
	{"spawn", build_copy},
	{"strict_loading", build_same},
	{"unscope", build_without},
	{"unscoped", build_unscoped},
	{"where", build_where},
	{"with", build_with},
	{"with_recursive", build_with},
};

const struct relation_table relation_builder_rows = {rows, sizeof(rows) / sizeof(rows[0])};

bool relation_row_call(struct interp *in, const struct relation_table *table, const struct call *call,
		       struct relation *relation, struct value *result)
{
	const struct relation_row *row = row_find(table->rows, table->count, call->name);

	if (row)
		*result = row->run(in, call, relation);
	return row != NULL;
}

bool relation_builder_call(struct interp *in, const struct call *call, struct relation *relation, struct value *result)
{
	if (call->block && str_in(call->name, "select none not")) /* of an array: select { |row| ... } */
		return false;
	return relation_row_call(in, &relation_builder_rows, call, relation, result);
}
