# frozen_string_literal: true

class ChangeGarden < ActiveRecord::Migration[5.2]
  include Gitlab::Database::MigrationHelpers

  disable_ddl_transaction!

  def up
    rename_column_concurrently :plots, :keeper_id, :holder_id
    cleanup_concurrent_column_rename :beds, :label, :title
    install_rename_triggers :plots, [:width, :depth], [:breadth, :length], trigger_name: 'copy_size'
    install_rename_triggers :plots, :north, :south
    install_rename_triggers_for_postgresql 'copy_weight', :plots, :weight, :mass
    install_rename_triggers_for_mysql 'copy_weight', :plots, :weight, :mass
    remove_rename_triggers :plots, rename_trigger_name(:plots, :north, :south)
    remove_rename_triggers_for_postgresql :plots, 'copy_weight'
    remove_rename_triggers_for_mysql 'copy_weight'
    change_column_type_using_background_migration :plots, :size, :bigint, batch_size: 10, interval: 5
    rename_column_using_background_migration :plots, :label, :title, type: :text
  end

  def down; end
end
