/* Arel: nodes are the SQL they stand for, tables and managers keep a relation underneath.
 *
 *     table = Model.arel_table; table[:a].eq(1).or(table[:b].eq(nil))
 *
 * Predicates are rows of a table with their SQL pattern. A node class that is not in the list renders as a row of its
 * arguments, which keeps the columns inside it visible. */
#include "parser/ruby/records/relation.h"

#include "parser/ruby/eval/inflect.h"

#include "analyzer/base/vec.h"

#include <string.h>

static const char *text_of(struct interp *in, struct value value)
{
	return value.kind == VALUE_AREL ? value_to_text(in, value).bytes : sql_literal(in, value);
}

static const char *argument(struct interp *in, const struct call *call, size_t index)
{
	return text_of(in, call_arg(call, index));
}

static const char *list_of(struct interp *in, struct value value)
{
	struct names list = {0};

	if (value.kind != VALUE_ARRAY)
		return text_of(in, value);
	for (size_t i = 0; i < value.array->count; i++)
		names_push(in->arena, &list, text_of(in, value.array->items[i]));
	return list.count ? names_join(in->arena, &list, ", ") : "NULL";
}

static const char *self_text(struct interp *in, const struct call *call)
{
	return value_to_text(in, call->receiver).bytes;
}

/* --- predicates: receiver %1, argument %2 --- */

struct predicate {
	const char *name;
	const char *before, *between, *after;
	bool has_argument;
};

static const struct predicate predicates[] = {
	{"*", "(", " * ", ")", true},
	{"+", "(", " + ", ")", true},
	{"-", "(", " - ", ")", true},
	{"/", "(", " / ", ")", true},
	{"and", "(", " AND ", ")", true},
	{"as", "", " AS ", "", true},
	{"asc", "", " ASC", "", false},
	{"average", "AVG(", ")", "", false},
	{"concat", "(", " || ", ")", true},
	{"count", "COUNT(", ")", "", false},
	{"desc", "", " DESC", "", false},
	{"does_not_match", "", " NOT ILIKE ", "", true},
	{"gt", "", " > ", "", true},
	{"gteq", "", " >= ", "", true},
	{"is_distinct_from", "", " IS DISTINCT FROM ", "", true},
	{"is_not_distinct_from", "", " IS NOT DISTINCT FROM ", "", true},
	{"lower", "LOWER(", ")", "", false},
	{"lt", "", " < ", "", true},
	{"lteq", "", " <= ", "", true},
	{"matches", "", " ILIKE ", "", true},
	{"matches_regexp", "", " ~ ", "", true},
	{"maximum", "MAX(", ")", "", false},
	{"minimum", "MIN(", ")", "", false},
	{"not", "NOT (", ")", "", false},
	{"nulls_first", "", " NULLS FIRST", "", false},
	{"nulls_last", "", " NULLS LAST", "", false},
	{"or", "(", " OR ", ")", true},
	{"sum", "SUM(", ")", "", false},
};

static bool predicate_call(struct interp *in, const struct call *call, struct value *result)
{
	for (size_t i = 0; i < sizeof(predicates) / sizeof(*predicates); i++) {
		const struct predicate *p = &predicates[i];
		if (strcmp(p->name, call->name) != 0)
			continue;
		const char *right = "";
		if (p->has_argument) {
			struct value value = call_arg(call, 0);
			bool is_name = strcmp(p->name, "as") == 0 && value_is_text(value);
			right = is_name ? sql_quote_name(in, value_to_text(in, value).bytes) : text_of(in, value);
		}
		*result = arel_value(in, str_printf(in->arena, "%s%s%s%s%s", p->before, self_text(in, call), p->between,
						    right, p->after));
		return true;
	}
	return false;
}

static bool comparison_call(struct interp *in, const struct call *call, struct value *result)
{
	const char *left = self_text(in, call);
	struct value value = call_arg(call, 0);
	bool negate = str_in(call->name, "not_eq not_in not_between");

	if (str_in(call->name, "eq not_eq")) {
		*result = arel_value(
			in, value.kind == VALUE_NIL
				    ? str_printf(in->arena, "%s IS %sNULL", left, negate ? "NOT " : "")
				    : str_printf(in->arena, "%s %s %s", left, negate ? "!=" : "=", text_of(in, value)));
		return true;
	}
	if (str_in(call->name, "exists")) {
		*result = arel_value(in, str_printf(in->arena, *left == '(' ? "EXISTS %s" : "EXISTS (%s)", left));
		return true;
	}
	if (str_in(call->name, "in not_in in_any")) {
		const char *list =
			value.kind == VALUE_RELATION ? relation_sql(in, value.relation, NULL) : list_of(in, value);
		*result = arel_value(in, str_printf(in->arena, "%s %sIN (%s)", left, negate ? "NOT " : "", list));
		return true;
	}
	if (str_in(call->name, "between not_between")) {
		*result = arel_value(in,
				     str_printf(in->arena, "%s %sBETWEEN %s", left, negate ? "NOT " : "",
						value.kind == VALUE_RANGE ? sql_literal(in, value) : "NULL AND NULL"));
		return true;
	}
	return false;
}

/* --- tables and managers --- */

static struct value table_value(struct interp *in, const char *table, const char *alias)
{
	struct value value = arel_value(
		in, alias ? str_printf(in->arena, "%s %s", sql_quote_name(in, table), sql_quote_name(in, alias))
			  : sql_quote_name(in, table));

	value.arel->kind = AREL_TABLE;
	value.arel->table = alias ? alias : table;
	value.arel->relation = relation_new(in, table);
	return value;
}

static struct value manager_value(struct interp *in, struct relation *relation, enum arel_kind kind)
{
	struct value value = arel_value(in, kind == AREL_SELECT ? relation_sql(in, relation, NULL) : "");

	value.arel->kind = kind;
	value.arel->table = relation->table;
	value.arel->relation = relation;
	return value;
}

static struct value column_value(struct interp *in, const struct arel *table, struct value name)
{
	const char *column = value_to_text(in, name).bytes;
	struct value value = arel_value(in, strcmp(column, "*") == 0
						    ? str_printf(in->arena, "%s.*", sql_quote_name(in, table->table))
						    : str_printf(in->arena, "%s.%s", sql_quote_name(in, table->table),
								 sql_quote_name(in, column)));

	value.arel->table = table->table;
	value.arel->column = column;
	return value;
}

static void add_all(struct interp *in, const struct call *call, struct names *list)
{
	for (size_t i = 0; i < call->positional.count; i++) {
		struct value item = call->positional.items[i];
		if (item.kind == VALUE_STRING || item.kind == VALUE_SYMBOL)
			names_push(in->arena, list, value_to_text(in, item).bytes);
		else
			names_push(in->arena, list, list_of(in, item));
	}
}

/* table.project(...).where(...).join(other).on(...) */
static bool select_call(struct interp *in, const struct call *call, struct value *result)
{
	struct arel *arel = call->receiver.arel;
	struct relation *relation = relation_copy(in, arel->relation);

	if (arel->kind == AREL_TABLE)
		relation->from = arel->sql->bytes;
	if (str_in(call->name, "project select")) {
		add_all(in, call, &relation->selects);
	} else if (str_in(call->name, "where")) {
		add_all(in, call, &relation->wheres);
	} else if (str_in(call->name, "group")) {
		add_all(in, call, &relation->groups);
	} else if (str_in(call->name, "having")) {
		add_all(in, call, &relation->havings);
	} else if (str_in(call->name, "order")) {
		add_all(in, call, &relation->orders);
	} else if (str_in(call->name, "from")) {
		relation->from = argument(in, call, 0);
	} else if (str_in(call->name, "take skip")) {
		relation->is_limited = true;
	} else if (str_in(call->name, "distinct")) {
		relation->is_distinct = true;
	} else if (str_in(call->name, "join outer_join")) {
		bool outer = str_in(call->name, "outer_join") || strstr(argument(in, call, 1), "OuterJoin");
		*result = manager_value(in, relation, AREL_SELECT);
		result->arel->pending =
			str_printf(in->arena, "%s JOIN %s", outer ? "LEFT OUTER" : "INNER", argument(in, call, 0));
		return true;
	} else if (str_in(call->name, "on")) {
		names_push(
			in->arena, &relation->joins,
			str_printf(in->arena, "%s ON %s", arel->pending ? arel->pending : "", argument(in, call, 0)));
	} else {
		return false;
	}
	*result = manager_value(in, relation, AREL_SELECT);
	return true;
}

static void put_assignment(struct interp *in, struct strbuf *set, struct value column, struct value value)
{
	const char *name = column.kind == VALUE_AREL && column.arel->column ? column.arel->column
									    : value_to_text(in, column).bytes;

	strbuf_printf(set, "%s%s = %s", set->length ? ", " : "", sql_quote_name(in, name), text_of(in, value));
}

/* set([[column, value]]), set(column => value), set('sql') */
static const char *assignments(struct interp *in, const struct call *call)
{
	struct value what = call_arg(call, 0);
	const struct hash *hash = what.kind == VALUE_HASH ? what.hash : call->keywords;
	struct strbuf set = strbuf_new(in->arena);

	if (what.kind == VALUE_ARRAY) {
		for (size_t i = 0; i < what.array->count; i++) {
			struct value pair = what.array->items[i];
			if (pair.kind == VALUE_ARRAY && pair.array->count >= 2)
				put_assignment(in, &set, pair.array->items[0], pair.array->items[1]);
		}
		return strbuf_finish(&set);
	}
	if (!hash)
		return text_of(in, what);
	vec_each(struct hash_entry, entry, hash) {
		put_assignment(in, &set, entry->key, entry->value);
	}
	return strbuf_finish(&set);
}

/* UpdateManager.new.table(t).set([[column, value]]).where(...); DeleteManager.new.from(t).where(...) */
static bool change_call(struct interp *in, const struct call *call, struct value *result)
{
	struct arel *arel = call->receiver.arel;
	struct value first = call_arg(call, 0);

	*result = call->receiver;
	if (str_in(call->name, "table from")) {
		arel->relation = first.kind == VALUE_AREL && first.arel->relation
					 ? relation_copy(in, first.arel->relation)
					 : relation_new(in, value_to_text(in, first).bytes);
	} else if (str_in(call->name, "where")) {
		add_all(in, call, &arel->relation->wheres);
	} else if (str_in(call->name, "set")) {
		arel->pending = assignments(in, call);
	} else if (!str_in(call->name, "key key=")) {
		return false;
	}
	const char *head = arel->kind == AREL_UPDATE ? "UPDATE " : "DELETE FROM ";
	const char *sql = str_printf(in->arena, "%s%s%s%s%s%s", head, sql_quote_name(in, arel->relation->table),
				     arel->pending ? " SET " : "", arel->pending ? arel->pending : "",
				     arel->relation->wheres.count ? " WHERE " : "",
				     names_join(in->arena, &arel->relation->wheres, " AND "));
	arel->sql = arel_value(in, sql).arel->sql;
	return true;
}

static bool table_call(struct interp *in, const struct call *call, struct value *result)
{
	struct arel *arel = call->receiver.arel;

	if (strcmp(call->name, "[]") == 0) {
		*result = column_value(in, arel, call_arg(call, 0));
	} else if (strcmp(call->name, "alias") == 0 || strcmp(call->name, "as") == 0) {
		const char *alias = value_name(call_arg(call, 0));
		*result = table_value(in, arel->relation->table, alias ? alias : "alias");
	} else if (str_in(call->name, "name table_name")) {
		*result = value_string(in, arel->table);
	} else if (strcmp(call->name, "create_on") == 0) {
		*result = arel_value(in, str_printf(in->arena, "ON %s", argument(in, call, 0)));
	} else if (strcmp(call->name, "create_join") == 0) {
		*result = arel_value(
			in, str_printf(in->arena, "INNER JOIN %s %s", argument(in, call, 0), argument(in, call, 1)));
	} else {
		return select_call(in, call, result);
	}
	return true;
}

static bool general_call(struct interp *in, const struct call *call, struct value *result)
{
	if (str_in(call->name, "to_sql to_s")) {
		*result = value_text(VALUE_STRING, call->receiver.arel->sql);
	} else if (str_in(call->name, "join_sources arel then squish strip itself freeze presence")) {
		if (strcmp(call->name, "join_sources") == 0 && call->receiver.arel->relation)
			*result = arel_value(in, names_join(in->arena, &call->receiver.arel->relation->joins, " "));
		else
			*result = call->receiver;
	} else if (str_in(call->name, "filter over")) {
		*result = arel_value(in, str_printf(in->arena, "%s", self_text(in, call)));
	} else {
		return false;
	}
	return true;
}

/* --- classes --- */

static const char *function_text(struct interp *in, const struct call *call, const char *name)
{
	return str_printf(in->arena, "%s(%s)", name, list_of(in, call_arg(call, 0)));
}

static const char *values_list(struct interp *in, struct value rows)
{
	struct names list = {0};

	if (rows.kind != VALUE_ARRAY || rows.array->count == 0)
		return str_printf(in->arena, "VALUES (%s)", text_of(in, rows));
	for (size_t i = 0; i < rows.array->count; i++)
		names_push(in->arena, &list, str_printf(in->arena, "(%s)", list_of(in, rows.array->items[i])));
	return str_printf(in->arena, "VALUES %s", names_join(in->arena, &list, ", "));
}

static const char *joined(struct interp *in, struct value list, const char *separator)
{
	struct names texts = {0};

	for (size_t i = 0; list.kind == VALUE_ARRAY && i < list.array->count; i++)
		names_push(in->arena, &texts, text_of(in, list.array->items[i]));
	return str_printf(in->arena, "(%s)", texts.count ? names_join(in->arena, &texts, separator) : "TRUE");
}

static const char *node_text(struct interp *in, const struct call *call, const char *kind)
{
	struct value first = call_arg(call, 0);
	const char *left = argument(in, call, 0), *right = argument(in, call, 1);

	if (str_in(kind, "SqlLiteral"))
		return value_to_text(in, first).bytes;
	if (str_in(kind, "NamedFunction"))
		return str_printf(in->arena, "%s(%s)", value_to_text(in, first).bytes, list_of(in, call_arg(call, 1)));
	if (str_in(kind, "Exists"))
		return str_printf(in->arena, *left == '(' ? "EXISTS %s" : "EXISTS (%s)", left);
	if (str_in(kind, "Not"))
		return str_printf(in->arena, "NOT (%s)", left);
	if (str_in(kind, "And"))
		return joined(in, first, " AND ");
	if (str_in(kind, "Or"))
		return first.kind == VALUE_ARRAY ? joined(in, first, " OR ")
						 : str_printf(in->arena, "(%s OR %s)", left, right);
	if (str_in(kind, "ValuesList"))
		return values_list(in, first);
	if (str_in(kind, "As TableAlias"))
		return str_printf(in->arena, "%s AS %s", left, value_to_text(in, call_arg(call, 1)).bytes);
	if (str_in(kind, "Equality"))
		return str_printf(in->arena, "%s = %s", left, right);
	if (str_in(kind, "Count Sum Max Min Avg"))
		return function_text(in, call, kind);
	if (str_in(kind, "Lateral Distinct Descending Ascending On"))
		return str_printf(in->arena, "%s %s", str_in(kind, "Descending Ascending") ? "" : kind, left);
	return str_printf(in->arena, "(%s)", list_of(in, first));
}

static bool class_call(struct interp *in, const struct call *call, const char *path, struct value *result)
{
	const char *name = call->name;

	if (str_equal(path, "Arel") && str_equal(name, "sql")) {
		*result = call->positional.count ? arel_value(in, sql_fragment(in, call->positional.items,
									       call->positional.count, call->keywords))
						 : value_unknown(in, call->node, "Arel.sql without a text");
	} else if (str_equal(path, "Arel") && str_equal(name, "star")) {
		*result = arel_value(in, "*");
	} else if (str_equal(path, "Arel::Table") && str_equal(name, "new")) {
		struct value *alias = call_keyword(call, "as");
		*result =
			table_value(in, value_to_text(in, call_arg(call, 0)).bytes, alias ? value_name(*alias) : NULL);
	} else if (str_equal(path, "Arel::Nodes") && str_in(name, "build_quoted")) {
		*result = arel_value(in, argument(in, call, 0));
	} else if (str_starts_with(path, "Arel::Nodes::") && str_equal(name, "new")) {
		*result = arel_value(in, node_text(in, call, inflect_demodulize(path)));
	} else if (str_in(path, "Arel::UpdateManager Arel::DeleteManager") && str_equal(name, "new")) {
		*result = manager_value(in, relation_new(in, "unknown"),
					strstr(path, "Update") ? AREL_UPDATE : AREL_DELETE);
	} else if (str_equal(path, "Arel::SelectManager") && str_equal(name, "new")) {
		struct value table = call_arg(call, 0);
		struct relation *relation = table.kind == VALUE_AREL && table.arel->relation
						    ? table.arel->relation
						    : relation_new(in, "unknown");
		*result = manager_value(in, relation, AREL_SELECT);
	} else {
		return false;
	}
	return true;
}

bool arel_call(struct interp *in, const struct call *call, struct value *result)
{
	if (call->receiver.kind == VALUE_EXTERNAL && call->has_receiver)
		return str_starts_with(call->receiver.path, "Arel") &&
		       class_call(in, call, call->receiver.path, result);
	if (call->receiver.kind != VALUE_AREL)
		return false;
	enum arel_kind kind = call->receiver.arel->kind;
	if (kind == AREL_TABLE && table_call(in, call, result))
		return true;
	if (kind == AREL_SELECT && select_call(in, call, result))
		return true;
	if ((kind == AREL_UPDATE || kind == AREL_DELETE) && change_call(in, call, result))
		return true;
	return general_call(in, call, result) || comparison_call(in, call, result) || predicate_call(in, call, result);
}
