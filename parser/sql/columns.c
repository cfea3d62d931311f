/* Which table's column a name means.
 *
 * A qualified name goes to the relation of that alias; where there is none (fragments of a statement whose joins were
 * built elsewhere) the qualifier is taken for a table. An unqualified name goes, scope by scope from the inside out, to
 * a derived relation that gives such a column, to the only table, to the only table that has the column according to
 * the catalog, else to the first table of the innermost scope, which is a guess. */
#include "parser/sql/query.h"

#include <string.h>

struct relation *scope_add(struct reader *reader, struct scope *scope, const char *alias, const char *table,
			   struct query *query)
{
	struct relation *relation = ARENA_NEW(reader->scratch, struct relation);
	struct relation **last = &scope->relations;

	while (*last)
		last = &(*last)->next;
	*relation = (struct relation){.alias = alias, .table = table, .query = query};
	*last = relation;
	if (query && scope->filters)
		columns_add_refs(reader, &query->filters,
				 &(struct sink){scope->filters, scope->filters, READ_FILTER, .is_conjunct = true});
	return relation;
}

const struct cte *scope_cte(const struct scope *scope, const char *name)
{
	for (; scope; scope = scope->parent) {
		for (const struct cte *cte = scope->ctes; cte; cte = cte->next) {
			if (str_equal(cte->name, name))
				return cte;
		}
	}
	return NULL;
}

static const struct names *kept_literals(struct reader *reader, const struct names *literals)
{
	struct names *kept = ARENA_NEW(reader->arena, struct names);

	for (size_t i = 0; i < literals->count; i++)
		names_add(reader->arena, kept, str_copy(reader->arena, literals->items[i]));
	return kept;
}

void columns_add_ref(struct reader *reader, const char *table, const char *column, const struct sink *sink)
{
	if (!table || !column)
		return;
	table = str_copy(reader->arena, table);
	column = str_copy(reader->arena, column);
	struct column_ref ref = {.table = table, .column = column, .role = sink->role, .test = sink->test};
	if (sink->test)
		ref.reach = sink->reach;
	if (sink->literals.count)
		ref.values = kept_literals(reader, &sink->literals);
	if (sink->values)
		column_refs_add_ref(reader->arena, sink->values, ref);
	if (ref.reach == REACH_INNER) /* a read is about the rows of one table */
		ref.reach = REACH_ALL;
	column_refs_add_ref(reader->arena, &reader->reads, ref);
}

void columns_add_refs(struct reader *reader, const struct column_refs *refs, const struct sink *sink)
{
	bool is_filter = sink->values == sink->filters;

	/* values may grow while refs is read only when both are the same list: then nothing is new */
	if (refs == sink->values)
		return;
	vec_each(struct column_ref, ref, refs) {
		struct sink kept = *sink;

		/* a join stays a join where it chose the rows, grouping stays grouping everywhere */
		if (ref->role == READ_GROUP || (ref->role == READ_JOIN && is_filter))
			kept.role = ref->role;
		if (is_filter && (sink->is_conjunct || ref->reach == REACH_INNER) && !sink->test) {
			kept.test = ref->test;
			kept.literals = ref->values ? *ref->values : (struct names){0};
			kept.reach = ref->reach ? ref->reach : sink->reach;
		}
		columns_add_ref(reader, ref->table, ref->column, &kept);
	}
}

static enum tristate has_column(struct reader *reader, const char *table, const char *column)
{
	return catalog_has_column(reader->in->catalog, table, column);
}

static const struct output *query_output(const struct query *query, const char *name)
{
	vec_each(struct output, output, &query->outputs) {
		if (str_equal(output->name, name))
			return output;
	}
	return NULL;
}

/* Does the relation have the column? For derived ones `output_out` is set when it is listed. */
static enum tristate relation_has(struct reader *reader, const struct relation *relation, const char *column,
				  const struct output **output_out)
{
	if (!relation->query)
		return has_column(reader, relation->table, column);
	*output_out = query_output(relation->query, column);
	if (*output_out)
		return TRI_YES;
	return relation->query->star_tables.count || relation->query->rest.count ? TRI_UNKNOWN : TRI_NO;
}

static struct found found_in(const struct relation *relation, const struct output *output, bool is_guess)
{
	return (struct found){relation, output, relation->query ? NULL : relation->table, is_guess};
}

static bool alias_matches(const struct relation *relation, const char *qualifier)
{
	const char *dot;

	if (str_equal(relation->alias, qualifier))
		return true;
	/* an alias that is a placeholder may be no alias at all, but joins behind the table */
	if (relation->table && sql_has_placeholder(relation->alias))
		return str_equal(relation->table, qualifier);
	dot = relation->alias ? NULL : strrchr(relation->table ? relation->table : "", '.');
	return dot && str_equal(dot + 1, qualifier);
}

bool columns_may_be_table(struct reader *reader, const char *table)
{
	return str_in(table, "new old excluded") || catalog_has_table(reader->in->catalog, table) != TRI_NO;
}

static struct found find_qualified(struct reader *reader, const struct scope *scope, const char *qualifier,
				   const char *column)
{
	for (; scope; scope = scope->parent) {
		for (const struct relation *relation = scope->relations; relation; relation = relation->next) {
			const struct output *output = NULL;

			if (!alias_matches(relation, qualifier))
				continue;
			relation_has(reader, relation, column, &output);
			return found_in(relation, output, false);
		}
	}
	if (sql_has_placeholder(qualifier)) {
		reader_unresolved(reader, "a table name is computed at run time");
		return (struct found){0};
	}
	if (!columns_may_be_table(reader, qualifier)) {
		reader_unresolved(reader, "an alias is not known");
		return (struct found){0};
	}
	return (struct found){.table = qualifier, .is_guess = true};
}

/* The candidates of one scope. */
struct candidates {
	const struct relation *sure;
	const struct output *output;
	const struct relation *possible;
	unsigned sure_count;
	unsigned possible_count;
};

static struct candidates scope_candidates(struct reader *reader, const struct scope *scope, const char *column)
{
	struct candidates found = {0};

	for (const struct relation *relation = scope->relations; relation; relation = relation->next) {
		const struct output *output = NULL;
		enum tristate has;

		if (relation->table && str_in(relation->table, "NEW OLD"))
			continue;
		has = relation_has(reader, relation, column, &output);
		if (has == TRI_YES && found.sure_count++ == 0) {
			found.sure = relation;
			found.output = output;
		} else if (has == TRI_UNKNOWN && (relation->table || relation->query) && found.possible_count++ == 0) {
			found.possible = relation;
		}
	}
	return found;
}

static const struct relation *first_table(const struct scope *scope)
{
	for (; scope; scope = scope->parent) {
		for (const struct relation *relation = scope->relations; relation; relation = relation->next) {
			if (relation->table && !str_in(relation->table, "NEW OLD"))
				return relation;
		}
	}
	return NULL;
}

/* A variable of the function around the statement. */
static const struct output *find_variable(const struct scope *scope, const char *name)
{
	const struct output *output = NULL;

	for (; scope && !output; scope = scope->parent)
		output = scope->variables ? query_output(scope->variables, name) : NULL;
	return output;
}

static unsigned relation_count(const struct scope *scope)
{
	unsigned count = 0;

	for (; scope; scope = scope->parent) {
		for (const struct relation *relation = scope->relations; relation; relation = relation->next)
			count += !relation->table || !str_in(relation->table, "NEW OLD");
	}
	return count;
}

/* NEW and OLD have to be written out, so they are no candidates here. */
static struct found find_plain(struct reader *reader, const struct scope *scope, const char *column)
{
	const struct output *variable = find_variable(scope, column);
	const struct scope *innermost = scope;

	for (; scope; scope = scope->parent) {
		struct candidates found = scope_candidates(reader, scope, column);

		if (found.sure_count)
			return found_in(found.sure, found.output, found.sure_count > 1);
		if (variable)
			return (struct found){.output = variable};
		if (found.possible_count)
			return found_in(found.possible, NULL, found.possible_count > 1);
	}
	/* a single table has the column although the catalog does not say so yet */
	if (first_table(innermost))
		return found_in(first_table(innermost), NULL, relation_count(innermost) > 1);
	return (struct found){0};
}

struct found columns_find(struct reader *reader, const struct scope *scope, const char *qualifier, const char *column)
{
	return qualifier ? find_qualified(reader, scope, qualifier, column) : find_plain(reader, scope, column);
}

/* Splits a ColumnRef: [schema.][qualifier.]column; column NULL for a star. */
static const char *column_parts(const node_t *node, const char **qualifier_out)
{
	const PgQuery__ColumnRef *ref = node->column_ref;

	*qualifier_out = ref->n_fields > 1 ? name_string(ref->fields[ref->n_fields - 2]) : NULL;
	return ref->n_fields ? name_string(ref->fields[ref->n_fields - 1]) : NULL;
}

struct found columns_find_node(struct reader *reader, const struct scope *scope, const node_t *node)
{
	const char *qualifier;
	const char *column;

	if (!node || node->node_case != PG_QUERY__NODE__NODE_COLUMN_REF)
		return (struct found){0};
	column = column_parts(node, &qualifier);
	if (!column || (!qualifier && sql_has_placeholder(column)))
		return (struct found){0};
	return columns_find(reader, scope, qualifier, column);
}

/* A derived relation with `*` of tables: the one which has the column. */
static void add_star(struct reader *reader, const struct query *query, const char *column, const struct sink *sink)
{
	const char *table = NULL;

	for (size_t i = 0; i < query->star_tables.count && !table; i++) {
		if (has_column(reader, query->star_tables.items[i], column) == TRI_YES)
			table = query->star_tables.items[i];
	}
	for (size_t i = 0; i < query->star_tables.count && !table; i++) {
		if (has_column(reader, query->star_tables.items[i], column) == TRI_UNKNOWN)
			table = query->star_tables.items[i];
	}
	columns_add_ref(reader, table, column, sink);
}

void columns_add_found(struct reader *reader, const struct found *found, const char *column, const struct sink *sink)
{
	if (found->is_guess && found->table) {
		reader->has_guess = true;
		names_add(reader->arena, &reader->guessed_tables, str_copy(reader->arena, found->table));
	}
	if (found->output) {
		columns_add_refs(reader, &found->output->refs, sink);
	} else if (found->relation && found->relation->query) {
		add_star(reader, found->relation->query, column, sink);
		columns_add_refs(reader, &found->relation->query->rest, sink);
	} else if (found->table) {
		names_add(reader->arena, &reader->read_tables, str_copy(reader->arena, found->table));
		columns_add_ref(reader, found->table, column, sink);
	}
}

/* The whole row of `relation` as a value. */
static void add_row(struct reader *reader, const struct relation *relation, const struct sink *sink)
{
	struct query row = {0};

	columns_expand(reader, relation, &row);
	vec_each(struct output, output, &row.outputs)
		columns_add_refs(reader, &output->refs, sink);
	for (size_t i = 0; i < row.star_tables.count; i++)
		columns_add_ref(reader, row.star_tables.items[i], "*", sink);
	columns_add_refs(reader, &row.rest, sink);
}

static const struct relation *relation_named(const struct scope *scope, const char *name)
{
	for (; scope; scope = scope->parent) {
		for (const struct relation *relation = scope->relations; relation; relation = relation->next) {
			if (alias_matches(relation, name))
				return relation;
		}
	}
	return NULL;
}

/* Does the name of a relation, used as a value, mean its row? A column or a variable of that name goes first. */
static bool is_row(struct reader *reader, const struct scope *scope, const struct relation *relation, const char *name)
{
	if (find_variable(scope, name))
		return false;
	if (relation->query)
		return !query_output(relation->query, name);
	return relation->table && has_column(reader, relation->table, name) == TRI_NO;
}

void columns_add(struct reader *reader, const struct scope *scope, const node_t *node, const struct sink *sink)
{
	const char *qualifier;
	const char *column = column_parts(node, &qualifier);
	const struct relation *row = NULL;
	struct found found;

	if (!column && qualifier) { /* t.* as a value */
		row = relation_named(scope, qualifier);
	} else if (!column) {
		return;
	} else if (!qualifier) {
		if (sql_has_placeholder(column)) /* stands for a value */
			return;
		row = relation_named(scope, column);
		if (row && !is_row(reader, scope, row, column))
			row = NULL;
	}
	if (row) {
		add_row(reader, row, sink);
		return;
	}
	if (!column || !name_column(reader, column))
		return;
	found = columns_find(reader, scope, qualifier, column);
	columns_add_found(reader, &found, column, sink);
}

void query_add_output(struct reader *reader, struct query *query, struct output output)
{
	if (query->outputs.count < SQL_MAX_OUTPUTS)
		vec_push(reader->scratch, &query->outputs, output);
	else
		reader_unresolved(reader, "a sub-select has too many columns");
}

/* `*` in a CTE or sub-select reads nothing yet: what is used of it outside does. */
static void expand_table(struct reader *reader, const char *table, struct query *query)
{
	const struct names *columns = catalog_columns(reader->in->catalog, table);

	if (!columns || !columns->count) {
		names_add(reader->scratch, &query->star_tables, table);
		return;
	}
	for (size_t i = 0; i < columns->count; i++) {
		struct output output = {.name = str_copy(reader->scratch, columns->items[i])};

		column_refs_add(reader->arena, &output.refs, str_copy(reader->arena, table),
				str_copy(reader->arena, output.name), READ_VALUE);
		query_add_output(reader, query, output);
	}
}

void columns_select(struct reader *reader, const struct query *query)
{
	const struct sink values = {.role = READ_VALUE};

	vec_each(struct output, output, &query->outputs)
		columns_add_refs(reader, &output->refs, &values);
	for (size_t i = 0; i < query->star_tables.count; i++)
		columns_add_ref(reader, query->star_tables.items[i], "*", &values);
}

void columns_expand(struct reader *reader, const struct relation *relation, struct query *query)
{
	if (relation->table && !relation->query)
		expand_table(reader, relation->table, query);
	if (!relation->query)
		return;
	vec_each(struct output, output, &relation->query->outputs)
		query_add_output(reader, query, *output);
	for (size_t i = 0; i < relation->query->star_tables.count; i++)
		names_add(reader->scratch, &query->star_tables, relation->query->star_tables.items[i]);
	columns_add_refs(reader, &relation->query->rest, &(struct sink){&query->rest, NULL, .role = READ_VALUE});
}
