/* CREATE TABLE and ALTER TABLE.
 *
 * A table is one CREATE with all its columns, then an ADD_COLUMN for each, then its constraints, so a reader of single
 * columns needs no second case. Partitions, inheritance and attaching are EFFECT_PARTITION, whose `type` tells
 * which. */
#include "parser/sql/query.h"

/* Words that end a type or a default in a column definition. */
static const char column_words[] = "NOT NULL DEFAULT CONSTRAINT CHECK UNIQUE PRIMARY REFERENCES GENERATED COLLATE "
				   "DEFERRABLE INITIALLY USING STORAGE COMPRESSION";

static const char *type_text(struct reader *reader, const PgQuery__TypeName *type)
{
	char *text;

	if (!type || type->location <= 0)
		return NULL;
	text = scan_slice(reader->arena, reader->text, (size_t)type->location, column_words);
	return sql_has_placeholder(text) ? NULL : text;
}

static const char *expression_text(struct reader *reader, const node_t *expression)
{
	size_t start;

	if (!expression || !tree_location(expression, &start))
		return NULL;
	return scan_slice(reader->arena, reader->text, start, column_words);
}

/* What the constraints written at a column say about the column itself. */
static void column_attributes(struct reader *reader, const PgQuery__ColumnDef *column, struct effect *effect)
{
	effect->type = type_text(reader, column->type_name);
	for (size_t i = 0; i < column->n_constraints; i++) {
		const PgQuery__Constraint *constraint = column->constraints[i]->constraint;

		switch (constraint->contype) {
		case PG_QUERY__CONSTR_TYPE__CONSTR_NOTNULL:
		case PG_QUERY__CONSTR_TYPE__CONSTR_PRIMARY:
		case PG_QUERY__CONSTR_TYPE__CONSTR_IDENTITY:
			effect->nullable = TRI_NO;
			break;
		case PG_QUERY__CONSTR_TYPE__CONSTR_NULL:
			effect->nullable = TRI_YES;
			break;
		case PG_QUERY__CONSTR_TYPE__CONSTR_DEFAULT:
			effect->default_value = expression_text(reader, constraint->raw_expr);
			break;
		case PG_QUERY__CONSTR_TYPE__CONSTR_GENERATED:
			effect->expression = expression_text(reader, constraint->raw_expr);
			columns_mentioned(reader, effect->table, constraint->raw_expr, READ_VALUE,
					  &effect->predicate_columns);
			break;
		default:
			break;
		}
	}
	if (effect->nullable == TRI_UNKNOWN)
		effect->nullable = TRI_YES;
}

static void add_column(struct reader *reader, const char *table, const PgQuery__ColumnDef *column)
{
	const char *name = name_column(reader, column->colname);
	struct effect *effect = reader_emit(reader, EFFECT_ADD_COLUMN, OBJECT_COLUMN, table);

	if (name)
		names_add(reader->arena, &effect->columns, name);
	else
		effect->certainty = CERTAINTY_UNKNOWN;
	column_attributes(reader, column, effect);
	for (size_t i = 0; i < column->n_constraints; i++)
		constraint_read(reader, table, name, column->constraints[i]->constraint);
}

static struct effect *emit_partition(struct reader *reader, const char *child, const char *parent, const char *manner)
{
	struct effect *effect = reader_emit(reader, EFFECT_PARTITION, OBJECT_TABLE, child);

	effect->references = parent;
	effect->type = manner;
	return effect;
}

/* LIKE and INHERITS bring the columns of another table. */
static void take_columns(struct reader *reader, const char *source, struct names *columns)
{
	const struct names *known = catalog_columns(reader->in->catalog, source);

	for (size_t i = 0; known && i < known->count; i++)
		names_add(reader->arena, columns, str_copy(reader->arena, known->items[i]));
}

static void table_columns(struct reader *reader, const PgQuery__CreateStmt *create, struct names *columns,
			  const char **source_out)
{
	for (size_t i = 0; i < create->n_inh_relations; i++) {
		*source_out = name_table(reader, create->inh_relations[i]->range_var);
		take_columns(reader, *source_out, columns);
	}
	for (size_t i = 0; i < create->n_table_elts; i++) {
		const node_t *element = create->table_elts[i];
		const char *column;

		if (element->node_case == PG_QUERY__NODE__NODE_TABLE_LIKE_CLAUSE) {
			*source_out = name_table(reader, element->table_like_clause->relation);
			take_columns(reader, *source_out, columns);
		} else if (element->node_case == PG_QUERY__NODE__NODE_COLUMN_DEF) {
			column = name_column(reader, element->column_def->colname);
			if (column)
				names_add(reader->arena, columns, column);
		}
	}
}

static void create_table(struct reader *reader, const PgQuery__CreateStmt *create)
{
	const char *table = name_table(reader, create->relation);
	const char *source = NULL;
	struct names columns = {0};
	struct effect *effect;

	table_columns(reader, create, &columns, &source);
	effect = reader_emit(reader, EFFECT_CREATE, OBJECT_TABLE, table);
	effect->name = table;
	effect->columns = columns;
	effect->references = source;
	for (size_t i = 0; i < create->n_table_elts; i++) {
		if (create->table_elts[i]->node_case == PG_QUERY__NODE__NODE_COLUMN_DEF)
			add_column(reader, table, create->table_elts[i]->column_def);
	}
	for (size_t i = 0; i < create->n_table_elts; i++) {
		if (create->table_elts[i]->node_case == PG_QUERY__NODE__NODE_CONSTRAINT)
			constraint_read(reader, table, NULL, create->table_elts[i]->constraint);
	}
	for (size_t i = 0; i < create->n_inh_relations; i++)
		emit_partition(reader, table, name_table(reader, create->inh_relations[i]->range_var),
			       create->partbound ? "PARTITION OF" : "INHERITS");
}

/* CREATE TABLE t AS SELECT: a table and its rows. */
static void create_table_as(struct reader *reader, const PgQuery__IntoClause *into, const node_t *source)
{
	const char *table = name_table(reader, into->rel);
	struct query *query = query_node(reader, reader->outer, source);
	struct names columns = {0};
	struct column_refs sources = {0};
	struct effect *effect;

	names_add_columns(reader, &columns, into->n_col_names, into->col_names);
	for (size_t i = columns.count; i < query->outputs.count; i++) {
		const char *name = query->outputs.items[i].name;

		names_add(reader->arena, &columns, str_copy(reader->arena, name ? name : "?column?"));
	}
	for (size_t i = 0; i < query->star_tables.count; i++)
		columns_add_ref(reader, query->star_tables.items[i], "*",
				&(struct sink){&sources, NULL, .role = READ_VALUE});
	vec_each(struct output, output, &query->outputs)
		columns_add_refs(reader, &output->refs, &(struct sink){&sources, NULL, .role = READ_VALUE});
	if (query->star_tables.count)
		names_add(reader->arena, &columns, "*");
	effect = reader_emit(reader, EFFECT_CREATE, OBJECT_TABLE, table);
	effect->name = table;
	effect->columns = columns;
	if (into->skip_data) {
		reader->reads = (struct column_refs){0};
		reader->read_tables = (struct names){0};
		return;
	}
	effect = reader_emit(reader, EFFECT_INSERT, OBJECT_ROWS, table);
	effect->columns = columns;
	effect->sources = sources;
	effect->filters = query->filters;
}

/* --- ALTER TABLE --- */

static struct effect *alter_column(struct reader *reader, const char *table, const PgQuery__AlterTableCmd *command,
				   enum effect_verb verb)
{
	const char *column = name_column(reader, command->name);
	struct effect *effect = reader_emit(reader, verb, OBJECT_COLUMN, table);

	if (column)
		names_add(reader->arena, &effect->columns, column);
	else
		effect->certainty = CERTAINTY_UNKNOWN;
	return effect;
}

static void alter_column_command(struct reader *reader, const char *table, const PgQuery__AlterTableCmd *command)
{
	struct effect *effect = alter_column(reader, table, command, EFFECT_ALTER_COLUMN);

	switch (command->subtype) {
	case PG_QUERY__ALTER_TABLE_TYPE__AT_ColumnDefault:
		effect->default_value = expression_text(reader, command->def);
		effect->drops_default = !command->def;
		break;
	case PG_QUERY__ALTER_TABLE_TYPE__AT_DropNotNull:
		effect->nullable = TRI_YES;
		break;
	case PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull:
		effect->nullable = TRI_NO;
		effect->kind = CONSTRAINT_NOT_NULL;
		effect->validated = TRI_YES;
		break;
	case PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType:
		effect->type = type_text(reader, command->def->column_def->type_name);
		columns_mentioned(reader, table, command->def->column_def->raw_default, READ_VALUE, &effect->sources);
		break;
	default:
		break;
	}
}

static void named_constraint(struct reader *reader, const char *table, const PgQuery__AlterTableCmd *command,
			     enum effect_verb verb)
{
	const char *name = name_object(reader, command->name);
	struct effect *effect = reader_emit(reader, verb, OBJECT_CONSTRAINT, table);

	effect->name = name;
	if (verb == EFFECT_VALIDATE_CONSTRAINT)
		effect->validated = TRI_YES;
}

static void partition_command(struct reader *reader, const char *table, const PgQuery__AlterTableCmd *command,
			      bool is_index)
{
	bool attaches = command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_AttachPartition;
	const char *child = name_table(reader, command->def->partition_cmd->name);
	struct effect *effect;

	if (!is_index) {
		emit_partition(reader, child, table, attaches ? "ATTACH" : "DETACH");
		return;
	}
	effect = reader_emit(reader, EFFECT_PARTITION, OBJECT_INDEX, NULL);
	effect->name = child;
	effect->references = table;
	effect->type = "ATTACH";
}

static void alter_command(struct reader *reader, const char *table, const PgQuery__AlterTableCmd *command)
{
	switch (command->subtype) {
	case PG_QUERY__ALTER_TABLE_TYPE__AT_AddColumn:
		add_column(reader, table, command->def->column_def);
		break;
	case PG_QUERY__ALTER_TABLE_TYPE__AT_DropColumn:
		alter_column(reader, table, command, EFFECT_DROP_COLUMN);
		break;
	case PG_QUERY__ALTER_TABLE_TYPE__AT_ColumnDefault:
	case PG_QUERY__ALTER_TABLE_TYPE__AT_DropNotNull:
	case PG_QUERY__ALTER_TABLE_TYPE__AT_SetNotNull:
	case PG_QUERY__ALTER_TABLE_TYPE__AT_AlterColumnType:
		alter_column_command(reader, table, command);
		break;
	case PG_QUERY__ALTER_TABLE_TYPE__AT_AddConstraint:
		constraint_read(reader, table, NULL, command->def->constraint);
		break;
	case PG_QUERY__ALTER_TABLE_TYPE__AT_ValidateConstraint:
		named_constraint(reader, table, command, EFFECT_VALIDATE_CONSTRAINT);
		break;
	case PG_QUERY__ALTER_TABLE_TYPE__AT_DropConstraint:
		named_constraint(reader, table, command, EFFECT_DROP_CONSTRAINT);
		break;
	case PG_QUERY__ALTER_TABLE_TYPE__AT_AttachPartition:
	case PG_QUERY__ALTER_TABLE_TYPE__AT_DetachPartition:
		partition_command(reader, table, command, false);
		break;
	case PG_QUERY__ALTER_TABLE_TYPE__AT_AddInherit:
		emit_partition(reader, table, name_table(reader, command->def->range_var), "INHERITS");
		break;
	case PG_QUERY__ALTER_TABLE_TYPE__AT_DropInherit:
		emit_partition(reader, table, name_table(reader, command->def->range_var), "DETACH");
		break;
	default: /* storage, statistics, owner, triggers on and off: no effect on rows or schema */
		break;
	}
}

static void alter_table(struct reader *reader, const PgQuery__AlterTableStmt *alter)
{
	const char *table = name_table(reader, alter->relation);

	for (size_t i = 0; i < alter->n_cmds; i++) {
		const PgQuery__AlterTableCmd *command = alter->cmds[i]->alter_table_cmd;

		switch (alter->objtype) {
		case PG_QUERY__OBJECT_TYPE__OBJECT_TABLE:
		case PG_QUERY__OBJECT_TYPE__OBJECT_FOREIGN_TABLE:
			alter_command(reader, table, command);
			break;
		case PG_QUERY__OBJECT_TYPE__OBJECT_INDEX:
			if (command->subtype == PG_QUERY__ALTER_TABLE_TYPE__AT_AttachPartition)
				partition_command(reader, table, command, true);
			break;
		default:
			break;
		}
	}
}

bool table_read(struct reader *reader, const node_t *node)
{
	switch (node->node_case) {
	case PG_QUERY__NODE__NODE_CREATE_STMT:
		create_table(reader, node->create_stmt);
		return true;
	case PG_QUERY__NODE__NODE_CREATE_FOREIGN_TABLE_STMT:
		create_table(reader, node->create_foreign_table_stmt->base_stmt);
		return true;
	case PG_QUERY__NODE__NODE_CREATE_TABLE_AS_STMT:
		if (node->create_table_as_stmt->objtype != PG_QUERY__OBJECT_TYPE__OBJECT_TABLE)
			return false;
		create_table_as(reader, node->create_table_as_stmt->into, node->create_table_as_stmt->query);
		return true;
	case PG_QUERY__NODE__NODE_SELECT_STMT:
		if (!node->select_stmt->into_clause)
			return false;
		create_table_as(reader, node->select_stmt->into_clause, node);
		return true;
	case PG_QUERY__NODE__NODE_ALTER_TABLE_STMT:
		alter_table(reader, node->alter_table_stmt);
		return true;
	default:
		return false;
	}
}
