/* Completes an effect from the replayed schema: a validation by name gets its columns and kind, a drop by name its
 * table and columns, a constraint made from an index the index's columns. */
#include "graph/walk.h"

static void take_columns(struct target *target, const struct effect *definition)
{
	struct effect *effect = &target->effect;

	target->definition = definition;
	if (!effect->table)
		effect->table = definition->table;
	if (!effect->columns.count)
		effect->columns = definition->columns;
	if (effect->kind == CONSTRAINT_NONE)
		effect->kind = definition->kind;
	if (!effect->predicate_columns.count)
		effect->predicate_columns = definition->predicate_columns;
	if (!effect->references)
		effect->references = definition->references;
	if (!effect->references_columns.count)
		effect->references_columns = definition->references_columns;
	if (effect->unique == TRI_UNKNOWN)
		effect->unique = definition->unique;
	if (!effect->expression)
		effect->expression = definition->expression;
	if (!effect->predicate)
		effect->predicate = definition->predicate;
	if (definition->certainty < effect->certainty)
		effect->certainty = definition->certainty;
}

static const struct effect *foreign_key_of(const struct schema *schema, const struct effect *effect)
{
	const struct effect *found = schema_foreign_key(schema, effect->table, effect->name);

	if (!found && effect->columns.count)
		found = schema_foreign_key_on(schema, effect->table, &effect->columns);
	return found;
}

static const struct effect *definition_of(const struct schema *schema, const struct effect *effect)
{
	switch (effect->object) {
	case OBJECT_FOREIGN_KEY:
		return foreign_key_of(schema, effect);
	case OBJECT_INDEX:
		return schema_index(schema, effect->name);
	case OBJECT_CONSTRAINT:
		if (effect->kind == CONSTRAINT_FOREIGN_KEY)
			return foreign_key_of(schema, effect);
		if (schema_constraint(schema, effect->table, effect->name))
			return schema_constraint(schema, effect->table, effect->name);
		return schema_foreign_key(schema, effect->table, effect->name);
	case OBJECT_TRIGGER:
		return schema_trigger(schema, effect->table, effect->name);
	default:
		return NULL;
	}
}

static bool refers_to_definition(const struct effect *effect)
{
	switch (effect->verb) {
	case EFFECT_VALIDATE_CONSTRAINT:
	case EFFECT_VALIDATE_FOREIGN_KEY:
	case EFFECT_DROP_CONSTRAINT:
	case EFFECT_DROP_FOREIGN_KEY:
	case EFFECT_DROP_INDEX:
	case EFFECT_DROP_TRIGGER:
	case EFFECT_PREPARE_ASYNC:
		return true;
	default:
		return false;
	}
}

/* The columns that a CHECK's expression reads are the columns it is about. */
static void add_expression_columns(struct walk *walk, struct target *target)
{
	struct effect *effect = &target->effect;
	struct names columns = {0};

	if (effect->object != OBJECT_CONSTRAINT || effect->kind == CONSTRAINT_UNIQUE)
		return;
	for (size_t i = 0; i < effect->columns.count; i++)
		names_add(walk->arena, &columns, effect->columns.items[i]);
	vec_each(const struct column_ref, ref, &effect->predicate_columns) {
		if (!ref->table || str_equal(ref->table, effect->table))
			names_add(walk->arena, &columns, ref->column);
	}
	effect->columns = columns;
}

static void add_relatives(struct walk *walk, struct target *target)
{
	const char *table = target->effect.table;
	const char *parent = schema_parent(walk->schema, table);

	if (!table)
		return;
	names_push(walk->arena, &target->tables, table);
	if (parent)
		names_push(walk->arena, &target->tables, parent);
	schema_partitions(walk->schema, table, &target->tables);
}

struct target walk_resolve(struct walk *walk, const struct effect *effect)
{
	struct target target = {.effect = *effect, .original = effect};
	const struct effect *definition = NULL;

	if (refers_to_definition(effect))
		definition = definition_of(walk->schema, effect);
	else if (effect->verb == EFFECT_ADD_CONSTRAINT && !effect->columns.count && effect->to)
		definition = schema_index(walk->schema, effect->to);
	if (definition && definition != effect)
		take_columns(&target, definition);
	add_expression_columns(walk, &target);
	add_relatives(walk, &target);
	return target;
}
