/* Schema statements of widespread gems: views as versioned files (scenic), attachments as four columns (paperclip), and
 * the dropping of columns and tables that a forum product delays to a later release.
 *
 * The text of a versioned view lies in a file of its own, which is not read: the view is known by name only, unless the
 * call brings its definition. */
#include "parser/ruby/migration/helper.h"

static struct value create_view(struct helper *h)
{
	const char *definition = helper_text(h, helper_value(h, "sql_definition"));
	const char *table = helper_raw_table(h);
	bool materialized = helper_given(h, "materialized") && helper_truth(h, "materialized") != TRI_NO;

	if (definition && table)
		helper_sql(h, str_printf(h->arena, "CREATE %sVIEW %s AS %s", materialized ? "MATERIALIZED " : "", table,
					 definition));
	else
		helper_apply(h, "create view name=table");
	return value_nil();
}

/* A new version is a new definition under the same name. */
static struct value update_view(struct helper *h)
{
	helper_apply(h, "drop view name=table");
	return create_view(h);
}

static const char *const attachment_columns[][2] = {
	{"file_name", "string"}, {"content_type", "string"}, {"file_size", "integer"}, {"updated_at", "datetime"}};

void helper_add_attachments(struct helper *h, void (*added)(struct helper *h, const char *column))
{
	struct names names = helper_names(h, "names");

	for (size_t i = 0; i < names.count; i++) {
		for (size_t k = 0; k < sizeof(attachment_columns) / sizeof(attachment_columns[0]); k++) {
			const char *column = str_printf(h->arena, "%s_%s", names.items[i], attachment_columns[k][0]);
			helper_add_column(h, column, attachment_columns[k][1]);
			if (added)
				added(h, column);
		}
	}
}

static struct value add_attachment(struct helper *h)
{
	helper_add_attachments(h, NULL);
	return value_nil();
}

struct value helper_remove_attachments(struct helper *h)
{
	struct names names = helper_names(h, "names");

	for (size_t i = 0; i < names.count; i++) {
		struct effect *effect = helper_effect(h, EFFECT_DROP_COLUMN, OBJECT_COLUMN);
		for (size_t k = 0; k < sizeof(attachment_columns) / sizeof(attachment_columns[0]); k++)
			names_push(h->arena, &effect->columns,
				   str_printf(h->arena, "%s_%s", names.items[i], attachment_columns[k][0]));
	}
	return value_nil();
}

#define VIEW "table ? version sql_definition materialized revert_to_version side_by_side cascade no_data"

static const struct helper_row rows[] = {
	{"add_attachment", "table *names", NULL, add_attachment},
	{"create_view", VIEW, NULL, create_view},
	{"drop_view", VIEW, "drop view name=table", NULL},
	{"remove_attachment", "table *names", NULL, helper_remove_attachments},
	{"replace_view", VIEW, NULL, update_view},
	{"update_view", VIEW, NULL, update_view},
};

const struct helper_group helper_group_gems = {"gems", rows, sizeof(rows) / sizeof(rows[0])};
