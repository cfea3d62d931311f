/* What a write does through the row triggers of its table.
 *
 * A trigger's events stand in its `type` as PostgreSQL writes them: "BEFORE INSERT OR UPDATE OF a, b". The function's
 * body calls the row "NEW" or "OLD"; here it gets the table's name. Triggers fired by what a trigger writes are
 * fact.c's to follow. */
#include "graph/schema_table.h"

#include <ctype.h>
#include <string.h>

/* NEW and OLD, and the trigger's own names for all changed rows (REFERENCING OLD TABLE AS x), are rows of its table. */
static const char *row_table(const char *table, const struct effect *trigger, const char *of)
{
	bool is_row = str_equal(table, "NEW") || str_equal(table, "OLD");

	return table && (is_row || names_has(&trigger->references_columns, table)) ? of : table;
}

static struct column_refs rows_named(struct arena *arena, const struct column_refs *refs, const struct effect *trigger,
				     const char *of)
{
	struct column_refs named = {0};

	vec_each(const struct column_ref, ref, refs)
		column_refs_add(arena, &named, row_table(ref->table, trigger, of), ref->column, ref->role);
	return named;
}

/* Does the word stand in `text`, whatever its case? Names with the word inside do not count. */
static const char *word_in(const char *text, const char *word)
{
	size_t length = strlen(word);

	for (const char *at = text; *at; at++) {
		bool starts = at == text || !str_is_word_byte(at[-1]);
		size_t i = 0;
		while (starts && i < length && toupper((unsigned char)at[i]) == word[i])
			i++;
		if (i == length && !str_is_word_byte(at[i]))
			return at + length;
	}
	return NULL;
}

/* "UPDATE OF a, b": does it name one of the columns? A write whose columns are not known fires it. */
static bool update_concerns(const char *after_update, const struct names *columns)
{
	while (*after_update == ' ')
		after_update++;
	if (toupper((unsigned char)after_update[0]) != 'O' || toupper((unsigned char)after_update[1]) != 'F' ||
	    after_update[2] != ' ' || !columns->count)
		return true;
	for (size_t i = 0; i < columns->count; i++) {
		const char *at = strstr(after_update + 2, columns->items[i]);
		size_t length = strlen(columns->items[i]);
		if (at && (at[-1] == ' ' || at[-1] == ',' || at[-1] == '"') && !str_is_word_byte(at[length]))
			return true;
	}
	return false;
}

/* UPDATE OF a, WHEN (OLD.a IS DISTINCT FROM NEW.a): a write that leaves the columns alone does not fire it. */
static bool changes_one_of(const struct names *watched, const struct names *columns)
{
	if (!watched->count || !columns->count || names_has(columns, "*"))
		return true;
	for (size_t i = 0; i < columns->count; i++) {
		if (names_has(watched, columns->items[i]))
			return true;
	}
	return false;
}

static bool fires(const struct effect *trigger, const struct effect *write)
{
	const char *events = trigger->type ? trigger->type : "";
	const char *update = word_in(events, "UPDATE");
	const struct names *updated = write->upsert ? &write->to_columns : &write->columns;
	bool by_update = update && update_concerns(update, updated) && changes_one_of(&trigger->columns, updated) &&
			 changes_one_of(&trigger->to_columns, updated);

	switch (write->verb) {
	case EFFECT_INSERT:
		return word_in(events, "INSERT") || (write->upsert && by_update);
	case EFFECT_WRITE:
		return by_update;
	case EFFECT_DELETE:
		return word_in(events, "DELETE");
	default:
		return false;
	}
}

/* Does the function get to the statement when `write` fires its trigger? */
static bool is_reached(const struct effect *step, const struct effect *write)
{
	bool updates = write->verb == EFFECT_WRITE || write->upsert;
	const struct names *updated = write->upsert ? &write->to_columns : &write->columns;

	if (updates && !step->not_on_update && (!step->after_change || changes_one_of(step->after_change, updated)))
		return true;
	return (write->verb == EFFECT_INSERT && !step->not_on_insert) ||
	       (write->verb == EFFECT_DELETE && !step->not_on_delete);
}

static void add_body(struct schema *schema, const struct schema_table *table, const struct effect *trigger,
		     const struct effect *write, struct effects *out)
{
	const struct effect *function = definition_effect(map_get(&schema->functions, trigger->to));

	if (!function || !function->body)
		return;
	vec_each(const struct effect, step, function->body) {
		if (!is_reached(step, write))
			continue;
		struct effect named = *step;
		named.table = row_table(step->table, trigger, table->name);
		named.filters = rows_named(schema->arena, &step->filters, trigger, table->name);
		named.sources = rows_named(schema->arena, &step->sources, trigger, table->name);
		vec_push(schema->arena, out, named);
	}
}

const struct effects *schema_triggered(struct schema *schema, const struct effect *write)
{
	const struct schema_table *table = schema_table_find(schema, write->table);
	struct effects *out = NULL;

	if (!table)
		return NULL;
	vec_each(const struct table_trigger, trigger, &table->triggers) {
		if (trigger->absent || !fires(trigger->effect, write))
			continue;
		if (!out)
			out = ARENA_NEW(schema->arena, struct effects);
		add_body(schema, table, trigger->effect, write, out);
	}
	return out && out->count ? out : NULL;
}
