/* Changes of the schema that make something fail which the old schema allowed. What the same releases create is left
 * out: a constraint on a table or column that is new has no rows to fail on. A check that is added NOT VALID, or a
 * foreign key, concerns new rows only and is marked so. */
#include "analyzer/report/report_parts.h"

#include "analyzer/rule.h"
#include "graph/guards.h"

#include <stdlib.h>

static const char *column_key(struct arena *arena, const char *table, const char *column)
{
	return str_printf(arena, "%s.%s", table, column);
}

static void note_created(struct reporter *r, const struct effect *effect)
{
	if (!effect->table)
		return;
	if (effect->verb == EFFECT_CREATE && effect->object == OBJECT_TABLE)
		map_put(&r->created, effect->table, r);
	for (size_t i = 0; effect->verb == EFFECT_ADD_COLUMN && i < effect->columns.count; i++)
		map_put(&r->created, column_key(r->arena, effect->table, effect->columns.items[i]), r);
}

static bool is_on_new(struct reporter *r, const struct effect *effect)
{
	if (map_get(&r->created, effect->table))
		return true;
	for (size_t i = 0; i < effect->columns.count; i++) {
		if (!map_get(&r->created, column_key(r->arena, effect->table, effect->columns.items[i])))
			return false;
	}
	return effect->columns.count > 0;
}

/* What stands behind the verb: "namespace_id", "(a, b)", or the name of a constraint. */
static const char *object_words(struct reporter *r, const struct effect *effect)
{
	if (effect->columns.count == 1)
		return effect->columns.items[0];
	if (effect->columns.count)
		return str_printf(r->arena, "(%s)", names_join(r->arena, &effect->columns, ", "));
	return effect->name ? effect->name : "an unknown part";
}

static const char *constraint_words(const struct effect *effect)
{
	switch (effect->kind) {
	case CONSTRAINT_NOT_NULL:
		return "NOT NULL on";
	case CONSTRAINT_MULTI_NOT_NULL:
		return "a count of non-null columns of";
	case CONSTRAINT_TEXT_LIMIT:
		return "a length limit on";
	case CONSTRAINT_FOREIGN_KEY:
		return "the foreign key on";
	case CONSTRAINT_UNIQUE:
	case CONSTRAINT_PRIMARY_KEY:
		return "uniqueness of";
	case CONSTRAINT_NONE:
		return effect->columns.count ? "a constraint on" : "the constraint";
	default:
		return "a check of";
	}
}

static const char *dropped_words(struct reporter *r, const struct effect *effect)
{
	if (effect->verb == EFFECT_DROP && effect->object == OBJECT_TABLE)
		return effect->only_when_empty ? "is dropped if it is empty" : "is dropped";
	if (effect->verb == EFFECT_DROP_COLUMN)
		return str_printf(r->arena, "drops %s", object_words(r, effect));
	if (effect->verb == EFFECT_TRUNCATE)
		return "is emptied";
	return NULL;
}

static const char *tightened_words(struct reporter *r, const struct effect *effect)
{
	const char *object = object_words(r, effect);

	switch (effect->verb) {
	case EFFECT_ADD_CONSTRAINT:
	case EFFECT_ADD_FOREIGN_KEY:
		return str_printf(r->arena, "adds %s %s", constraint_words(effect), object);
	case EFFECT_VALIDATE_CONSTRAINT:
	case EFFECT_VALIDATE_FOREIGN_KEY:
		return str_printf(r->arena, "validates %s %s", constraint_words(effect), object);
	case EFFECT_ADD_INDEX:
		return effect->unique == TRI_YES ? str_printf(r->arena, "makes %s unique%s", object,
							      effect->predicate ? " in a part of the rows" : "")
						 : NULL;
	case EFFECT_ALTER_COLUMN:
		return effect->nullable == TRI_NO ? str_printf(r->arena, "sets NOT NULL on %s", object) : NULL;
	default:
		return NULL;
	}
}

static const char *swapped_words(struct reporter *r, const struct effect *effect)
{
	bool is_table = effect->object == OBJECT_TABLE;

	if (effect->object != OBJECT_TABLE && effect->object != OBJECT_COLUMN)
		return NULL;
	if (effect->verb == EFFECT_SWAP || effect->verb == EFFECT_RENAME)
		return str_printf(r->arena, "%s %s%s%s",
				  effect->verb == EFFECT_SWAP ? "swaps"
				  : is_table                  ? "is renamed"
							      : "renames",
				  is_table ? "" : object_words(r, effect), is_table ? "to " : " with ",
				  effect->to                 ? effect->to
				  : effect->to_columns.count ? effect->to_columns.items[0]
							     : "an unknown name");
	if (effect->verb == EFFECT_ALTER_COLUMN && effect->type)
		return str_printf(r->arena, "changes the type of %s to %s", object_words(r, effect), effect->type);
	return NULL;
}

static bool concerns_new_rows(const struct effect *effect)
{
	return (effect->verb == EFFECT_ADD_CONSTRAINT || effect->verb == EFFECT_ADD_FOREIGN_KEY) &&
	       effect->validated == TRI_NO;
}

static void add_change(struct reporter *r, const struct placed_migration *placed, const struct effect *effect)
{
	struct report_change change = {.table = effect->table, .migration = placed, .effect = effect};

	if (!effect->table || !guard_is_self_managed(effect->guard))
		return;
	if ((change.text = dropped_words(r, effect)) != NULL)
		change.kind = CHANGE_DROPPED;
	else if ((change.text = tightened_words(r, effect)) != NULL)
		change.kind = CHANGE_TIGHTENED;
	else if ((change.text = swapped_words(r, effect)) != NULL)
		change.kind = CHANGE_SWAPPED;
	if (!change.text || is_on_new(r, effect))
		return;
	change.table_size = report_table_size(r, effect->table);
	change.is_for_new_rows = concerns_new_rows(effect);
	vec_push(r->arena, &r->out->changes, change);
}

/* By kind, existing rows before new ones, the largest tables first. */
static int compare_changes(const void *left, const void *right)
{
	const struct report_change *a = left;
	const struct report_change *b = right;
	int order = (int)a->kind - (int)b->kind;

	if (order == 0)
		order = (int)a->is_for_new_rows - (int)b->is_for_new_rows;
	if (order == 0)
		order = report_size_rank(b->table_size) - report_size_rank(a->table_size);
	if (order == 0)
		order = str_compare(a->table, b->table);
	if (order == 0)
		order = a->migration->order < b->migration->order ? -1 : a->migration->order > b->migration->order;
	if (order == 0)
		order = location_compare(a->effect->location, b->effect->location);
	return order ? order : str_compare(a->text, b->text);
}

void report_changes_fill(struct reporter *r)
{
	struct release_report *out = r->out;

	vec_each(const struct placed_migration, placed, &r->graph->migrations) {
		if (!report_is_here(r, placed->release))
			continue;
		vec_each(const struct effect, effect, &placed->migration->effects)
			note_created(r, effect);
	}
	vec_each(const struct placed_migration, placed, &r->graph->migrations) {
		if (!report_is_here(r, placed->release))
			continue;
		out->migrations++;
		*(placed->migration->kind == MIGRATION_POST ? &out->post : &out->regular) += 1;
		out->statements += placed->migration->statements.count;
		vec_each(const struct statement, statement, &placed->migration->statements)
			out->unresolved += !statement->resolved;
		vec_each(const struct effect, effect, &placed->migration->effects)
			add_change(r, placed, effect);
	}
	if (out->changes.count)
		qsort(out->changes.items, out->changes.count, sizeof(*out->changes.items), compare_changes);
}
