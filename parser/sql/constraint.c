/* Constraints and indexes: their columns, what kind of promise a CHECK is, and their expressions as written.
 *
 * Four shapes of CHECK have a kind of their own because other code asks for them: NOT NULL, num_nonnulls(), and a limit
 * of a text's length. Everything else stays CHECK with all the columns that it mentions. */
#include "parser/sql/query.h"

#include <string.h>

void columns_mentioned(struct reader *reader, const char *table, const node_t *expression, enum read_role role,
		       struct column_refs *out)
{
	struct relation relation = {.table = table};
	struct scope scope = {.relations = &relation};
	size_t reads = reader->reads.count;
	size_t tables = reader->read_tables.count;
	size_t guesses = reader->guessed_tables.count;

	if (!table || !expression)
		return;
	expression_read(reader, &scope, expression,
			&(struct sink){
				.values = out,
				.filters = out,
				.role = role,
				.is_conjunct = role == READ_FILTER,
			});
	/* A definition reads no rows. What its condition demands of every row is kept with the columns. */
	reader->reads.count = reads;
	reader->read_tables.count = tables;
	reader->guessed_tables.count = guesses;
}

static void add_names(struct reader *reader, struct names *out, const struct column_refs *refs)
{
	vec_each(struct column_ref, ref, refs)
		names_add(reader->arena, out, ref->column);
}

static bool is_column(const node_t *node)
{
	while (node && node->node_case == PG_QUERY__NODE__NODE_TYPE_CAST)
		node = node->type_cast->arg;
	return node && node->node_case == PG_QUERY__NODE__NODE_COLUMN_REF;
}

static const char *operator_name(const PgQuery__AExpr *expression)
{
	return expression->n_name ? name_string(expression->name[expression->n_name - 1]) : NULL;
}

static enum constraint_kind compared_call_kind(const PgQuery__AExpr *expression)
{
	const PgQuery__FuncCall *call;
	const char *name;

	if (!expression->lexpr || expression->lexpr->node_case != PG_QUERY__NODE__NODE_FUNC_CALL)
		return CONSTRAINT_CHECK;
	call = expression->lexpr->func_call;
	name = name_string(call->funcname[call->n_funcname - 1]);
	if (str_equal(name, "num_nonnulls"))
		return CONSTRAINT_MULTI_NOT_NULL;
	if (str_in(name, "char_length character_length length") && str_in(operator_name(expression), "<= <") &&
	    call->n_args == 1 && is_column(call->args[0]))
		return CONSTRAINT_TEXT_LIMIT;
	return CONSTRAINT_CHECK;
}

static enum constraint_kind check_kind(const node_t *expression)
{
	if (!expression)
		return CONSTRAINT_CHECK;
	if (expression->node_case == PG_QUERY__NODE__NODE_NULL_TEST &&
	    expression->null_test->nulltesttype == PG_QUERY__NULL_TEST_TYPE__IS_NOT_NULL &&
	    is_column(expression->null_test->arg))
		return CONSTRAINT_NOT_NULL;
	if (expression->node_case == PG_QUERY__NODE__NODE_A_EXPR)
		return compared_call_kind(expression->a_expr);
	return CONSTRAINT_CHECK;
}

/* The constraint's own name, or the one that PostgreSQL gives it. */
static const char *constraint_name(struct reader *reader, const char *table, const PgQuery__Constraint *node,
				   const struct names *columns)
{
	struct names none = {0};

	if (node->conname && *node->conname)
		return name_object(reader, node->conname);
	switch (node->contype) {
	case PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY:
		return name_automatic(reader, table, &none, "pkey");
	case PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE:
		return name_automatic(reader, table, columns, "key");
	case PG_QUERY__CONSTR_TYPE__CONSTR_EXCLUSION:
		return name_automatic(reader, table, columns, "excl");
	case PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN:
		return name_automatic(reader, table, columns, "fkey");
	default:
		return name_automatic(reader, table, columns->count == 1 ? columns : &none, "check");
	}
}

static struct effect *emit_constraint(struct reader *reader, const char *table, const PgQuery__Constraint *node,
				      enum constraint_kind kind, const struct names *columns)
{
	const char *name = constraint_name(reader, table, node, columns);
	bool is_foreign_key = kind == CONSTRAINT_FOREIGN_KEY;
	struct effect *effect = reader_emit(reader, is_foreign_key ? EFFECT_ADD_FOREIGN_KEY : EFFECT_ADD_CONSTRAINT,
					    is_foreign_key ? OBJECT_FOREIGN_KEY : OBJECT_CONSTRAINT, table);

	effect->name = name;
	effect->kind = kind;
	effect->columns = *columns;
	effect->validated = node->skip_validation ? TRI_NO : TRI_YES;
	if (reader->is_altered && !node->skip_validation)
		effect->validated = TRI_UNKNOWN; /* what was left out may have been NOT VALID */
	return effect;
}

static void read_check(struct reader *reader, const char *table, const PgQuery__Constraint *node)
{
	struct column_refs mentioned = {0};
	struct names columns = {0};
	struct effect *effect;

	columns_mentioned(reader, table, node->raw_expr, READ_FILTER, &mentioned);
	add_names(reader, &columns, &mentioned);
	effect = emit_constraint(reader, table, node, check_kind(node->raw_expr), &columns);
	effect->expression =
		scan_bracket(reader->arena, reader->text, (size_t)(node->location > 0 ? node->location : 0));
	effect->predicate_columns = mentioned;
}

static const char *delete_action(const char *action)
{
	switch (action ? *action : 0) {
	case 'c':
		return "cascade";
	case 'n':
		return "nullify";
	case 'r':
		return "restrict";
	default:
		return NULL;
	}
}

static void read_foreign_key(struct reader *reader, const char *table, const char *column,
			     const PgQuery__Constraint *node)
{
	struct names columns = {0};
	struct names referenced = {0};
	const char *target = name_table(reader, node->pktable);
	struct effect *effect;

	names_add_columns(reader, &columns, node->n_fk_attrs, node->fk_attrs);
	if (!columns.count && column)
		names_add(reader->arena, &columns, column);
	names_add_columns(reader, &referenced, node->n_pk_attrs, node->pk_attrs);
	effect = emit_constraint(reader, table, node, CONSTRAINT_FOREIGN_KEY, &columns);
	effect->references = target;
	effect->references_columns = referenced;
	effect->on_delete = delete_action(node->fk_del_action);
	if (!target)
		effect->certainty = CERTAINTY_UNKNOWN;
}

/* USING INDEX gives the index the constraint's name, and the constraint the index's columns. */
static void rename_used_index(struct reader *reader, const char *table, const PgQuery__Constraint *node)
{
	const char *index = name_object(reader, node->indexname);
	const char *name = node->conname && *node->conname ? name_object(reader, node->conname) : index;
	struct effect *effect;

	if (!index || str_equal(index, name))
		return;
	effect = reader_emit(reader, EFFECT_RENAME, OBJECT_INDEX, table);
	effect->name = index;
	effect->to = name;
}

static void read_key(struct reader *reader, const char *table, const char *column, const PgQuery__Constraint *node)
{
	bool is_primary = node->contype == PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY;
	struct names columns = {0};
	struct effect *effect;

	names_add_columns(reader, &columns, node->n_keys, node->keys);
	if (!columns.count && column)
		names_add(reader->arena, &columns, column);
	if (node->indexname && *node->indexname)
		rename_used_index(reader, table, node);
	effect =
		emit_constraint(reader, table, node, is_primary ? CONSTRAINT_PRIMARY_KEY : CONSTRAINT_UNIQUE, &columns);
	effect->unique = TRI_YES;
	effect->nulls_collide = node->nulls_not_distinct || is_primary;
	if (node->indexname && *node->indexname && !(node->conname && *node->conname))
		effect->name = name_object(reader, node->indexname);
}

static void add_element(struct reader *reader, const char *table, const PgQuery__IndexElem *element,
			struct names *columns, struct column_refs *mentioned)
{
	const char *column = name_column(reader, element->name);

	if (column)
		names_add(reader->arena, columns, column);
	columns_mentioned(reader, table, element->expr, READ_VALUE, mentioned);
}

/* The columns of expressions are among those concerned, behind the plain ones. */
static void add_mentioned(struct reader *reader, const struct column_refs *mentioned, struct names *columns)
{
	vec_each(const struct column_ref, ref, mentioned) {
		if (ref->role == READ_VALUE && ref->column)
			names_add(reader->arena, columns, ref->column);
	}
}

static void read_exclusion(struct reader *reader, const char *table, const PgQuery__Constraint *node)
{
	struct names columns = {0};
	struct column_refs mentioned = {0};
	struct effect *effect;

	for (size_t i = 0; i < node->n_exclusions; i++) {
		const PgQuery__List *pair = node->exclusions[i]->list;

		if (pair->n_items && pair->items[0]->node_case == PG_QUERY__NODE__NODE_INDEX_ELEM)
			add_element(reader, table, pair->items[0]->index_elem, &columns, &mentioned);
	}
	columns_mentioned(reader, table, node->where_clause, READ_FILTER, &mentioned);
	add_mentioned(reader, &mentioned, &columns);
	effect = emit_constraint(reader, table, node, CONSTRAINT_EXCLUSION, &columns);
	effect->predicate_columns = mentioned;
	effect->expression =
		scan_bracket(reader->arena, reader->text, (size_t)(node->location > 0 ? node->location : 0));
}

void constraint_read(struct reader *reader, const char *table, const char *column, const PgQuery__Constraint *node)
{
	switch (node->contype) {
	case PG_QUERY__CONSTR_TYPE__CONSTR_CHECK:
		read_check(reader, table, node);
		break;
	case PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY:
	case PG_QUERY__CONSTR_TYPE__CONSTR_UNIQUE:
		read_key(reader, table, column, node);
		break;
	case PG_QUERY__CONSTR_TYPE__CONSTR_FOREIGN:
		read_foreign_key(reader, table, column, node);
		break;
	case PG_QUERY__CONSTR_TYPE__CONSTR_EXCLUSION:
		read_exclusion(reader, table, node);
		break;
	default: /* the others belong to the column */
		break;
	}
}

/* The words of an index without a name: columns, "expr" for expressions. */
static const char *index_name(struct reader *reader, const PgQuery__IndexStmt *index, const char *table)
{
	struct names words = {0};

	if (index->idxname && *index->idxname)
		return name_object(reader, index->idxname);
	for (size_t i = 0; i < index->n_index_params; i++) {
		const PgQuery__IndexElem *element = index->index_params[i]->index_elem;
		const char *word = element->name && *element->name ? element->name : expression_name(element->expr);

		names_add(reader->arena, &words, word && !sql_has_placeholder(word) ? word : "expr");
	}
	return name_automatic(reader, table, &words, "idx");
}

void index_read(struct reader *reader, const PgQuery__IndexStmt *index)
{
	const char *table = name_table(reader, index->relation);
	const char *name = index_name(reader, index, table);
	struct names columns = {0};
	struct column_refs mentioned = {0};
	struct effect *effect;
	bool has_expression = false;

	for (size_t i = 0; i < index->n_index_params; i++) {
		add_element(reader, table, index->index_params[i]->index_elem, &columns, &mentioned);
		has_expression = has_expression || index->index_params[i]->index_elem->expr;
	}
	columns_mentioned(reader, table, index->where_clause, READ_FILTER, &mentioned);
	add_mentioned(reader, &mentioned, &columns);
	effect = reader_emit(reader, EFFECT_ADD_INDEX, OBJECT_INDEX, table);
	effect->name = name;
	effect->columns = columns;
	effect->unique = index->unique ? TRI_YES : TRI_NO;
	effect->nulls_collide = index->nulls_not_distinct;
	effect->validated = TRI_YES;
	effect->predicate_columns = mentioned;
	if (has_expression)
		effect->expression = scan_bracket(reader->arena, reader->text, 0);
	if (index->where_clause)
		effect->predicate = scan_after(reader->arena, reader->text, "WHERE");
}
