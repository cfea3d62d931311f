/* Associations between models: declared in the class body (belongs_to, has_many, has_one with class_name, foreign_key,
 * through, as), or, for models whose body is not read, told from names when the tables and columns fit. Without a
 * declaration the result is marked likely.
 *
 * klass->declarations["belongs_to"] is a list of calls: [:owner, scope?, {options}]. */
#include "parser/ruby/records/relation.h"

#include "parser/ruby/eval/inflect.h"
#include "parser/ruby/eval/parts.h"

#include <string.h>

#define MAX_ANCESTORS 16
#define MAX_THROUGH 8

struct declaration {
	const char *macro;
	const struct hash *options; /* NULL when none */
	struct proc *scope;         /* -> { where(...) }, or NULL */
	struct klass *owner;
};

static bool declared_in(struct klass *klass, const char *macro, const char *name, struct declaration *out)
{
	part_ask_association(klass, macro, name);
	struct value *list = klass->declarations ? hash_get_name(klass->declarations, macro) : NULL;

	if (!list || list->kind != VALUE_ARRAY)
		return false;
	for (size_t i = 0; i < list->array->count; i++) {
		struct value call = list->array->items[i];
		if (call.kind != VALUE_ARRAY || !call.array->count || !value_is_text(call.array->items[0]) ||
		    !str_equal(value_name(call.array->items[0]), name))
			continue;
		*out = (struct declaration){macro, NULL, NULL, klass};
		for (size_t k = 1; k < call.array->count; k++) {
			if (call.array->items[k].kind == VALUE_HASH)
				out->options = call.array->items[k].hash;
			else if (call.array->items[k].kind == VALUE_PROC && k == 1)
				out->scope = call.array->items[k].proc;
		}
		return true;
	}
	return false;
}

static bool find_declaration(struct interp *in, struct klass *klass, const char *name, struct declaration *out)
{
	static const char *const macros[] = {"belongs_to", "has_many", "has_one", "has_and_belongs_to_many"};

	for (unsigned depth = 0; klass && depth < MAX_ANCESTORS; depth++) {
		klass_run_body(in, klass);
		for (size_t i = 0; i < sizeof(macros) / sizeof(*macros); i++) {
			if (declared_in(klass, macros[i], name, out))
				return true;
			for (size_t k = 0; k < klass->included.count; k++) {
				klass_run_body(in, klass->included.items[k]);
				if (declared_in(klass->included.items[k], macros[i], name, out))
					return true;
			}
		}
		klass = klass_superclass(in, klass);
	}
	return false;
}

static const char *option(const struct declaration *declaration, const char *name)
{
	struct value *value = declaration->options ? hash_get_name(declaration->options, name) : NULL;

	return value ? value_name(*value) : NULL;
}

static bool has_option(const struct declaration *declaration, const char *name)
{
	return declaration->options && hash_get_name(declaration->options, name);
}

/* The class of the other side: class_name:, else the camelized name, looked up from the declaring class. */
static struct relation *target_of(struct interp *in, const struct declaration *declaration, const char *name,
				  bool is_many)
{
	const char *path = option(declaration, "class_name");
	struct frame frame = {.caller = in->frame,
			      .lexical = declaration->owner,
			      .source = declaration->owner->source,
			      .self = value_class(declaration->owner),
			      .depth = in->frame ? in->frame->depth + 1 : 0};
	struct frame *saved = in->frame;

	if (!path)
		path = str_camelize(in->arena, is_many ? inflect_singular(in->arena, name) : name);
	if (str_starts_with(path, "::"))
		frame.lexical = NULL;
	in->frame = &frame;
	struct value klass = interp_constant(in, path);
	struct relation *target = model_relation(in, klass, "where");
	if (target && declaration->scope && !declaration->scope->parameters) {
		struct value scoped = interp_yield_self(in, declaration->scope, relation_value(target), NULL, 0);
		if (scoped.kind == VALUE_RELATION)
			target = scoped.relation;
	}
	in->frame = saved;
	return target;
}

static void fill_has(struct interp *in, const struct relation *relation, const struct declaration *declaration,
		     struct association *out)
{
	const char *as = option(declaration, "as");
	const char *self_name = relation->class_path ? inflect_demodulize(relation->class_path) : relation->table;

	out->through = option(declaration, "through");
	out->source = option(declaration, "source");
	out->foreign_key = option(declaration, "foreign_key");
	if (!out->foreign_key)
		out->foreign_key = str_printf(in->arena, "%s_id", as ? as : str_underscore(in->arena, self_name));
	if (as)
		out->type_column = str_printf(in->arena, "%s_type", as);
	out->own_key = option(declaration, "primary_key");
	if (!out->own_key)
		out->own_key = relation_primary_key(in, relation);
}

/* The table in between has the names of both tables in alphabetical order unless it is given. */
static void fill_many_to_many(struct interp *in, const struct relation *relation, const struct declaration *declaration,
			      const char *name, struct association *out)
{
	fill_has(in, relation, declaration, out);
	out->join_table = option(declaration, "join_table");
	if (!out->join_table && out->target) {
		bool first = str_compare(relation->table, out->target->table) < 0;
		out->join_table = str_printf(in->arena, "%s_%s", first ? relation->table : out->target->table,
					     first ? out->target->table : relation->table);
	}
	out->far_key = option(declaration, "association_foreign_key");
	if (!out->far_key)
		out->far_key = str_printf(in->arena, "%s_id", inflect_singular(in->arena, name));
}

static void fill_belongs_to(struct interp *in, const struct declaration *declaration, const char *name,
			    struct association *out)
{
	out->is_belongs_to = true;
	out->foreign_key = option(declaration, "foreign_key");
	if (!out->foreign_key)
		out->foreign_key = str_printf(in->arena, "%s_id", name);
	if (has_option(declaration, "polymorphic")) {
		const char *type = option(declaration, "foreign_type");
		out->target = NULL;
		out->type_column = type ? type : str_printf(in->arena, "%s_type", name);
	}
	out->own_key = option(declaration, "primary_key");
	if (!out->own_key)
		out->own_key = out->target ? relation_primary_key(in, out->target) : "id";
}

/* No declaration: `owner` and a column owner_id with a table owners; or `notes` and a column notes.owner_id. */
static bool find_by_names(struct interp *in, const struct relation *relation, const char *name, struct association *out)
{
	const struct catalog *catalog = in->options.catalog;
	char *plural = inflect_plural(in->arena, name);
	char *key = str_printf(in->arena, "%s_id", name);

	if (!catalog || relation->klass)
		return false;
	*out = (struct association){.name = name, .is_likely = true, .own_key = "id"};
	if (catalog_has_table(catalog, plural) == TRI_YES &&
	    catalog_has_column(catalog, relation->table, key) == TRI_YES) {
		out->is_belongs_to = true;
		out->foreign_key = key;
		out->target = relation_new(in, plural);
	} else {
		key = str_printf(in->arena, "%s_id", inflect_singular(in->arena, relation->table));
		if (catalog_has_column(catalog, plural, key) != TRI_YES)
			return false;
		out->foreign_key = key;
		out->is_many = str_equal(plural, name);
		out->target = relation_new(in, plural);
	}
	out->target->likely = true;
	return true;
}

bool association_find(struct interp *in, const struct relation *relation, const char *name, struct association *out)
{
	struct declaration declaration;

	if (!relation->klass || !find_declaration(in, relation->klass, name, &declaration))
		return find_by_names(in, relation, name, out);
	*out = (struct association){.name = name};
	out->is_many = str_equal(declaration.macro, "has_many") || str_starts_with(declaration.macro, "has_and");
	bool polymorphic = has_option(&declaration, "polymorphic");
	out->target = polymorphic ? NULL : target_of(in, &declaration, name, out->is_many);
	if (str_equal(declaration.macro, "belongs_to"))
		fill_belongs_to(in, &declaration, name, out);
	else if (str_starts_with(declaration.macro, "has_and"))
		fill_many_to_many(in, relation, &declaration, name, out);
	else
		fill_has(in, relation, &declaration, out);
	return out->target || polymorphic || out->through;
}

/* --- joins --- */

static const char *far_join(struct interp *in, const struct association *which, const char *type)
{
	const struct relation *between = relation_new(in, which->join_table);

	return str_printf(in->arena, "%s JOIN %s ON %s = %s", type, sql_quote_name(in, which->target->table),
			  relation_column(in, which->target, value_symbol(in, relation_primary_key(in, which->target))),
			  relation_column(in, between, value_symbol(in, which->far_key)));
}

static const char *many_to_many_text(struct interp *in, const struct relation *relation,
				     const struct association *which, bool outer)
{
	const struct relation *between = relation_new(in, which->join_table);
	const char *type = outer ? "LEFT OUTER" : "INNER";

	return str_printf(in->arena, "%s JOIN %s ON %s = %s %s", type, sql_quote_name(in, which->join_table),
			  relation_column(in, between, value_symbol(in, which->foreign_key)),
			  relation_column(in, relation, value_symbol(in, which->own_key)), far_join(in, which, type));
}

static const char *join_text(struct interp *in, const struct relation *relation, const struct association *which,
			     bool outer)
{
	const struct relation *owner = which->is_belongs_to ? relation : which->target;
	const struct relation *other = which->is_belongs_to ? which->target : relation;
	const char *key = relation_column(in, owner, value_symbol(in, which->foreign_key));
	const char *type = "";

	if (which->type_column && relation->class_path)
		type = str_printf(in->arena, " AND %s = '%s'",
				  relation_column(in, owner, value_symbol(in, which->type_column)),
				  inflect_demodulize(relation->class_path));
	const struct names *scope = &which->target->wheres;
	return str_printf(in->arena, "%s JOIN %s ON %s = %s%s%s%s", outer ? "LEFT OUTER" : "INNER",
			  sql_quote_name(in, which->target->table), key,
			  relation_column(in, other, value_symbol(in, which->own_key)), type,
			  scope->count ? " AND " : "", names_join(in->arena, scope, " AND "));
}

/* The association of the class in between that leads to the far side. */
static bool find_source(struct interp *in, const struct relation *between, const struct association *which,
			struct association *out)
{
	if (which->source)
		return association_find(in, between, which->source, out);
	return association_find(in, between, inflect_singular(in->arena, which->name), out) ||
	       association_find(in, between, which->name, out);
}

/* The conditions of has_many :a, -> { where(...) }, through: :b on the far table. */
static const struct names *far_scope(const struct association *which, const struct association *source)
{
	static const struct names none = {0};

	if (!which->target || !source->target || !str_equal(which->target->table, source->target->table))
		return &none;
	return &which->target->wheres;
}

static const char *join_at_depth(struct interp *in, const struct relation *relation, const char *name, bool outer,
				 unsigned depth)
{
	struct association which, between, source;

	if (depth > MAX_THROUGH || !association_find(in, relation, name, &which))
		return NULL;
	if (which.join_table && which.target)
		return many_to_many_text(in, relation, &which, outer);
	if (!which.through)
		return which.target ? join_text(in, relation, &which, outer) : NULL;
	if (!association_find(in, relation, which.through, &between) || !between.target ||
	    !find_source(in, between.target, &which, &source))
		return NULL;
	const char *first = join_at_depth(in, relation, which.through, outer, depth + 1);
	const char *second = join_at_depth(in, between.target, source.name, outer, depth + 1);
	const struct names *scope = far_scope(&which, &source);
	return first && second ? str_printf(in->arena, "%s %s%s%s", first, second, scope->count ? " AND " : "",
					    names_join(in->arena, scope, " AND "))
			       : NULL;
}

const char *association_join(struct interp *in, const struct relation *relation, const char *name, bool outer)
{
	return join_at_depth(in, relation, name, outer, 0);
}

/* record.owner, record.notes: the rows linked to a row that is known only at run time */
struct relation *association_rows(struct interp *in, const struct relation *record, const struct association *which)
{
	struct association between, source;
	struct value placeholder = value_data(in, NULL, "the key of a record");

	if (which->through) {
		if (!association_find(in, record, which->through, &between) || !between.target ||
		    !find_source(in, between.target, which, &source) || !source.target)
			return NULL;
		struct relation *rows = relation_copy(in, source.target);
		/* the join the other way round has the same condition */
		names_push(in->arena, &rows->joins,
			   str_printf(in->arena, "INNER JOIN %s ON %s = %s", sql_quote_name(in, between.target->table),
				      relation_column(in, source.is_belongs_to ? between.target : source.target,
						      value_symbol(in, source.foreign_key)),
				      relation_column(in, source.is_belongs_to ? source.target : between.target,
						      value_symbol(in, source.own_key))));
		const struct names *scope = far_scope(which, &source);
		for (size_t i = 0; i < scope->count; i++)
			names_push(in->arena, &rows->wheres, scope->items[i]);
		struct relation *link = association_rows(in, record, &between);
		for (size_t i = 0; link && i < link->wheres.count; i++)
			names_push(in->arena, &rows->wheres, link->wheres.items[i]);
		return rows;
	}
	if (!which->target)
		return NULL;
	struct relation *rows = relation_copy(in, which->target);
	if (which->join_table) {
		struct relation *table = relation_new(in, which->join_table);
		names_push(in->arena, &rows->joins,
			   str_printf(in->arena, "INNER JOIN %s ON %s = %s", sql_quote_name(in, which->join_table),
				      relation_column(in, table, value_symbol(in, which->far_key)),
				      relation_column(in, rows, value_symbol(in, relation_primary_key(in, rows)))));
		names_push(in->arena, &rows->wheres,
			   str_printf(in->arena, "%s = %s",
				      relation_column(in, table, value_symbol(in, which->foreign_key)),
				      sql_literal(in, placeholder)));
		return rows;
	}
	struct value hash = value_new_hash(in);
	hash_set(in, hash.hash, value_symbol(in, which->is_belongs_to ? which->own_key : which->foreign_key),
		 placeholder);
	if (which->type_column)
		hash_set(in, hash.hash, value_symbol(in, which->type_column), value_data(in, NULL, "a class name"));
	relation_add_condition(in, rows, hash, false);
	return rows;
}
