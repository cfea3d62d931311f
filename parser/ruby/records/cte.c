/* Queries made of queries, as the product's library builds them: common table expressions and unions.
 *
 *     cte = Gitlab::SQL::CTE.new(:batch, relation)
 *     Model.with(cte.to_arel).from(cte.alias_to(Model.arel_table))
 *
 * Such an object keeps its name and its parts; what is asked of it is SQL text again. A recursive one gets its parts by
 * `<<`, and its name stands in the later ones. */
#include "parser/ruby/records/relation.h"

#include "parser/sql/sql.h"

#include <string.h>

static const char *const kinds[] = {"SQL::CTE", "SQL::RecursiveCTE", "SQL::Union", "SQL::Except", "SQL::Intersect"};

static bool is_set_path(const char *path)
{
	for (size_t i = 0; path && i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (str_ends_with(path, kinds[i]))
			return true;
	}
	return false;
}

static struct value make(struct interp *in, const struct call *call)
{
	struct value object = {.kind = VALUE_OBJECT, .object = ARENA_NEW(in->arena, struct object)};
	struct value first = call_arg(call, 0), parts = value_new_array(in);
	bool is_named = value_is_text(first);

	object.object->class_path = call->receiver.path;
	object.object->variables = value_new_hash(in).hash;
	if (first.kind == VALUE_ARRAY)
		parts = first;
	else if (is_named && call->positional.count > 1)
		array_push(in, parts.array, call->positional.items[1]);
	hash_set(in, object.object->variables, value_symbol(in, "@name"),
		 is_named ? first : value_string(in, "union_rows"));
	hash_set(in, object.object->variables, value_symbol(in, "@parts"), parts);
	return object;
}

static const char *part_text(struct interp *in, struct value part)
{
	if (part.kind == VALUE_RELATION)
		return relation_sql(in, part.relation, NULL);
	return value_to_text(in, part).bytes;
}

static const char *parts_text(struct interp *in, const struct array *parts)
{
	struct names texts = {0};

	for (size_t i = 0; i < parts->count; i++)
		names_push(in->arena, &texts, str_printf(in->arena, "(%s)", part_text(in, parts->items[i])));
	if (texts.count == 1)
		return part_text(in, parts->items[0]);
	return texts.count ? names_join(in->arena, &texts, " UNION ") : "SELECT NULL";
}

/* The name under which the rows are known from here on: an arel table, or text. */
static const char *alias_text(struct interp *in, struct value alias)
{
	if (alias.kind == VALUE_AREL && alias.arel->table)
		return sql_quote_name(in, alias.arel->table);
	if (alias.kind == VALUE_RELATION)
		return sql_quote_name(in, alias.relation->table);
	return value_to_text(in, alias).bytes;
}

static struct value applied(struct interp *in, struct value rows, const char *definition, const char *name)
{
	struct relation *base = model_relation(in, rows, "with");

	if (!base)
		return value_unknown(in, NULL, "rows of a query that is not known");
	struct relation *copy = relation_copy(in, base);
	copy->with = str_printf(in->arena, "RECURSIVE %s", definition);
	copy->from = str_printf(in->arena, "%s AS %s", sql_quote_name(in, name), sql_quote_name(in, base->table));
	return relation_value(copy);
}

bool cte_call(struct interp *in, const struct call *call, struct value *result)
{
	if (call->receiver.kind == VALUE_EXTERNAL && str_equal(call->name, "new") && is_set_path(call->receiver.path)) {
		*result = make(in, call);
		return true;
	}
	if (call->receiver.kind != VALUE_OBJECT || call->receiver.object->klass ||
	    !is_set_path(call->receiver.object->class_path) || !call->receiver.object->variables)
		return false;
	struct array *parts = hash_get_name(call->receiver.object->variables, "@parts")->array;
	const char *name = value_to_text(in, *hash_get_name(call->receiver.object->variables, "@name")).bytes;
	const char *definition = str_printf(in->arena, "%s AS (%s)", sql_quote_name(in, name), parts_text(in, parts));
	if (str_equal(call->name, "<<")) {
		array_push(in, parts, call_arg(call, 0));
		*result = call->receiver;
	} else if (str_equal(call->name, "to_arel")) {
		*result = arel_value(in, definition);
	} else if (str_equal(call->name, "to_sql")) {
		*result = sql_value(in, parts_text(in, parts));
	} else if (str_equal(call->name, "alias_to")) {
		*result = arel_value(in, str_printf(in->arena, "%s AS %s", sql_quote_name(in, name),
						    alias_text(in, call_arg(call, 0))));
	} else if (str_equal(call->name, "table")) {
		struct value given = value_string(in, name);
		*result = interp_send(in, value_external("Arel::Table"), "new", &given, 1);
	} else if (str_equal(call->name, "apply_to")) {
		*result = applied(in, call_arg(call, 0), definition, name);
	} else {
		return false;
	}
	return true;
}

/* Whole rows of the table itself, chosen by conditions alone. */
static bool is_plain(const struct relation *relation, const struct value *member)
{
	const struct relation *part = member->relation;

	return member->kind == VALUE_RELATION && str_equal(part->table, relation->table) && !part->from &&
	       !part->with && !part->joins.count && !part->groups.count && !part->selects.count && !part->is_limited;
}

/* The rows of one query or of another are those on which one condition or the other holds. */
static bool add_disjunction(struct interp *in, struct relation *relation, const struct array *members)
{
	struct names conditions = {0};

	for (size_t i = 0; i < members->count; i++) {
		if (!is_plain(relation, &members->items[i]))
			return false;
		const struct names *wheres = &members->items[i].relation->wheres;
		names_push(in->arena, &conditions,
			   wheres->count ? str_printf(in->arena, "(%s)", names_join(in->arena, wheres, " AND "))
					 : "TRUE");
	}
	names_push(in->arena, &relation->wheres,
		   str_printf(in->arena, "(%s)", names_join(in->arena, &conditions, " OR ")));
	return true;
}

struct value relation_from_union(struct interp *in, const struct call *call, struct relation *relation)
{
	struct relation *copy = relation_copy(in, relation);
	struct value members = call_arg(call, 0);
	struct value *alias = call_keyword(call, "alias_as");
	const char *name = alias && value_name(*alias) ? value_name(*alias) : relation->table;

	if (members.kind != VALUE_ARRAY || !members.array->count || members.array->open) {
		relation_unresolved(in, call, "the queries that are united are not known");
		return relation_value(copy);
	}
	if (!add_disjunction(in, copy, members.array))
		copy->from =
			str_printf(in->arena, "(%s) AS %s", parts_text(in, members.array), sql_quote_name(in, name));
	return relation_value(copy);
}
