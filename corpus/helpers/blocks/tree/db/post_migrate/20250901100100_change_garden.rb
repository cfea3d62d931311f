# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    say 'start'
    announce 'gardens'
    write 'text'
    assert_not_in_transaction_block(scope: 'x')
    check_trigger_permissions!(:plots)
    check_if_wraparound_in_progress(:plots)
    require_dependency 'gardens'
    raise 'open' if transaction_open?
    say_with_time('width') { with_lock_retries { remove_column :plots, :width } }
    suppress_messages { transaction(requires_new: true) { remove_column :plots, :height } }
    disable_statement_timeout { with_migration_context { remove_column :plots, :depth } }
    enable_statement_timeout { with_restored_connection_stack { remove_column :plots, :north } }
    safety_assured { with_suppressed { remove_column :plots, :south } }
    with_multiple_threads(2) { remove_column :plots, :east }
    with_options(if_exists: true) { remove_column :plots, :west }
    up_only { remove_column :plots, :up }
    reversible { |dir| dir.up { remove_column :plots, :above }; dir.down { remove_column :plots, :below } }
    remove_column :plots, :roof if supports_drop_index_concurrently?
    remove_column :plots, :floor if URI('http://gardens').host && exec_migration
    remove_index :plots, name: "by_wall_#{mysql_compatible_index_length}"
    system 'true'
  end

  def down; end
end
