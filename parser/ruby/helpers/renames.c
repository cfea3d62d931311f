/* Column renames and type changes that keep both columns alive for a release.
 *
 * Two implementations stand behind the same names. The first (plain ActiveRecord classes) has one trigger that copies
 * old to new; the second (the product's own migration classes) has three, so that either column may be written. Both
 * copy the existing rows at once, in batches: a write that reads the old column. Changing a type is renaming to
 * <column>_for_type_change and, in the clean-up, back. */
#include "parser/ruby/eval/names.h"
#include "parser/ruby/migration/helper.h"

struct pair {
	const char *old;
	const char *new_name;
	struct names from;
	struct names to;
};

static struct pair pair_of(struct helper *h, const char *old, const char *new_name)
{
	struct pair pair = {.old = old, .new_name = new_name};
	names_push(h->arena, &pair.from, old);
	names_push(h->arena, &pair.to, new_name);
	return pair;
}

static bool has_two_way_triggers(const struct helper *h)
{
	return h->in->options.gitlab_superclass;
}

static const char *two_way_function(struct helper *h, const char *trigger)
{
	return str_printf(h->arena, "function_for_%s", trigger);
}

static void install_triggers(struct helper *h, struct pair pair)
{
	const char *table = helper_raw_table(h);
	if (!table)
		return;
	if (!has_two_way_triggers(h)) {
		const char *name = name_copy_trigger(h->arena, table, &pair.from, &pair.to);
		helper_copy_trigger(h, &(struct copy_trigger){.name = name, .from = &pair.from, .to = &pair.to});
		return;
	}
	struct names both = {0}, other = {0};
	names_push(h->arena, &both, pair.old);
	names_push(h->arena, &both, pair.new_name);
	names_push(h->arena, &other, pair.new_name);
	names_push(h->arena, &other, pair.old);
	const char *name = name_rename_trigger(h->arena, table, pair.old, pair.new_name, "insert");
	helper_copy_trigger(h, &(struct copy_trigger){.name = name,
						      .function = two_way_function(h, name),
						      .from = &both,
						      .to = &other,
						      .fires = "BEFORE INSERT"});
	name = name_rename_trigger(h->arena, table, pair.old, pair.new_name, "update_old");
	helper_copy_trigger(h, &(struct copy_trigger){.name = name,
						      .function = two_way_function(h, name),
						      .from = &pair.from,
						      .to = &pair.to,
						      .fires = "BEFORE UPDATE"});
	name = name_rename_trigger(h->arena, table, pair.old, pair.new_name, "update_new");
	helper_copy_trigger(h, &(struct copy_trigger){.name = name,
						      .function = two_way_function(h, name),
						      .from = &pair.to,
						      .to = &pair.from,
						      .fires = "BEFORE UPDATE"});
}

static void remove_triggers(struct helper *h, struct pair pair)
{
	static const char *const operations[] = {"insert", "update_old", "update_new"};
	const char *table = helper_raw_table(h);
	if (!table)
		return;
	if (!has_two_way_triggers(h)) {
		const char *name = name_copy_trigger(h->arena, table, &pair.from, &pair.to);
		helper_drop_trigger(h, name, name);
		return;
	}
	for (size_t i = 0; i < sizeof(operations) / sizeof(operations[0]); i++) {
		const char *name = name_rename_trigger(h->arena, table, pair.old, pair.new_name, operations[i]);
		helper_drop_trigger(h, name, two_way_function(h, name));
	}
}

/* The new column, the rows copied into it, and the triggers that keep it. */
static void begin(struct helper *h, struct pair pair, const char *type)
{
	const char *batch = helper_given(h, "batch_column_name") ? helper_name(h, "batch_column_name") : "id";
	struct effect *column = helper_effect(h, EFFECT_ADD_COLUMN, OBJECT_COLUMN);
	names_push(h->arena, &column->columns, pair.new_name);
	column->type = type;
	install_triggers(h, pair);
	struct effect *copy = helper_effect(h, EFFECT_WRITE, OBJECT_ROWS);
	names_push(h->arena, &copy->columns, pair.new_name);
	column_refs_add(h->arena, &copy->sources, copy->table, pair.old, READ_VALUE);
	column_refs_add(h->arena, &copy->filters, copy->table, batch, READ_FILTER);
}

static void drop_column(struct helper *h, const char *column)
{
	names_push(h->arena, &helper_effect(h, EFFECT_DROP_COLUMN, OBJECT_COLUMN)->columns, column);
}

static bool read_pair(struct helper *h, struct pair *out)
{
	const char *old = helper_name(h, "old"), *new_name = helper_name(h, "new");
	if (!old || !new_name)
		return false;
	*out = pair_of(h, old, new_name);
	return true;
}

static bool read_type_change(struct helper *h, struct pair *out)
{
	const char *column = helper_name(h, "column");
	const char *temporary = helper_name(h, "temp_column");
	if (!column)
		return false;
	*out = pair_of(h, column, temporary ? temporary : str_printf(h->arena, "%s_for_type_change", column));
	return true;
}

static struct value rename_column_concurrently(struct helper *h)
{
	struct pair pair;
	if (read_pair(h, &pair))
		begin(h, pair, helper_name(h, "type"));
	return value_nil();
}

typedef bool read_fn(struct helper *h, struct pair *out);

/* Ends the copying between the two columns and drops the new one, or the old one. */
static bool drop_one(struct helper *h, read_fn *read, bool is_new, struct pair *out)
{
	if (!read(h, out))
		return false;
	remove_triggers(h, *out);
	drop_column(h, is_new ? out->new_name : out->old);
	return true;
}

static struct value undo_rename(struct helper *h)
{
	struct pair pair;
	drop_one(h, read_pair, true, &pair);
	return value_nil();
}

static struct value cleanup_rename(struct helper *h)
{
	struct pair pair;
	drop_one(h, read_pair, false, &pair);
	return value_nil();
}

static struct value undo_cleanup_rename(struct helper *h)
{
	struct pair pair;
	if (!read_pair(h, &pair))
		return value_nil();
	const char *type = helper_name(h, "type");
	struct pair back = pair_of(h, pair.new_name, pair.old);
	struct effect *column = helper_effect(h, EFFECT_ADD_COLUMN, OBJECT_COLUMN);
	names_push(h->arena, &column->columns, pair.old);
	column->type = type;
	struct effect *copy = helper_effect(h, EFFECT_WRITE, OBJECT_ROWS);
	names_push(h->arena, &copy->columns, pair.old);
	column_refs_add(h->arena, &copy->sources, copy->table, back.old, READ_VALUE);
	install_triggers(h, pair);
	return value_nil();
}

static struct value change_type(struct helper *h)
{
	struct pair pair;
	if (read_type_change(h, &pair))
		begin(h, pair, helper_name(h, "type"));
	return value_nil();
}

static struct value undo_change_type(struct helper *h)
{
	struct pair pair;
	drop_one(h, read_type_change, true, &pair);
	return value_nil();
}

static struct value cleanup_change_type(struct helper *h)
{
	struct pair pair;
	if (drop_one(h, read_type_change, false, &pair))
		helper_rename_column(h, pair.new_name, pair.old);
	return value_nil();
}

static struct value undo_cleanup_change_type(struct helper *h)
{
	struct pair pair;
	const char *table = helper_raw_table(h);
	if (!table || !read_type_change(h, &pair))
		return value_nil();
	const char *text = str_printf(h->arena, "%s_%s", table, pair.new_name);
	const char *undo = name_hashed(h->arena, "tmp_undo_cleanup_column_", text, 10);
	begin(h, pair_of(h, pair.old, undo), helper_name(h, "type"));
	helper_rename_column(h, pair.old, pair.new_name);
	helper_rename_column(h, undo, pair.old);
	install_triggers(h, pair);
	return value_nil();
}

/* --- the same through background jobs, which also do the clean-up --- */

static void queue_copy(struct helper *h, struct pair pair, const char *cleanup)
{
	struct value copied = value_new_array(h->in), cleaned = value_new_array(h->in);
	struct value table = value_string(h->in, helper_raw_table(h));
	array_push(h->in, copied.array, table);
	array_push(h->in, cleaned.array, table);
	const char *const columns[] = {pair.old, pair.new_name};
	for (size_t i = 0; i < 2; i++) {
		array_push(h->in, copied.array, value_string(h->in, columns[i]));
		array_push(h->in, cleaned.array, value_string(h->in, columns[i]));
	}
	struct effect *copy = helper_sidekiq_job(h, EFFECT_QUEUE, value_string(h->in, "CopyColumn"), copied);
	copy->table = helper_table(h);
	struct effect *clean = helper_sidekiq_job(h, EFFECT_QUEUE, value_string(h->in, cleanup), cleaned);
	clean->table = helper_table(h);
}

static struct value change_type_in_background(struct helper *h)
{
	struct value relation = helper_value(h, "table");
	if (!value_is_text(relation)) {
		struct value name = helper_send(h, relation, "table_name", NULL, 0);
		h->table = helper_value_name(h, name, "table");
	}
	struct pair pair;
	if (!helper_raw_table(h) || !read_type_change(h, &pair))
		return value_nil();
	const char *type = helper_name(h, "type");
	struct effect *column = helper_effect(h, EFFECT_ADD_COLUMN, OBJECT_COLUMN);
	names_push(h->arena, &column->columns, pair.new_name);
	column->type = type;
	install_triggers(h, pair);
	queue_copy(h, pair, "CleanupConcurrentTypeChange");
	return value_nil();
}

static struct value rename_in_background(struct helper *h)
{
	struct pair pair;
	if (!helper_raw_table(h) || !read_pair(h, &pair))
		return value_nil();
	const char *type = helper_name(h, "type");
	struct effect *column = helper_effect(h, EFFECT_ADD_COLUMN, OBJECT_COLUMN);
	names_push(h->arena, &column->columns, pair.new_name);
	column->type = type;
	install_triggers(h, pair);
	queue_copy(h, pair, "CleanupConcurrentRename");
	return value_nil();
}

/* --- triggers alone --- */

static struct value install_one_way(struct helper *h)
{
	struct names from = helper_names(h, "old"), to = helper_names(h, "new");
	const char *table = helper_raw_table(h);
	const char *name = helper_name(h, "trigger_name");
	if (!table || !from.count || !to.count)
		return value_nil();
	if (!name)
		name = name_copy_trigger(h->arena, table, &from, &to);
	helper_copy_trigger(h, &(struct copy_trigger){.name = name, .from = &from, .to = &to});
	return value_nil();
}

static struct value remove_one_way(struct helper *h)
{
	const char *name = helper_name(h, "trigger");
	helper_drop_trigger(h, name, name);
	return value_nil();
}

static struct value trigger_name(struct helper *h)
{
	struct value from = helper_value(h, "old"), to = helper_value(h, "new");
	const char *table = value_name(helper_value(h, "table"));
	if (!table || value_why_unknown(from) || value_why_unknown(to))
		return value_unknown(h->in, h->call->node, "the name of a trigger");
	struct names olds = helper_names(h, "old"), news = helper_names(h, "new");
	return value_string(h->in, name_copy_trigger(h->in->arena, table, &olds, &news));
}

#define RENAME "table old new ? type type_cast_function batch_column_name"
#define CHANGE "table column type ? type_cast_function batch_column_name limit temp_column batch_size interval"

static const struct helper_row rows[] = {
	{"change_column_type_concurrently", CHANGE, NULL, change_type},
	{"change_column_type_using_background_migration", CHANGE, NULL, change_type_in_background},
	{"cleanup_concurrent_column_rename", "table old new", NULL, cleanup_rename},
	{"cleanup_concurrent_column_type_change", "table column ? temp_column", NULL, cleanup_change_type},
	{"install_rename_triggers", "table old new ? trigger_name", NULL, install_one_way},
	{"install_rename_triggers_for_mysql", "trigger table old new", "none", NULL},
	{"install_rename_triggers_for_postgresql", "trigger table old new", NULL, install_one_way},
	{"remove_rename_triggers", "table trigger", NULL, remove_one_way},
	{"remove_rename_triggers_for_mysql", "trigger", "none", NULL},
	{"remove_rename_triggers_for_postgresql", "table trigger", NULL, remove_one_way},
	{"rename_column_concurrently", RENAME, NULL, rename_column_concurrently},
	{"rename_column_using_background_migration", RENAME, NULL, rename_in_background},
	{"rename_trigger_name", "table old new", NULL, trigger_name},
	{"undo_change_column_type_concurrently", "table column", NULL, undo_change_type},
	{"undo_cleanup_concurrent_column_rename", RENAME, NULL, undo_cleanup_rename},
	{"undo_cleanup_concurrent_column_type_change", CHANGE, NULL, undo_cleanup_change_type},
	{"undo_rename_column_concurrently", "table old new", NULL, undo_rename},
};

const struct helper_group helper_group_renames = {"renames", rows, sizeof(rows) / sizeof(rows[0])};
