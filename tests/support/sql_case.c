/* A catalog of three tables, and effects in a short notation. */
#include "tests/support/sql_case.h"

#include "analyzer/base/vec.h"
#include "parser/sql/sql.h"

#include "tests/support/cmocka_all.h"

#include <string.h>

/* --- a catalog of three tables --- */

static const char *items_columns[] = {"id", "project_id", "state"};
static const char *items_archived_columns[] = {"id", "project_id", "archived_at"};
static const char *projects_columns[] = {"id", "namespace_id", "path"};

static const struct names *answer_columns(void *payload, const char *table)
{
	struct names *names = payload;

	if (str_equal(table, "items"))
		return &names[0];
	if (str_equal(table, "items_archived"))
		return &names[1];
	return str_equal(table, "projects") ? &names[2] : NULL;
}

static enum tristate answer_has_column(void *payload, const char *table, const char *column)
{
	const struct names *columns = answer_columns(payload, table);

	if (!columns)
		return TRI_UNKNOWN;
	return names_has(columns, column) ? TRI_YES : TRI_NO;
}

static const char *answer_index_table(void *payload, const char *index)
{
	(void)payload;
	return str_equal(index, "index_items") ? "items" : NULL;
}

/* --- the notation --- */

static void put_names(struct strbuf *out, const char *before, const struct names *names)
{
	if (!names->count)
		return;
	strbuf_puts(out, before);
	for (size_t i = 0; i < names->count; i++)
		strbuf_printf(out, "%s%s", i ? "," : "", names->items[i]);
	strbuf_putc(out, ')');
}

static void put_refs(struct strbuf *out, const char *before, const struct column_refs *refs)
{
	if (!refs->count)
		return;
	strbuf_puts(out, before);
	for (size_t i = 0; i < refs->count; i++)
		strbuf_printf(out, "%s%s.%s:%c", i ? " " : "", refs->items[i].table ? refs->items[i].table : "?",
			      refs->items[i].column, "vfjg"[refs->items[i].role]);
	strbuf_putc(out, ']');
}

static void put_text(struct strbuf *out, const char *label, const char *text)
{
	if (text)
		strbuf_printf(out, " %s=%s", label, text);
}

static void put_attributes(struct strbuf *out, const struct effect *effect)
{
	static const char *const tristate[] = {"?", "no", "yes"};

	put_text(out, "kind", effect->kind ? constraint_kind_name(effect->kind) : NULL);
	put_text(out, "unique", effect->unique == TRI_YES ? "yes" : NULL);
	put_text(out, "valid", effect->kind && effect->validated != TRI_YES ? tristate[effect->validated] : NULL);
	put_text(out, "expr", effect->expression);
	put_text(out, "where", effect->predicate);
	put_refs(out, " mentions[", &effect->predicate_columns);
	put_text(out, "references", effect->references);
	put_names(out, "(", &effect->references_columns);
	put_text(out, "on_delete", effect->on_delete);
	put_text(out, "type", effect->type);
	put_text(out, "default", effect->default_value);
	put_text(out, "drops_default", effect->drops_default ? "yes" : NULL);
	put_text(out, "null", effect->nullable ? tristate[effect->nullable] : NULL);
	put_text(out, "nulls", effect->writes_null ? "yes" : NULL);
	put_text(out, "upsert", effect->upsert ? "yes" : NULL);
	put_text(out, "never", effect->not_on_insert ? "insert" : NULL);
	put_text(out, "never", effect->not_on_update ? "update" : NULL);
	put_text(out, "never", effect->not_on_delete ? "delete" : NULL);
	if (effect->after_change)
		put_names(out, " after(", effect->after_change);
}

static void put_effects(struct strbuf *out, const struct effects *effects)
{
	vec_each(struct effect, effect, effects) {
		strbuf_puts(out, effect_verb_name(effect->verb));
		if (effect->object != OBJECT_ROWS)
			strbuf_printf(out, " %s", effect_object_name(effect->object));
		strbuf_printf(out, " %s", effect->table ? effect->table : "-");
		put_names(out, "(", &effect->columns);
		put_text(out, "name", effect->name);
		put_text(out, "to", effect->to);
		put_names(out, " to(", &effect->to_columns);
		put_attributes(out, effect);
		put_refs(out, " ~[", &effect->filters);
		put_refs(out, " <[", &effect->sources);
		if (effect->certainty != CERTAINTY_PROVEN)
			strbuf_printf(out, " %s", certainty_name(effect->certainty));
		strbuf_putc(out, '\n');
		if (effect->body) {
			strbuf_puts(out, "{\n");
			put_effects(out, effect->body);
			strbuf_puts(out, "}\n");
		}
	}
}

char *sql_effects(struct arena *arena, const char *sql, bool with_catalog)
{
	struct names columns[] = {{items_columns, 3, 3}, {items_archived_columns, 3, 3}, {projects_columns, 3, 3}};
	struct catalog catalog = {.payload = columns,
				  .has_column = answer_has_column,
				  .columns = answer_columns,
				  .index_table = answer_index_table};
	struct sql_input in = {.text = sql, .length = strlen(sql), .certainty = CERTAINTY_PROVEN};
	struct statements statements = {0};
	struct effects effects = {0};
	struct unresolved_list unresolved = {0};
	struct sql_output out = {&statements, &effects, &unresolved, NULL};
	struct strbuf text = strbuf_new(arena);

	in.catalog = with_catalog ? &catalog : NULL;
	sql_read(arena, &in, &out);
	vec_each(struct statement, statement, &statements) {
		if (!statement->resolved)
			strbuf_printf(&text, "! %s: %s\n", statement->what, statement->why);
	}
	put_effects(&text, &effects);
	return strbuf_finish(&text);
}

void check_sql_rows(const struct sql_row *rows, size_t count, bool with_catalog)
{
	for (size_t i = 0; i < count; i++) {
		struct arena *arena = arena_new();
		char *found = sql_effects(arena, rows[i].sql, with_catalog);

		if (strcmp(found, rows[i].expected) != 0)
			print_error("--- %s\n", rows[i].sql);
		assert_string_equal(found, rows[i].expected);
		arena_free(arena);
	}
}
