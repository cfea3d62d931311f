/* Three sorted lists of names and binary search. */
#include "analyzer/known_objects.h"

#include <ctype.h>
#include <string.h>

static void learn(struct arena *arena, struct known_objects *known, const struct effect *effect)
{
	bool adds_columns =
		effect->verb == EFFECT_ADD_COLUMN || (effect->verb == EFFECT_CREATE && effect->object == OBJECT_TABLE);
	bool renames_column = effect->verb == EFFECT_RENAME && effect->object == OBJECT_COLUMN;
	if (!effect->table)
		return;
	if (adds_columns || effect->verb == EFFECT_PARTITION || effect->object == OBJECT_VIEW)
		names_push(arena, &known->tables, effect->table);
	if (effect->object == OBJECT_VIEW && effect->name)
		names_push(arena, &known->tables, effect->name);
	if ((effect->verb == EFFECT_RENAME || effect->verb == EFFECT_SWAP) && effect->object == OBJECT_TABLE &&
	    effect->to)
		names_push(arena, &known->tables, effect->to);
	for (size_t i = 0; (adds_columns || renames_column) && i < effect->columns.count; i++)
		names_push(arena, &known->columns, str_printf(arena, "%s.%s", effect->table, effect->columns.items[i]));
	for (size_t i = 0; renames_column && i < effect->to_columns.count; i++)
		names_push(arena, &known->columns,
			   str_printf(arena, "%s.%s", effect->table, effect->to_columns.items[i]));
	if (renames_column && effect->to)
		names_push(arena, &known->columns, str_printf(arena, "%s.%s", effect->table, effect->to));
	/* Columns are complete only for a table whose making was seen. */
	if (effect->verb == EFFECT_CREATE && effect->object == OBJECT_TABLE)
		names_push(arena, &known->described, effect->table);
}

struct known_objects known_objects_new(struct arena *arena, const struct graph *graph)
{
	struct known_objects known = {0};
	vec_each(const struct effect, effect, &graph->project->structure) {
		learn(arena, &known, effect);
	}
	vec_each(const struct placed_migration, placed, &graph->migrations) {
		vec_each(const struct effect, effect, &placed->migration->effects) {
			learn(arena, &known, effect);
		}
	}
	vec_each(struct table_dictionary *, dictionary, &graph->project->table_dictionaries) {
		if ((*dictionary)->table && !(*dictionary)->is_deleted)
			names_push(arena, &known.tables, (*dictionary)->table);
	}
	names_sort(&known.tables);
	names_sort(&known.columns);
	names_sort(&known.described);
	return known;
}

/* "events_202501": a partition is made at run time by the month or the number behind its table's name. */
static bool ends_in_number(const char *table)
{
	return isdigit((unsigned char)table[strlen(table) - 1]) != 0;
}

bool known_objects_may_have_table(const struct known_objects *known, const char *table)
{
	if (!*table || names_has_sorted(&known->tables, table))
		return true;
	if (table[strspn(table, "abcdefghijklmnopqrstuvwxyz0123456789_")] || ends_in_number(table))
		return true;
	return str_starts_with(table, "pg_") || strcmp(table, "information_schema") == 0 ||
	       strstr(table, "sg_unknown_");
}

bool known_objects_may_have_column(const struct known_objects *known, const char *table, const char *both)
{
	const char *column = both + strlen(table) + 1;
	return !names_has_sorted(&known->described, table) || names_has_sorted(&known->columns, both) ||
	       str_in(column, "ctid xmin xmax tableoid *");
}
