/* Questions to a schema, and the parsers' view of it. */
#include "graph/schema_table.h"

const struct schema_column *schema_column(const struct schema *schema, const char *table, const char *column)
{
	const struct schema_table *found = schema_table_find(schema, table);

	return found ? map_get(&found->columns, column) : NULL;
}

size_t schema_column_created(const struct schema *schema, const char *table, const char *column)
{
	const struct schema_table *known = schema_table_find(schema, table);
	const struct schema_column *found = known ? map_get(&known->columns, column) : NULL;
	size_t of_table = known ? known->created : 0;

	return found && found->created > of_table ? found->created : of_table;
}

const struct effect *schema_constraint(const struct schema *schema, const char *table, const char *name)
{
	const struct schema_table *found = schema_table_find(schema, table);
	const struct effect *effect = found ? definition_effect(map_get(&found->constraints, name)) : NULL;

	if (!effect && !table)
		effect = definition_effect(map_get(&schema->constraints, name));
	return effect;
}

const struct effect *schema_foreign_key(const struct schema *schema, const char *table, const char *name)
{
	const struct schema_table *found = schema_table_find(schema, table);
	const struct effect *effect = found ? definition_effect(map_get(&found->foreign_keys, name)) : NULL;

	if (!effect && !table)
		effect = definition_effect(map_get(&schema->constraints, name));
	return effect;
}

const struct effect *schema_foreign_key_on(const struct schema *schema, const char *table, const struct names *columns)
{
	const struct schema_table *found = schema_table_find(schema, table);

	for (size_t i = found ? found->foreign_key_names.count : 0; i-- > 0;) {
		const struct effect *effect =
			definition_effect(map_get(&found->foreign_keys, found->foreign_key_names.items[i]));
		if (effect && names_equal(&effect->columns, columns))
			return effect;
	}
	return NULL;
}

const struct effect *schema_index(const struct schema *schema, const char *name)
{
	return definition_effect(map_get(&schema->indexes, name));
}

static bool is_there(const struct definition *index)
{
	return index && !index->dropped && (index->replayed || index->was_there);
}

bool schema_is_unique(const struct schema *schema, const char *table, const struct names *columns)
{
	const struct schema_table *found = schema_table_find(schema, table);

	for (size_t i = 0; found && i < found->index_names.count; i++) {
		const struct definition *index = map_get(&schema->indexes, found->index_names.items[i]);
		const struct effect *effect = definition_effect(index);
		if (is_there(index) && effect->unique == TRI_YES && effect->columns.count && !effect->predicate &&
		    !effect->expression && names_has_all(columns, &effect->columns))
			return true;
	}
	return false;
}

bool schema_holds_foreign_key(const struct schema *schema, const struct effect *wanted)
{
	const struct schema_table *found = schema_table_find(schema, wanted->table);

	for (size_t i = 0; found && i < found->foreign_key_names.count; i++) {
		const char *name = found->foreign_key_names.items[i];
		const struct definition *key = map_get(&found->foreign_keys, name);
		const struct effect *effect = definition_effect(key);
		if (!is_there(key) || str_equal(name, wanted->name) || (effect->validated == TRI_NO && !key->validated))
			continue;
		if (str_equal(effect->references, wanted->references) &&
		    names_equal(&effect->columns, &wanted->columns))
			return true;
	}
	return false;
}

const struct effect *schema_trigger(const struct schema *schema, const char *table, const char *name)
{
	const struct schema_table *found = schema_table_find(schema, table);

	if (!found)
		return NULL;
	vec_each(const struct table_trigger, trigger, &found->triggers) {
		if (str_equal(trigger->effect->name, name))
			return trigger->effect;
	}
	return NULL;
}

const char *schema_parent(const struct schema *schema, const char *table)
{
	const struct schema_table *found = schema_table_find(schema, table);

	return found && found->parent ? found->parent->name : NULL;
}

const char *schema_view_base(const struct schema *schema, const char *table)
{
	const struct schema_table *found = schema_table_find(schema, table);

	return found ? found->view_base : NULL;
}

void schema_partitions(const struct schema *schema, const char *table, struct names *out)
{
	const struct schema_table *found = schema_table_find(schema, table);

	for (size_t i = 0; found && i < found->partitions.count; i++) {
		const struct schema_table *partition = found->partitions.items[i];
		if (partition->parent == found)
			names_push(schema->arena, out, partition->name);
	}
}

const struct names *schema_primary_key(const struct schema *schema, const char *table)
{
	const struct schema_table *found = schema_table_find(schema, table);

	return found && found->primary_key.count ? &found->primary_key : NULL;
}

static enum tristate answer_has_table(void *payload, const char *table)
{
	return schema_table_find(payload, table) ? TRI_YES : TRI_UNKNOWN;
}

/* A partition and a view may be known without columns of their own: their base answers. */
static const struct schema_table *with_columns(const struct schema *schema, const char *table)
{
	const struct schema_table *found = schema_table_find(schema, table);

	if (found && !found->column_names.count && found->parent)
		return found->parent;
	return found;
}

static enum tristate answer_has_column(void *payload, const char *table, const char *column)
{
	const struct schema_table *found = with_columns(payload, table);

	if (!found)
		return TRI_UNKNOWN;
	if (map_get(&found->columns, column))
		return TRI_YES;
	return found->complete && found->column_names.count ? TRI_NO : TRI_UNKNOWN;
}

static const struct names *answer_columns(void *payload, const char *table)
{
	const struct schema_table *found = with_columns(payload, table);

	return found && found->complete && found->column_names.count ? &found->column_names : NULL;
}

static const struct names *answer_primary_key(void *payload, const char *table)
{
	return schema_primary_key(payload, table);
}

static enum tristate answer_is_nullable(void *payload, const char *table, const char *column)
{
	const struct schema_column *found = schema_column(payload, table, column);

	return found ? found->nullable : TRI_UNKNOWN;
}

static const char *answer_index_table(void *payload, const char *index)
{
	const struct schema *schema = payload;
	const struct effect *effect = schema_index(schema, index);

	if (!effect)
		effect = definition_effect(map_get(&schema->constraints, index));
	return effect ? effect->table : NULL;
}

static const struct names *answer_tables(void *payload)
{
	struct schema *schema = payload;
	struct names *list = ARENA_NEW(schema->arena, struct names);

	for (size_t i = 0; i < schema->table_names.count; i++) {
		const struct schema_table *table = schema_table_find(schema, schema->table_names.items[i]);
		if (table && table->name && table->complete && table->column_names.count && !table->parent &&
		    !table->view_base)
			names_push(schema->arena, list, table->name);
	}
	names_sort(list);
	return list;
}

struct catalog schema_catalog(struct schema *schema)
{
	return (struct catalog){
		.payload = schema,
		.has_column = answer_has_column,
		.has_table = answer_has_table,
		.columns = answer_columns,
		.primary_key = answer_primary_key,
		.is_nullable = answer_is_nullable,
		.index_table = answer_index_table,
		.tables = answer_tables,
	};
}
