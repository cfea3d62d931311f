/* The state of the schema, changed by one effect at a time.
 *
 * Learning and replaying share the code: learning has no time (0) and removes nothing. A table object moves with its
 * name, so constraints, triggers, columns and partitions follow a rename by themselves, as they do in PostgreSQL; a
 * swap of two columns exchanges the column objects under the names and leaves the order alone.
 *
 * Awkward cases: an effect may name a table that was never created here (squashed away): it is made on the spot and
 * stays incomplete, so that nobody concludes from a missing column. CREATE may come with its columns or be followed by
 * ADD_COLUMN effects; both end in the same state. */
#include "graph/schema_table.h"

struct schema *schema_new(struct arena *arena)
{
	struct schema *schema = ARENA_NEW(arena, struct schema);

	*schema = (struct schema){.arena = arena,
				  .tables = map_new(arena),
				  .constraints = map_new(arena),
				  .indexes = map_new(arena),
				  .functions = map_new(arena)};
	return schema;
}

struct schema_table *schema_table_find(const struct schema *schema, const char *name)
{
	return map_get(&schema->tables, name);
}

const struct effect *definition_effect(const struct definition *definition)
{
	if (!definition)
		return NULL;
	return definition->replayed ? definition->replayed : definition->learned;
}

static struct schema_table *table_of(struct schema *schema, const char *name)
{
	if (name && name == schema->last_name)
		return schema->last_table;
	struct schema_table *table = map_get(&schema->tables, name);
	if (!name)
		return NULL;
	if (!table) {
		table = ARENA_NEW(schema->arena, struct schema_table);
		table->name = name;
		table->columns = map_new(schema->arena);
		table->constraints = map_new(schema->arena);
		table->foreign_keys = map_new(schema->arena);
		map_put(&schema->tables, name, table);
		names_push(schema->arena, &schema->table_names, name);
	}
	schema->last_name = name;
	schema->last_table = table;
	return table;
}

static void name_table(struct schema *schema, const char *name, struct schema_table *table)
{
	map_put(&schema->tables, name, table);
	schema->last_name = NULL;
}

static void define(struct schema *schema, struct map *map, const char *name, const struct effect *effect, size_t when)
{
	struct definition *definition = map_get(map, name);

	if (!name)
		return;
	if (!definition) {
		definition = ARENA_NEW(schema->arena, struct definition);
		map_put(map, name, definition);
	}
	definition->dropped = false;
	if (when)
		definition->replayed = effect;
	else
		definition->learned = effect;
}

static struct schema_column *column_of(struct schema *schema, struct schema_table *table, const char *name)
{
	struct schema_column *column = map_get(&table->columns, name);

	if (column)
		return column;
	column = ARENA_NEW(schema->arena, struct schema_column);
	column->name = name;
	map_put(&table->columns, name, column);
	names_push(schema->arena, &table->column_names, name);
	return column;
}

static void add_column(struct schema *schema, const struct effect *effect, size_t when)
{
	struct schema_table *table = table_of(schema, effect->table);

	for (size_t i = 0; table && i < effect->columns.count; i++) {
		struct schema_column *column = column_of(schema, table, effect->columns.items[i]);
		column->dropped = false;
		if (when)
			column->created = when;
		column->type = effect->type ? effect->type : column->type;
		column->default_value = effect->default_value ? effect->default_value : column->default_value;
		column->first_value = column->default_value;
		/* what was learned is the end of the story: NOT NULL may come long after the column */
		column->nullable = effect->nullable || when ? effect->nullable : column->nullable;
		column->first_nullable = column->nullable;
	}
}

static void alter_column(struct schema *schema, const struct effect *effect)
{
	struct schema_table *table = table_of(schema, effect->table);

	for (size_t i = 0; table && i < effect->columns.count; i++) {
		struct schema_column *column = column_of(schema, table, effect->columns.items[i]);
		if (effect->type)
			column->type = effect->type;
		if (effect->default_value)
			column->default_value = effect->default_value;
		if (effect->drops_default)
			column->default_value = NULL;
		if (effect->nullable)
			column->nullable = effect->nullable;
	}
}

static void create_table(struct schema *schema, const struct effect *effect, size_t when)
{
	struct schema_table *table = table_of(schema, effect->table ? effect->table : effect->name);

	if (!table)
		return;
	table->complete = true;
	table->dropped = false;
	if (when)
		table->created = when;
	if (effect->object == OBJECT_VIEW)
		table->view_base = effect->references;
	for (size_t i = 0; i < effect->columns.count; i++) {
		struct schema_column *column = column_of(schema, table, effect->columns.items[i]);
		column->dropped = false;
		if (when)
			column->created = when;
	}
}

static void attach_partition(struct schema *schema, const char *name, const char *parent)
{
	struct schema_table *partition = table_of(schema, name);
	struct schema_table *table = table_of(schema, parent);

	if (!partition || !table || partition == table)
		return;
	partition->parent = table;
	for (size_t i = 0; i < table->partitions.count; i++) {
		if (table->partitions.items[i] == partition)
			return;
	}
	vec_push(schema->arena, &table->partitions, partition);
}

static void create(struct schema *schema, const struct effect *effect, size_t when)
{
	if (effect->object == OBJECT_FUNCTION) {
		define(schema, &schema->functions, effect->name, effect, when);
	} else if (effect->object == OBJECT_TABLE || effect->object == OBJECT_VIEW) {
		create_table(schema, effect, when);
	}
}

static void detach_partition(struct schema *schema, const char *name)
{
	struct schema_table *partition = map_get(&schema->tables, name);

	if (partition)
		partition->parent = NULL;
}

static void partition(struct schema *schema, const struct effect *effect, size_t when)
{
	if (effect->object != OBJECT_TABLE || !effect->references)
		return;
	if (!str_equal(effect->type, "DETACH"))
		attach_partition(schema, effect->table, effect->references);
	else if (when)
		detach_partition(schema, effect->table);
}

static void add_constraint(struct schema *schema, const struct effect *effect, size_t when)
{
	struct schema_table *table = table_of(schema, effect->table);

	define(schema, &schema->constraints, effect->name, effect, when);
	if (!table)
		return;
	define(schema, &table->constraints, effect->name, effect, when);
	if (effect->kind == CONSTRAINT_PRIMARY_KEY && effect->columns.count)
		table->primary_key = effect->columns;
}

static void add_index(struct schema *schema, const struct effect *effect, size_t when)
{
	struct schema_table *table = table_of(schema, effect->table);

	define(schema, &schema->indexes, effect->name, effect, when);
	if (table && effect->name)
		names_add(schema->arena, &table->index_names, effect->name);
}

/* By name; without one by columns; every index when not even these are known. */
static void drop_index(struct schema *schema, const struct effect *effect)
{
	struct schema_table *table = map_get(&schema->tables, effect->table);
	struct definition *named = map_get(&schema->indexes, effect->name);

	if (named)
		named->dropped = true;
	for (size_t i = 0; table && !effect->name && i < table->index_names.count; i++) {
		struct definition *index = map_get(&schema->indexes, table->index_names.items[i]);
		const struct effect *definition = definition_effect(index);
		if (definition && (!effect->columns.count || names_equal(&effect->columns, &definition->columns)))
			index->dropped = true;
	}
}

static void add_foreign_key(struct schema *schema, const struct effect *effect, size_t when)
{
	struct schema_table *table = table_of(schema, effect->table);

	define(schema, &schema->constraints, effect->name, effect, when);
	if (!table || !effect->name)
		return;
	define(schema, &table->foreign_keys, effect->name, effect, when);
	names_add(schema->arena, &table->foreign_key_names, effect->name);
}

/* By name; without one by columns. */
static bool is_foreign_key(const struct effect *effect, const char *name, const struct effect *definition)
{
	if (effect->name)
		return str_equal(effect->name, name);
	return definition && names_equal(&effect->columns, &definition->columns);
}

static void change_foreign_key(struct schema *schema, const struct effect *effect)
{
	struct schema_table *table = map_get(&schema->tables, effect->table);

	for (size_t i = 0; table && i < table->foreign_key_names.count; i++) {
		const char *name = table->foreign_key_names.items[i];
		struct definition *key = map_get(&table->foreign_keys, name);
		if (!key || !is_foreign_key(effect, name, definition_effect(key)))
			continue;
		if (effect->verb == EFFECT_VALIDATE_FOREIGN_KEY || effect->verb == EFFECT_VALIDATE_CONSTRAINT)
			key->validated = true;
		else
			key->dropped = true;
	}
}

static struct table_trigger *trigger_of(struct schema_table *table, const char *name)
{
	vec_each(struct table_trigger, trigger, &table->triggers) {
		if (str_equal(trigger->effect->name, name))
			return trigger;
	}
	return NULL;
}

static void create_trigger(struct schema *schema, const struct effect *effect)
{
	struct schema_table *table = table_of(schema, effect->table);

	if (!table)
		return;
	struct table_trigger *trigger = trigger_of(table, effect->name);
	if (trigger)
		*trigger = (struct table_trigger){effect, false};
	else
		vec_push(schema->arena, &table->triggers, (struct table_trigger){effect, false});
}

static void mark_trigger_absent(struct schema *schema, const struct effect *effect)
{
	struct schema_table *table = map_get(&schema->tables, effect->table);
	struct table_trigger *trigger = table ? trigger_of(table, effect->name) : NULL;

	if (trigger)
		trigger->absent = true;
}

static void rename_column(struct schema *schema, const struct effect *effect)
{
	struct schema_table *table = table_of(schema, effect->table);

	for (size_t i = 0; table && i < effect->columns.count; i++) {
		const char *to = i < effect->to_columns.count ? effect->to_columns.items[i] : effect->to;
		struct schema_column *old = column_of(schema, table, effect->columns.items[i]);
		if (!to)
			continue;
		struct schema_column *renamed = column_of(schema, table, to);
		*renamed = *old;
		renamed->name = to;
		renamed->dropped = false;
		old->dropped = true;
	}
}

static void rename_table(struct schema *schema, const struct effect *effect)
{
	struct schema_table *table = table_of(schema, effect->table);

	if (!table || !effect->to)
		return;
	struct schema_table *left = ARENA_NEW(schema->arena, struct schema_table);
	*left = (struct schema_table){.name = table->name, .dropped = true, .columns = map_new(schema->arena)};
	left->constraints = map_new(schema->arena);
	left->foreign_keys = map_new(schema->arena);
	name_table(schema, table->name, left);
	table->name = effect->to;
	name_table(schema, effect->to, table);
}

static void rename_named(struct map *map, const struct effect *effect)
{
	map_put(map, effect->to, map_get(map, effect->name));
	map_put(map, effect->name, NULL);
}

static void rename_object(struct schema *schema, const struct effect *effect)
{
	struct schema_table *table = map_get(&schema->tables, effect->table);

	if (effect->object == OBJECT_COLUMN) {
		rename_column(schema, effect);
	} else if (effect->object == OBJECT_TABLE || effect->object == OBJECT_VIEW) {
		rename_table(schema, effect);
	} else if (effect->object == OBJECT_INDEX) {
		rename_named(&schema->indexes, effect);
		if (table && effect->to)
			names_add(schema->arena, &table->index_names, effect->to);
	} else if (effect->object == OBJECT_CONSTRAINT || effect->object == OBJECT_FOREIGN_KEY) {
		rename_named(&schema->constraints, effect);
		if (table)
			rename_named(&table->constraints, effect);
		if (table) {
			rename_named(&table->foreign_keys, effect);
			names_add(schema->arena, &table->foreign_key_names, effect->to);
		}
	}
}

static void swap_columns(struct schema *schema, const struct effect *effect)
{
	struct schema_table *table = table_of(schema, effect->table);

	for (size_t i = 0; table && i < effect->columns.count; i++) {
		const char *other = i < effect->to_columns.count ? effect->to_columns.items[i] : effect->to;
		if (!other)
			continue;
		struct schema_column *a = column_of(schema, table, effect->columns.items[i]);
		struct schema_column *b = column_of(schema, table, other);
		struct schema_column kept = *a;
		*a = *b;
		*b = kept;
		b->name = other;
		a->name = effect->columns.items[i];
	}
}

static void swap_named(struct map *map, const struct effect *effect)
{
	void *kept = map_get(map, effect->name);

	map_put(map, effect->name, map_get(map, effect->to));
	map_put(map, effect->to, kept);
}

static void swap_constraints(struct schema *schema, const struct effect *effect)
{
	struct schema_table *table = map_get(&schema->tables, effect->table);

	swap_named(&schema->constraints, effect);
	if (!table)
		return;
	swap_named(&table->constraints, effect);
	swap_named(&table->foreign_keys, effect);
}

static void swap(struct schema *schema, const struct effect *effect)
{
	if (effect->object == OBJECT_COLUMN) {
		swap_columns(schema, effect);
	} else if (effect->object == OBJECT_INDEX) {
		swap_named(&schema->indexes, effect);
	} else if (effect->object == OBJECT_CONSTRAINT || effect->object == OBJECT_FOREIGN_KEY) {
		swap_constraints(schema, effect);
	} else if (effect->object == OBJECT_TABLE && effect->to) {
		struct schema_table *a = table_of(schema, effect->table);
		struct schema_table *b = table_of(schema, effect->to);
		if (!a || !b)
			return;
		name_table(schema, effect->table, b);
		name_table(schema, effect->to, a);
		a->name = effect->to;
		b->name = effect->table;
	}
}

static void drop(struct schema *schema, const struct effect *effect)
{
	struct schema_table *table = map_get(&schema->tables, effect->table ? effect->table : effect->name);

	if (table && (effect->object == OBJECT_TABLE || effect->object == OBJECT_VIEW))
		table->dropped = true;
}

static void drop_column(struct schema *schema, const struct effect *effect)
{
	struct schema_table *table = map_get(&schema->tables, effect->table);

	for (size_t i = 0; table && i < effect->columns.count; i++) {
		struct schema_column *column = map_get(&table->columns, effect->columns.items[i]);
		if (column)
			column->dropped = true;
	}
}

/* What creates, for both uses. */
static void build(struct schema *schema, const struct effect *effect, size_t when)
{
	switch (effect->verb) {
	case EFFECT_CREATE:
		create(schema, effect, when);
		break;
	case EFFECT_ADD_COLUMN:
		add_column(schema, effect, when);
		break;
	case EFFECT_ADD_CONSTRAINT:
		add_constraint(schema, effect, when);
		break;
	case EFFECT_ADD_FOREIGN_KEY:
		add_foreign_key(schema, effect, when);
		break;
	case EFFECT_ADD_INDEX:
		add_index(schema, effect, when);
		break;
	case EFFECT_CREATE_TRIGGER:
		create_trigger(schema, effect);
		break;
	case EFFECT_PARTITION:
		partition(schema, effect, when);
		break;
	case EFFECT_ALTER_COLUMN:
		alter_column(schema, effect);
		break;
	default:
		break;
	}
}

/* A rename leaves both names known to learned schemas: what had the columns of the old name has them under the new. */
static void learn_rename(struct schema *schema, const struct effect *effect)
{
	struct schema_table *table = effect->verb == EFFECT_RENAME ? map_get(&schema->tables, effect->table) : NULL;

	if (!table)
		return;
	if (effect->object == OBJECT_COLUMN) {
		for (size_t i = 0; i < effect->to_columns.count; i++)
			column_of(schema, table, effect->to_columns.items[i]);
	} else if (effect->object == OBJECT_TABLE && effect->to && !map_get(&schema->tables, effect->to)) {
		name_table(schema, effect->to, table);
	}
}

void schema_learn(struct schema *schema, const struct effects *effects)
{
	vec_each(const struct effect, effect, effects) {
		build(schema, effect, 0);
		learn_rename(schema, effect);
	}
}

void schema_begin(struct schema *schema, const struct effects *effects)
{
	vec_each(const struct effect, effect, effects) {
		struct schema_table *table = map_get(&schema->tables, effect->table);
		struct definition *definition =
			effect->verb == EFFECT_ADD_INDEX ? map_get(&schema->indexes, effect->name) : NULL;
		if (table && effect->verb == EFFECT_ADD_FOREIGN_KEY)
			definition = map_get(&table->foreign_keys, effect->name);
		if (definition)
			definition->was_there = true;
	}
}

void schema_expect(struct schema *schema, const struct effects *effects)
{
	vec_each(const struct effect, effect, effects) {
		if (effect->verb == EFFECT_CREATE_TRIGGER)
			mark_trigger_absent(schema, effect);
	}
}

static bool drops_trigger(const struct effects *effects, const char *table, const char *name)
{
	vec_each(const struct effect, effect, effects) {
		if (effect->verb == EFFECT_DROP_TRIGGER && str_equal(effect->table, table) &&
		    str_equal(effect->name, name))
			return true;
	}
	return false;
}

void schema_restored(struct schema *schema, const struct migration *migration)
{
	vec_each(const struct effect, effect, &migration->down_effects) {
		if (effect->verb == EFFECT_CREATE_TRIGGER &&
		    !drops_trigger(&migration->effects, effect->table, effect->name))
			mark_trigger_absent(schema, effect);
	}
}

void schema_apply(struct schema *schema, const struct effect *effect, size_t when)
{
	build(schema, effect, when);
	switch (effect->verb) {
	case EFFECT_RENAME:
		rename_object(schema, effect);
		break;
	case EFFECT_SWAP:
		swap(schema, effect);
		break;
	case EFFECT_DROP:
		drop(schema, effect);
		break;
	case EFFECT_DROP_COLUMN:
		drop_column(schema, effect);
		break;
	case EFFECT_DROP_TRIGGER:
		mark_trigger_absent(schema, effect);
		break;
	case EFFECT_DROP_INDEX:
		drop_index(schema, effect);
		break;
	case EFFECT_DROP_CONSTRAINT:
	case EFFECT_DROP_FOREIGN_KEY:
	case EFFECT_VALIDATE_CONSTRAINT:
	case EFFECT_VALIDATE_FOREIGN_KEY:
		change_foreign_key(schema, effect);
		break;
	default:
		break;
	}
}
