/* Schema statements other than CREATE and ALTER TABLE: drops, renames, indexes, triggers, views, sequences.
 *
 * What has no effect on rows or on the objects that are followed (comments, grants, settings, locks, transactions) is
 * accepted with no effect: the statement is resolved. */
#include "parser/sql/query.h"
#include "parser/sql/trigger.h"

/* Bits of CreateTrigStmt.timing and .events (catalog/pg_trigger.h). */
enum {
	TIMING_BEFORE = 2,
	EVENT_INSERT = 4,
	EVENT_DELETE = 8,
	EVENT_UPDATE = 16,
	EVENT_TRUNCATE = 32,
	TIMING_INSTEAD = 64
};

static const char *index_table(struct reader *reader, const char *index)
{
	return str_copy(reader->arena, catalog_index_table(reader->in->catalog, index));
}

/* --- DROP --- */

/* How the kinds of object are dropped; kinds that are not followed count as sequences. */
static const struct drop_kind {
	PgQuery__ObjectType type;
	enum effect_verb verb;
	enum effect_object object;
} drop_kinds[] = {
	{PG_QUERY__OBJECT_TYPE__OBJECT_FOREIGN_TABLE, EFFECT_DROP, OBJECT_TABLE},
	{PG_QUERY__OBJECT_TYPE__OBJECT_FUNCTION, EFFECT_DROP, OBJECT_FUNCTION},
	{PG_QUERY__OBJECT_TYPE__OBJECT_INDEX, EFFECT_DROP_INDEX, OBJECT_INDEX},
	{PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW, EFFECT_DROP, OBJECT_VIEW},
	{PG_QUERY__OBJECT_TYPE__OBJECT_PROCEDURE, EFFECT_DROP, OBJECT_FUNCTION},
	{PG_QUERY__OBJECT_TYPE__OBJECT_ROUTINE, EFFECT_DROP, OBJECT_FUNCTION},
	{PG_QUERY__OBJECT_TYPE__OBJECT_TABLE, EFFECT_DROP, OBJECT_TABLE},
	{PG_QUERY__OBJECT_TYPE__OBJECT_TRIGGER, EFFECT_DROP_TRIGGER, OBJECT_TRIGGER},
	{PG_QUERY__OBJECT_TYPE__OBJECT_VIEW, EFFECT_DROP, OBJECT_VIEW},
};

static struct drop_kind drop_kind(PgQuery__ObjectType type)
{
	for (size_t i = 0; i < sizeof(drop_kinds) / sizeof(drop_kinds[0]); i++) {
		if (drop_kinds[i].type == type)
			return drop_kinds[i];
	}
	return (struct drop_kind){type, EFFECT_DROP, OBJECT_SEQUENCE};
}

static const char *object_name(struct reader *reader, const node_t *node)
{
	switch (node ? node->node_case : PG_QUERY__NODE__NODE__NOT_SET) {
	case PG_QUERY__NODE__NODE_LIST:
		return name_list(reader, node->list->n_items, node->list->items, 0);
	case PG_QUERY__NODE__NODE_OBJECT_WITH_ARGS:
		return name_list(reader, node->object_with_args->n_objname, node->object_with_args->objname, 0);
	case PG_QUERY__NODE__NODE_TYPE_NAME:
		return name_list(reader, node->type_name->n_names, node->type_name->names, 0);
	case PG_QUERY__NODE__NODE_STRING:
		return name_object(reader, node->string->sval);
	default:
		return NULL;
	}
}

static void drop_trigger(struct reader *reader, const node_t *object)
{
	const PgQuery__List *names = object->list;
	const char *table = name_list(reader, names->n_items, names->items, 1);
	const char *name = name_object(reader, name_string(names->items[names->n_items - 1]));
	struct effect *effect = reader_emit(reader, EFFECT_DROP_TRIGGER, OBJECT_TRIGGER, table);

	effect->name = name;
}

static void read_drop(struct reader *reader, const PgQuery__DropStmt *drop)
{
	struct drop_kind kind = drop_kind(drop->remove_type);

	for (size_t i = 0; i < drop->n_objects; i++) {
		const char *name;
		const char *table = NULL;
		struct effect *effect;

		if (kind.object == OBJECT_TRIGGER) {
			drop_trigger(reader, drop->objects[i]);
			continue;
		}
		name = object_name(reader, drop->objects[i]);
		if (kind.object == OBJECT_TABLE || kind.object == OBJECT_VIEW)
			table = name;
		else if (kind.object == OBJECT_INDEX)
			table = index_table(reader, name);
		effect = reader_emit(reader, kind.verb, kind.object, table);
		effect->name = name;
	}
}

/* --- RENAME and SET SCHEMA --- */

static void emit_rename(struct reader *reader, enum effect_object object, const char *table, const char *name,
			const char *to)
{
	struct effect *effect;

	if (str_equal(name, to) && name)
		return;
	effect = reader_emit(reader, EFFECT_RENAME, object, table);
	effect->name = name;
	effect->to = to;
	if (!name || !to)
		effect->certainty = CERTAINTY_UNKNOWN;
	if (object == OBJECT_COLUMN && name && to) {
		names_add(reader->arena, &effect->columns, name);
		names_add(reader->arena, &effect->to_columns, to);
	}
}

static void read_rename(struct reader *reader, const PgQuery__RenameStmt *rename)
{
	const char *relation = rename->relation ? name_table(reader, rename->relation) : NULL;
	const char *schema = rename->relation ? rename->relation->schemaname : NULL;
	const char *to = name_object(reader, rename->newname);

	switch (rename->rename_type) {
	case PG_QUERY__OBJECT_TYPE__OBJECT_TABLE:
	case PG_QUERY__OBJECT_TYPE__OBJECT_FOREIGN_TABLE:
		emit_rename(reader, OBJECT_TABLE, relation, relation,
			    to ? name_qualified(reader->arena, schema, to) : NULL);
		break;
	case PG_QUERY__OBJECT_TYPE__OBJECT_VIEW:
	case PG_QUERY__OBJECT_TYPE__OBJECT_MATVIEW:
		emit_rename(reader, OBJECT_VIEW, relation, relation,
			    to ? name_qualified(reader->arena, schema, to) : NULL);
		break;
	case PG_QUERY__OBJECT_TYPE__OBJECT_INDEX:
		emit_rename(reader, OBJECT_INDEX, index_table(reader, relation), relation, to);
		break;
	case PG_QUERY__OBJECT_TYPE__OBJECT_COLUMN:
		emit_rename(reader, OBJECT_COLUMN, relation, name_column(reader, rename->subname), to);
		break;
	case PG_QUERY__OBJECT_TYPE__OBJECT_TABCONSTRAINT:
		emit_rename(reader, OBJECT_CONSTRAINT, relation, name_object(reader, rename->subname), to);
		break;
	case PG_QUERY__OBJECT_TYPE__OBJECT_TRIGGER:
		emit_rename(reader, OBJECT_TRIGGER, relation, name_object(reader, rename->subname), to);
		break;
	case PG_QUERY__OBJECT_TYPE__OBJECT_FUNCTION:
	case PG_QUERY__OBJECT_TYPE__OBJECT_PROCEDURE:
		emit_rename(reader, OBJECT_FUNCTION, NULL, object_name(reader, rename->object), to);
		break;
	case PG_QUERY__OBJECT_TYPE__OBJECT_SEQUENCE:
		emit_rename(reader, OBJECT_SEQUENCE, NULL, relation, to);
		break;
	default:
		break;
	}
}

static void read_set_schema(struct reader *reader, const PgQuery__AlterObjectSchemaStmt *alter)
{
	const char *from;
	const char *to;

	if (!alter->relation || (alter->object_type != PG_QUERY__OBJECT_TYPE__OBJECT_TABLE &&
				 alter->object_type != PG_QUERY__OBJECT_TYPE__OBJECT_VIEW))
		return;
	from = name_table(reader, alter->relation);
	to = name_object(reader, name_qualified(reader->arena, alter->newschema, alter->relation->relname));
	emit_rename(reader, alter->object_type == PG_QUERY__OBJECT_TYPE__OBJECT_VIEW ? OBJECT_VIEW : OBJECT_TABLE, from,
		    from, to);
}

/* --- CREATE TRIGGER, VIEW, SEQUENCE --- */

static const char *trigger_type(struct reader *reader, const PgQuery__CreateTrigStmt *trigger)
{
	static const struct {
		int bit;
		const char *word;
	} events[] = {
		{EVENT_INSERT, "INSERT"},
		{EVENT_UPDATE, "UPDATE"},
		{EVENT_DELETE, "DELETE"},
		{EVENT_TRUNCATE, "TRUNCATE"},
	};
	struct strbuf type = strbuf_new(reader->arena);
	const char *separator = " ";

	strbuf_puts(&type, trigger->timing & TIMING_BEFORE    ? "BEFORE"
			   : trigger->timing & TIMING_INSTEAD ? "INSTEAD OF"
							      : "AFTER");
	for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++) {
		if (!(trigger->events & events[i].bit))
			continue;
		strbuf_printf(&type, "%s%s", separator, events[i].word);
		separator = " OR ";
	}
	return strbuf_finish(&type);
}

/* WHEN (NEW.a IS NULL) reads columns of the trigger's own table. */
static void trigger_condition(struct reader *reader, const PgQuery__CreateTrigStmt *trigger, struct effect *effect)
{
	struct column_refs mentioned = {0};

	if (!trigger->when_clause)
		return;
	effect->predicate = scan_bracket(reader->arena, scan_after(reader->scratch, reader->text, "WHEN"), 0);
	effect->to_columns = trigger_changed_columns(reader, trigger->when_clause);
	columns_mentioned(reader, effect->table, trigger->when_clause, READ_FILTER, &mentioned);
	vec_each(struct column_ref, ref, &mentioned) {
		bool is_row = str_in(ref->table, "new old");

		column_refs_add(reader->arena, &effect->predicate_columns, is_row ? effect->table : ref->table,
				ref->column, READ_FILTER);
	}
}

static void create_trigger(struct reader *reader, const PgQuery__CreateTrigStmt *trigger)
{
	const char *table = name_table(reader, trigger->relation);
	const char *name = name_object(reader, trigger->trigname);
	const char *function = name_list(reader, trigger->n_funcname, trigger->funcname, 0);
	struct effect *effect = reader_emit(reader, EFFECT_CREATE_TRIGGER, OBJECT_TRIGGER, table);

	effect->name = name;
	effect->to = function;
	effect->type = trigger_type(reader, trigger);
	names_add_columns(reader, &effect->columns, trigger->n_columns, trigger->columns);
	trigger_condition(reader, trigger, effect);
	for (size_t i = 0; i < trigger->n_transition_rels; i++) {
		const char *rows = trigger->transition_rels[i]->trigger_transition->name;
		names_add(reader->arena, &effect->references_columns, str_copy(reader->arena, rows));
	}
}

static void create_view(struct reader *reader, const PgQuery__RangeVar *view, size_t alias_count,
			node_t *const *aliases, const node_t *source)
{
	const char *name = name_table(reader, view);
	struct query *query;
	struct names columns = {0};
	struct column_refs sources = {0};
	const char *base;
	struct effect *effect;

	query = query_node(reader, reader->outer, source);
	base = reader->read_tables.count ? reader->read_tables.items[0] : NULL;
	names_add_columns(reader, &columns, alias_count, aliases);
	for (size_t i = columns.count; i < query->outputs.count; i++) {
		if (query->outputs.items[i].name)
			names_add(reader->arena, &columns, str_copy(reader->arena, query->outputs.items[i].name));
	}
	vec_each(struct output, output, &query->outputs)
		columns_add_refs(reader, &output->refs, &(struct sink){&sources, NULL, .role = READ_VALUE});
	for (size_t i = 0; i < query->star_tables.count; i++) {
		columns_add_ref(reader, query->star_tables.items[i], "*",
				&(struct sink){&sources, NULL, .role = READ_VALUE});
		names_add(reader->arena, &columns, "*");
	}
	/* defining a view reads no rows */
	reader->reads = (struct column_refs){0};
	reader->read_tables = (struct names){0};
	effect = reader_emit(reader, EFFECT_CREATE, OBJECT_VIEW, name);
	effect->name = name;
	effect->columns = columns;
	effect->references = base;
	effect->sources = sources;
	effect->filters = query->filters;
}

static void emit_other(struct reader *reader, const char *name)
{
	struct effect *effect = reader_emit(reader, EFFECT_CREATE, OBJECT_SEQUENCE, NULL);

	effect->name = name;
}

static void read_truncate(struct reader *reader, const PgQuery__TruncateStmt *truncate)
{
	for (size_t i = 0; i < truncate->n_relations; i++)
		reader_emit(reader, EFFECT_TRUNCATE, OBJECT_ROWS,
			    name_table(reader, truncate->relations[i]->range_var));
}

/* CREATE SCHEMA may hold statements of its own. */
static void create_schema(struct reader *reader, const PgQuery__CreateSchemaStmt *schema)
{
	emit_other(reader, name_object(reader, schema->schemaname));
	for (size_t i = 0; i < schema->n_schema_elts; i++)
		reader_statement(reader, schema->schema_elts[i]);
}

static bool create_read(struct reader *reader, const node_t *node)
{
	switch (node->node_case) {
	case PG_QUERY__NODE__NODE_INDEX_STMT:
		index_read(reader, node->index_stmt);
		return true;
	case PG_QUERY__NODE__NODE_CREATE_TRIG_STMT:
		create_trigger(reader, node->create_trig_stmt);
		return true;
	case PG_QUERY__NODE__NODE_VIEW_STMT:
		create_view(reader, node->view_stmt->view, node->view_stmt->n_aliases, node->view_stmt->aliases,
			    node->view_stmt->query);
		return true;
	case PG_QUERY__NODE__NODE_CREATE_TABLE_AS_STMT: /* a materialized view */
		create_view(reader, node->create_table_as_stmt->into->rel, 0, NULL, node->create_table_as_stmt->query);
		return true;
	case PG_QUERY__NODE__NODE_CREATE_SEQ_STMT:
		emit_other(reader, name_table(reader, node->create_seq_stmt->sequence));
		return true;
	case PG_QUERY__NODE__NODE_CREATE_SCHEMA_STMT:
		create_schema(reader, node->create_schema_stmt);
		return true;
	case PG_QUERY__NODE__NODE_CREATE_EXTENSION_STMT:
		emit_other(reader, name_object(reader, node->create_extension_stmt->extname));
		return true;
	default:
		return false;
	}
}

bool ddl_read(struct reader *reader, const node_t *node)
{
	if (create_read(reader, node))
		return true;
	switch (node->node_case) {
	case PG_QUERY__NODE__NODE_DROP_STMT:
		read_drop(reader, node->drop_stmt);
		return true;
	case PG_QUERY__NODE__NODE_RENAME_STMT:
		read_rename(reader, node->rename_stmt);
		return true;
	case PG_QUERY__NODE__NODE_ALTER_OBJECT_SCHEMA_STMT:
		read_set_schema(reader, node->alter_object_schema_stmt);
		return true;
	case PG_QUERY__NODE__NODE_TRUNCATE_STMT:
		read_truncate(reader, node->truncate_stmt);
		return true;
	default:
		return false;
	}
}
