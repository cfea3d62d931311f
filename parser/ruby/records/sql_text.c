/* SQL text of relations and values. Names are always quoted, so that a placeholder or a reserved word in the place of a
 * name still parses; fragments written by users are embedded in parentheses, with their bind marks replaced. */
#include "parser/ruby/records/relation.h"

#include "analyzer/base/vec.h"
#include "parser/sql/sql.h"

#include <ctype.h>
#include <string.h>

static void put_quoted(struct strbuf *out, const char *bytes, size_t length, char quote)
{
	strbuf_putc(out, quote);
	for (size_t i = 0; i < length; i++) {
		if (bytes[i] == quote)
			strbuf_putc(out, quote);
		strbuf_putc(out, bytes[i]);
	}
	strbuf_putc(out, quote);
}

const char *sql_quote_name(struct interp *in, const char *name)
{
	struct strbuf out = strbuf_new(in->arena);

	if (*name == '"')
		return name;
	for (const char *part = name;;) {
		const char *dot = strchr(part, '.');
		put_quoted(&out, part, dot ? (size_t)(dot - part) : strlen(part), '"');
		if (!dot)
			return strbuf_finish(&out);
		strbuf_putc(&out, '.');
		part = dot + 1;
	}
}

static const char *quote_text(struct interp *in, struct text text)
{
	struct strbuf out = strbuf_new(in->arena);

	put_quoted(&out, text.bytes, text.length, '\'');
	return strbuf_finish(&out);
}

static const char *list_literal(struct interp *in, const struct array *array)
{
	struct strbuf out = strbuf_new(in->arena);

	if (array->count == 0)
		return array->open ? value_to_text(in, value_data(in, NULL, "a list filled at run time")).bytes
				   : "NULL";
	for (size_t i = 0; i < array->count; i++) {
		if (i)
			strbuf_puts(&out, ", ");
		strbuf_puts(&out, sql_literal(in, array->items[i]));
	}
	return strbuf_finish(&out);
}

const char *sql_literal(struct interp *in, struct value value)
{
	switch (value.kind) {
	case VALUE_NIL:
		return "NULL";
	case VALUE_BOOL:
		return value.boolean ? "TRUE" : "FALSE";
	case VALUE_INTEGER:
	case VALUE_FLOAT:
	case VALUE_AREL:
		return value_to_text(in, value).bytes;
	case VALUE_STRING:
	case VALUE_SYMBOL:
		return quote_text(in, value_to_text(in, value));
	case VALUE_ARRAY:
		return str_printf(in->arena, "(%s)", list_literal(in, value.array));
	case VALUE_RELATION:
		return str_printf(in->arena, "(%s)", relation_sql(in, value.relation, NULL));
	case VALUE_HASH:
		return "'{}'";
	case VALUE_RANGE:
		return str_printf(in->arena, "%s AND %s", sql_literal(in, value.range->first),
				  sql_literal(in, value.range->last));
	case VALUE_CLASS:
	case VALUE_EXTERNAL:
		return quote_text(in, value_to_text(in, value));
	case VALUE_UNKNOWN:
		if (value.unknown->alternatives) /* one of several values, no part of the text */
			value = value_data(in, NULL, value.unknown->why);
		return value_to_text(in, value).bytes;
	default:
		return value_to_text(in, value).bytes;
	}
}

const struct text *sql_text(struct interp *in, const char *sql)
{
	struct text *text = ARENA_NEW(in->arena, struct text);

	*text = (struct text){.bytes = sql, .length = strlen(sql), .partial = sql_has_placeholder(sql)};
	return text;
}

struct value sql_value(struct interp *in, const char *sql)
{
	return value_text(VALUE_STRING, sql_text(in, sql));
}

/* --- bind marks --- */

/* Inside a literal a mark is followed by its value without the parentheses that the user wrote: `IN (?)`. */
static const char *bind_literal(struct interp *in, struct value value)
{
	if (value.kind == VALUE_ARRAY)
		return list_literal(in, value.array);
	if (value.kind == VALUE_RELATION)
		return relation_sql(in, value.relation, NULL);
	return sql_literal(in, value);
}

static size_t name_length(const char *text)
{
	size_t length = 0;

	while (str_is_word_byte(text[length]))
		length++;
	return length;
}

struct binder {
	struct interp *in;
	struct strbuf out;
	const struct value *values;
	size_t count, next;
	const struct hash *named;
};

/* Replaces the mark at `c`; returns how many bytes it took, 0 when there is none. */
static size_t put_bind(struct binder *binder, const char *c, const char *start)
{
	if (*c == '?' && binder->next < binder->count) {
		strbuf_puts(&binder->out, bind_literal(binder->in, binder->values[binder->next++]));
		return 1;
	}
	if (*c != ':' || c[1] == ':' || (c > start && c[-1] == ':') || !binder->named)
		return 0;
	size_t length = name_length(c + 1);
	const char *name = str_copy_n(binder->in->arena, c + 1, length);
	const struct value *value = length ? hash_get_name(binder->named, name) : NULL;
	if (!value)
		return 0;
	strbuf_puts(&binder->out, bind_literal(binder->in, *value));
	return length + 1;
}

const char *sql_fragment(struct interp *in, const struct value *values, size_t count, const struct hash *named)
{
	const char *text = count ? value_to_text(in, values[0]).bytes : "";
	struct binder binder = {in, strbuf_new(in->arena), values, count, 1, named};
	bool quoted = false;

	if (count == 2 && values[1].kind == VALUE_HASH && !named)
		binder.named = values[1].hash;
	if (count <= 1 && !named)
		return text;
	for (const char *c = text; *c;) {
		if (*c == '\'')
			quoted = !quoted;
		size_t taken = quoted ? 0 : put_bind(&binder, c, text);
		if (!taken)
			strbuf_putc(&binder.out, *c++);
		c += taken;
	}
	return strbuf_finish(&binder.out);
}

/* --- columns --- */

static bool is_plain_name(const char *text)
{
	return *text && !isdigit((unsigned char)*text) && name_length(text) == strlen(text);
}

static const char *table_prefix(struct interp *in, const struct relation *relation)
{
	/* with a FROM text of its own the table may have another name */
	if (relation->from && !strstr(relation->from, relation->table))
		return "";
	return str_printf(in->arena, "%s.", sql_quote_name(in, relation->table));
}

const char *relation_column(struct interp *in, const struct relation *relation, struct value name)
{
	const char *text = value_to_text(in, name).bytes;

	if (name.kind == VALUE_AREL || !is_plain_name(text))
		return name.kind == VALUE_SYMBOL ? sql_quote_name(in, text) : text;
	return str_printf(in->arena, "%s%s", table_prefix(in, relation), sql_quote_name(in, text));
}

const char *relation_primary_key(struct interp *in, const struct relation *relation)
{
	const char *name = NULL;

	if (relation->primary_key)
		return relation->primary_key;
	if (relation->klass) {
		struct value *declared = klass_declaration(in, relation->klass, "primary_key");
		name = declared ? value_name(*declared) : NULL;
	}
	if (!name)
		name = catalog_key_column(in->options.catalog, relation->table);
	return name ? name : "id";
}

/* --- conditions --- */

static const char *compare(struct interp *in, const char *column, struct value value, bool negate);

/* a IN (1, 2), with NULL among them: a IN (1, 2) OR a IS NULL */
static const char *compare_list(struct interp *in, const char *column, const struct array *array, bool negate)
{
	struct array rest = {.open = array->open};
	bool has_nil = false;

	for (size_t i = 0; i < array->count; i++) {
		if (array->items[i].kind == VALUE_NIL)
			has_nil = true;
		else if (array->items[i].kind == VALUE_ARRAY && array->items[i].array->count == 1)
			array_push(in, &rest, array->items[i].array->items[0]);
		else
			array_push(in, &rest, array->items[i]);
	}
	const char *list = str_printf(in->arena, "%s %sIN (%s)", column, negate ? "NOT " : "", list_literal(in, &rest));
	if (!has_nil)
		return list;
	return str_printf(in->arena, "(%s %s %s IS %sNULL)", list, negate ? "AND" : "OR", column, negate ? "NOT " : "");
}

static const char *compare_range(struct interp *in, const char *column, const struct range *range, bool negate)
{
	const char *not = negate ? "NOT " : "";

	if (range->first.kind == VALUE_NIL && range->last.kind == VALUE_NIL)
		return "TRUE";
	if (range->first.kind == VALUE_NIL)
		return str_printf(in->arena, "%s(%s <%s %s)", not, column, range->exclusive ? "" : "=",
				  sql_literal(in, range->last));
	if (range->last.kind == VALUE_NIL)
		return str_printf(in->arena, "%s(%s >= %s)", not, column, sql_literal(in, range->first));
	return str_printf(in->arena, "%s %sBETWEEN %s AND %s", column, not, sql_literal(in, range->first),
			  sql_literal(in, range->last));
}

/* a IN (SELECT ...); without a select list Rails takes the primary key */
static const char *compare_relation(struct interp *in, const char *column, const struct relation *relation, bool negate)
{
	const char *list =
		relation->selects.count
			? NULL
			: relation_column(in, relation, value_symbol(in, relation_primary_key(in, relation)));

	return str_printf(in->arena, "%s %sIN (%s)", column, negate ? "NOT " : "", relation_sql(in, relation, list));
}

static const char *compare(struct interp *in, const char *column, struct value value, bool negate)
{
	switch (value.kind) {
	case VALUE_NIL:
		return str_printf(in->arena, "%s IS %sNULL", column, negate ? "NOT " : "");
	case VALUE_ARRAY:
		return compare_list(in, column, value.array, negate);
	case VALUE_RANGE:
		return compare_range(in, column, value.range, negate);
	case VALUE_RELATION:
		return compare_relation(in, column, value.relation, negate);
	default:
		return str_printf(in->arena, "%s %s %s", column, negate ? "!=" : "=", sql_literal(in, value));
	}
}

/* where(owner: record): the columns that hold the link */
static bool compare_association(struct interp *in, struct relation *relation, const char *name, struct value value,
				bool negate)
{
	struct association association;

	if (!relation->klass || value.kind == VALUE_HASH || !association_find(in, relation, name, &association) ||
	    !association.is_belongs_to || association.is_likely)
		return false;
	struct value key = value_symbol(in, association.foreign_key);
	names_push(in->arena, &relation->wheres, compare(in, relation_column(in, relation, key), value, negate));
	names_add(in->arena, &relation->where_columns, association.foreign_key);
	if (association.type_column)
		names_push(in->arena, &relation->wheres,
			   compare(in, relation_column(in, relation, value_symbol(in, association.type_column)),
				   value_data(in, NULL, "the class of a record"), negate));
	return true;
}

static struct relation *nested_table(struct interp *in, const struct relation *relation, const char *name)
{
	struct association association;

	if (relation->klass && association_find(in, relation, name, &association) && association.target &&
	    !association.is_likely)
		return association.target;
	return relation_new(in, name);
}

static void add_nested(struct interp *in, struct relation *relation, const char *name, const struct hash *hash,
		       bool negate)
{
	struct relation *other = nested_table(in, relation, name);

	vec_each(struct hash_entry, entry, hash) {
		const char *column = relation_column(in, other, entry->key);
		names_push(in->arena, &relation->wheres, compare(in, column, entry->value, negate));
	}
}

/* where([:a, :b] => rows) */
static const char *tuple_column(struct interp *in, const struct relation *relation, const struct array *columns)
{
	struct names list = {0};

	for (size_t i = 0; i < columns->count; i++)
		names_push(in->arena, &list, relation_column(in, relation, columns->items[i]));
	return str_printf(in->arena, "(%s)", names_join(in->arena, &list, ", "));
}

static void add_pair(struct interp *in, struct relation *relation, const struct hash_entry *entry, bool negate)
{
	const char *name = value_is_text(entry->key) ? entry->key.text->bytes : NULL;

	if (entry->key.kind == VALUE_ARRAY) {
		names_push(in->arena, &relation->wheres,
			   compare(in, tuple_column(in, relation, entry->key.array), entry->value, negate));
		return;
	}
	if (name && entry->value.kind == VALUE_HASH) {
		add_nested(in, relation, name, entry->value.hash, negate);
		return;
	}
	if (name && compare_association(in, relation, name, entry->value, negate))
		return;
	const char *column =
		name && strchr(name, '.') ? sql_quote_name(in, name) : relation_column(in, relation, entry->key);
	names_push(in->arena, &relation->wheres, compare(in, column, entry->value, negate));
	if (name && !negate)
		names_add(in->arena, &relation->where_columns, name);
}

void relation_add_condition(struct interp *in, struct relation *relation, struct value condition, bool negate)
{
	const char *text;

	switch (condition.kind) {
	case VALUE_HASH:
		vec_each(struct hash_entry, entry, condition.hash) {
			add_pair(in, relation, entry, negate);
		}
		return;
	case VALUE_ARRAY: /* [sql, binds] */
		if (condition.array->count == 0)
			return;
		text = sql_fragment(in, condition.array->items, condition.array->count, NULL);
		break;
	case VALUE_NIL:
		return;
	default:
		text = value_to_text(in, condition).bytes;
	}
	if (*text)
		names_push(in->arena, &relation->wheres, str_printf(in->arena, negate ? "NOT (%s)" : "(%s)", text));
}

void relation_add_key(struct interp *in, struct relation *relation, struct value key)
{
	struct value hash = value_new_hash(in);

	hash_set(in, hash.hash, value_symbol(in, relation_primary_key(in, relation)), key);
	relation_add_condition(in, relation, hash, false);
}

/* --- statements --- */

static void put_list(struct interp *in, struct strbuf *out, const char *before, const struct names *list,
		     const char *separator)
{
	if (list->count)
		strbuf_printf(out, "%s%s", before, names_join(in->arena, list, separator));
}

static const char *default_list(struct interp *in, const struct relation *relation)
{
	return relation->from && !strstr(relation->from, relation->table)
		       ? "*"
		       : str_printf(in->arena, "%s.*", sql_quote_name(in, relation->table));
}

const char *relation_sql(struct interp *in, const struct relation *relation, const char *list)
{
	struct strbuf out = strbuf_new(in->arena);

	if (relation->with)
		strbuf_printf(&out, "WITH %s ", relation->with);
	strbuf_printf(&out, "SELECT %s", relation->is_distinct ? "DISTINCT " : "");
	if (!list && relation->selects.count)
		list = names_join(in->arena, &relation->selects, ", ");
	strbuf_printf(&out, "%s FROM %s", list ? list : default_list(in, relation),
		      relation->from ? relation->from : sql_quote_name(in, relation->table));
	put_list(in, &out, " ", &relation->joins, " ");
	put_list(in, &out, " WHERE ", &relation->wheres, " AND ");
	if (relation->is_none)
		strbuf_puts(&out, relation->wheres.count ? " AND FALSE" : " WHERE FALSE");
	put_list(in, &out, " GROUP BY ", &relation->groups, ", ");
	put_list(in, &out, " HAVING ", &relation->havings, " AND ");
	put_list(in, &out, " ORDER BY ", &relation->orders, ", ");
	if (relation->is_limited)
		strbuf_printf(&out, " LIMIT %s", value_to_text(in, value_data(in, NULL, "the limit of a query")).bytes);
	return strbuf_finish(&out);
}

/* As Rails: with joins, groups or a limit the rows are chosen by a sub-select of the primary key. */
const char *relation_target_sql(struct interp *in, const struct relation *relation)
{
	bool simple = !relation->joins.count && !relation->groups.count && !relation->is_limited &&
		      !relation->is_distinct && !relation->with && !relation->from;
	struct strbuf out = strbuf_new(in->arena);

	if (simple) {
		put_list(in, &out, " WHERE ", &relation->wheres, " AND ");
		return strbuf_finish(&out);
	}
	const char *key = relation_column(in, relation, value_symbol(in, relation_primary_key(in, relation)));
	strbuf_printf(&out, " WHERE %s IN (%s)", key, relation_sql(in, relation, key));
	return strbuf_finish(&out);
}

/* --- assignments --- */

static void put_assignment(struct interp *in, struct strbuf *out, const char *column, struct value value)
{
	if (out->length)
		strbuf_puts(out, ", ");
	/* an array or hash is stored in one column: which value it is does not matter */
	bool opaque = value.kind == VALUE_ARRAY || value.kind == VALUE_HASH || value.kind == VALUE_RANGE;
	strbuf_printf(out, "%s = %s", sql_quote_name(in, column), opaque ? "'{}'" : sql_literal(in, value));
}

const char *relation_assignments(struct interp *in, const struct relation *relation, const struct hash *attributes)
{
	return column_assignments(in, relation_attributes(in, relation, attributes));
}

const char *column_assignments(struct interp *in, const struct hash *columns)
{
	struct strbuf out = strbuf_new(in->arena);

	vec_each(struct hash_entry, entry, columns) {
		put_assignment(in, &out, value_to_text(in, entry->key).bytes, entry->value);
	}
	if (columns->open)
		put_assignment(in, &out,
			       value_to_text(in, value_unknown(in, NULL, "a hash that is filled at run time")).bytes,
			       value_nil());
	return strbuf_finish(&out);
}
