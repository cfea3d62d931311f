/* Helpers of one domain: cascading settings, plan limits, feature flags that become settings, widgets, path renames. */
#include "parser/ruby/migration/helper.h"

#define CASCADING(verb)                                                                                                \
	verb " column table='namespace_settings' columns=name; " verb                                                  \
	     " column table='namespace_settings' columns='lock_{name}'; " verb                                         \
	     " column table='application_settings' columns=name; " verb                                                \
	     " column table='application_settings' columns='lock_{name}'"

static struct value add_cascading(struct helper *h)
{
	size_t before = h->in->options.out.effects->count;
	helper_apply(h, CASCADING("add_column"));
	struct effect *added = h->in->options.out.effects->items + before;
	const char *type = helper_name(h, "type");
	const char *standard = helper_literal(h, helper_value(h, "default"));
	added[0].type = added[2].type = type;
	added[1].type = added[3].type = "boolean";
	added[0].nullable = TRI_YES;
	added[2].default_value = standard;
	added[2].nullable = helper_given(h, "null") ? helper_truth(h, "null") : TRI_YES;
	added[1].default_value = added[3].default_value = "false";
	added[1].nullable = added[3].nullable = TRI_NO;
	return value_nil();
}

/* "UPDATE" of application_settings from the state of a feature flag. */
static struct value setting_from_flag(struct helper *h)
{
	const char *column = helper_given(h, "jsonb_column_name") ? helper_name(h, "jsonb_column_name")
								  : helper_name(h, "setting_name");
	if (!column)
		return value_nil();
	if (helper_given(h, "feature_flag_name"))
		helper_apply(h, "read rows table='feature_gates' columns='feature_key','key','value'");
	helper_sql(h,
		   str_printf(h->arena, "UPDATE application_settings SET \"%s\" = NULL, updated_at = now()", column));
	struct effects *effects = h->in->options.out.effects;
	if (effects->count)
		vec_last(effects)->writes_null = false;
	return value_nil();
}

static struct value plan_limit(struct helper *h)
{
	const char *limit = helper_name(h, "limit");
	if (limit)
		helper_sql(
			h,
			str_printf(h->arena,
				   "INSERT INTO plan_limits (plan_id, \"%s\") SELECT id, 1 FROM plans WHERE name = '' "
				   "ON CONFLICT (plan_id) DO UPDATE SET \"%s\" = EXCLUDED.\"%s\"",
				   limit, limit, limit));
	return value_nil();
}

#define PATHS                                                                                                          \
	"write rows table='routes' columns='path'; write rows table='namespaces' columns='path'; "                     \
	"write rows table='projects' columns='path'; "                                                                 \
	"sql UPDATE projects SET description_html = NULL; sql UPDATE issues SET description_html = NULL; "             \
	"sql UPDATE merge_requests SET description_html = NULL; sql UPDATE milestones SET description_html = NULL; "   \
	"sql UPDATE notes SET note_html = NULL"
#define FLAG "? feature_flag_name setting_name jsonb_column_name default_enabled"

static const struct helper_row rows[] = {
	{"add_cascading_namespace_setting", "name type ? default null limit", NULL, add_cascading},
	{"add_widget_definitions", "? widgets type_enum_value type_enum_values",
	 "read rows table='work_item_types' columns='id','base_type'; insert rows table='work_item_widget_definitions' "
	 "columns='name','widget_type','work_item_type_id'",
	 NULL},
	{"create_or_update_plan_limit", "limit plan value", NULL, plan_limit},
	{"down_migrate_to_jsonb_setting", FLAG, NULL, setting_from_flag},
	{"down_migrate_to_setting", FLAG, NULL, setting_from_flag},
	{"enable_runner_backoff!", "", "none", NULL},
	{"remove_cascading_namespace_setting", "name", CASCADING("drop_column"), NULL},
	{"remove_widget_definitions", "? widgets type_enum_value type_enum_values",
	 "read rows table='work_item_types' columns='id','base_type'; delete rows table='work_item_widget_definitions'",
	 NULL},
	{"rename_child_paths", "paths", PATHS, NULL},
	{"rename_root_paths", "paths", PATHS "; write rows table='users' columns='username'", NULL},
	{"rename_wildcard_paths", "paths", PATHS, NULL},
	{"revert_renames", "", PATHS "; write rows table='users' columns='username'", NULL},
	{"up_migrate_to_jsonb_setting", FLAG, NULL, setting_from_flag},
	{"up_migrate_to_setting", FLAG, NULL, setting_from_flag},
};

const struct helper_group helper_group_settings = {"settings", rows, sizeof(rows) / sizeof(rows[0])};
