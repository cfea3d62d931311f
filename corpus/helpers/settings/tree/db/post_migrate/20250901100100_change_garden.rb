# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    add_cascading_namespace_setting :frost_warning, :boolean, default: false, null: false
    remove_cascading_namespace_setting :rain_warning
    up_migrate_to_setting(feature_flag_name: 'warn', setting_name: 'warnings', default_enabled: true)
    up_migrate_to_jsonb_setting(feature_flag_name: 'warn', setting_name: 'warn', jsonb_column_name: 'garden_settings', default_enabled: true)
    down_migrate_to_setting(setting_name: 'alarms', default_enabled: false)
    down_migrate_to_jsonb_setting(setting_name: 'warn', jsonb_column_name: 'shed_settings')
    create_or_update_plan_limit('plot_count', 'default', 10)
    add_widget_definitions(widgets: [{ name: 'Beds', widget_type: 2 }], type_enum_value: 1)
    remove_widget_definitions(widgets: [{ name: 'Beds', widget_type: 2 }], type_enum_values: [1])
    rename_root_paths 'shed'
    rename_child_paths 'tree'
    rename_wildcard_paths 'wild'
    revert_renames
    enable_runner_backoff!
  end

  def down; end
end
