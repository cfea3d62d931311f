# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    add_check_constraint :plots, 'width > 0', 'has_width'
    add_check_constraint :plots, 'depth > 0', 'has_depth', validate: false
    validate_check_constraint :plots, 'has_depth'
    validate_constraint :plots, 'has_height'
    remove_check_constraint :plots, 'has_height'
    add_not_null_constraint :plots, :label, constraint_name: 'has_label', validate: false
    validate_not_null_constraint :plots, :label, constraint_name: 'has_label'
    remove_not_null_constraint :plots, :soil
    add_multi_column_not_null_constraint :plots, :user_id, :group_id, limit: 1, operator: '>=', validate: false
    validate_multi_column_not_null_constraint :plots, :user_id, :group_id
    remove_multi_column_not_null_constraint :plots, :user_id, :project_id
    add_text_limit :plots, :note, 255, constraint_name: 'short_note'
    validate_text_limit :plots, :title
    remove_text_limit :plots, :motto
    rename_constraint :plots, 'has_depth', 'is_deep'
    drop_constraint :plots, 'has_weight', cascade: true
    switch_constraint_names :plots, 'first', 'second'
    copy_check_constraints :plots, :label, :title
    validate_check_constraint_name!('short')
    validate_check_constraint :plots, check_constraint_name(:plots, :size, 'positive')
    remove_check_constraint :plots, text_limit_name(:plots, :caption)
    remove_check_constraint :plots, not_null_constraint_name(:plots, :caption)
  end

  def down; end
end
