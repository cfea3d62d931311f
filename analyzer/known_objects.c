/* Columns are kept as they come: few tables are ever asked for theirs. */
#include "analyzer/known_objects.h"

#include <ctype.h>
#include <string.h>

struct known_table {
	bool is_there;     /* false: only a column of it was renamed */
	bool is_described; /* its making was seen, so that its columns are complete */
	struct names columns;
};

static struct known_table *table_of(struct arena *arena, struct known_objects *known, const char *name)
{
	struct known_table *table = map_get(&known->tables, name);

	if (!table) {
		table = ARENA_NEW(arena, struct known_table);
		map_put(&known->tables, name, table);
	}
	return table;
}

static struct known_table *declare(struct arena *arena, struct known_objects *known, const char *name)
{
	struct known_table *table = table_of(arena, known, name);

	table->is_there = true;
	return table;
}

static void add_columns(struct arena *arena, struct known_table *table, const struct names *columns)
{
	for (size_t i = 0; i < columns->count; i++)
		names_push(arena, &table->columns, columns->items[i]);
}

static void learn_rename(struct arena *arena, struct known_objects *known, const struct effect *effect)
{
	if (effect->object == OBJECT_TABLE && effect->to)
		declare(arena, known, effect->to);
	if (effect->object != OBJECT_COLUMN || effect->verb != EFFECT_RENAME)
		return;
	struct known_table *table = table_of(arena, known, effect->table);
	add_columns(arena, table, &effect->columns);
	add_columns(arena, table, &effect->to_columns);
	if (effect->to)
		names_push(arena, &table->columns, effect->to);
}

static void learn(struct arena *arena, struct known_objects *known, const struct effect *effect)
{
	bool creates = effect->verb == EFFECT_CREATE && effect->object == OBJECT_TABLE;

	if (!effect->table)
		return;
	if (effect->verb == EFFECT_ADD_COLUMN || creates) {
		struct known_table *table = declare(arena, known, effect->table);
		add_columns(arena, table, &effect->columns);
		table->is_described = table->is_described || creates;
	} else if (effect->verb == EFFECT_PARTITION || effect->object == OBJECT_VIEW) {
		declare(arena, known, effect->table);
		if (effect->object == OBJECT_VIEW && effect->name)
			declare(arena, known, effect->name);
	} else if (effect->verb == EFFECT_RENAME || effect->verb == EFFECT_SWAP) {
		learn_rename(arena, known, effect);
	}
}

struct known_objects known_objects_new(struct arena *arena, const struct graph *graph)
{
	struct known_objects known = {.tables = map_new(arena)};

	vec_each(const struct effect, effect, &graph->project->structure)
		learn(arena, &known, effect);
	vec_each(const struct placed_migration, placed, &graph->migrations) {
		vec_each(const struct effect, effect, &placed->migration->effects)
			learn(arena, &known, effect);
	}
	vec_each(struct table_dictionary *, dictionary, &graph->project->table_dictionaries) {
		if ((*dictionary)->table && !(*dictionary)->is_deleted)
			declare(arena, &known, (*dictionary)->table);
	}
	return known;
}

/* "events_202501": a partition is made at run time by the month or the number behind its table's name. */
static bool ends_in_number(const char *table)
{
	return isdigit((unsigned char)table[strlen(table) - 1]) != 0;
}

bool known_objects_may_have_table(const struct known_objects *known, const char *table)
{
	const struct known_table *there = map_get(&known->tables, table);

	if (!*table || (there && there->is_there))
		return true;
	if (table[strspn(table, "abcdefghijklmnopqrstuvwxyz0123456789_")] || ends_in_number(table))
		return true;
	return str_starts_with(table, "pg_") || strcmp(table, "information_schema") == 0 ||
	       strstr(table, "sg_unknown_");
}

bool known_objects_may_have_column(const struct known_objects *known, const char *table, const char *column)
{
	const struct known_table *there = map_get(&known->tables, table);

	return !there || !there->is_described || names_has(&there->columns, column) ||
	       str_in(column, "ctid xmin xmax tableoid *");
}
