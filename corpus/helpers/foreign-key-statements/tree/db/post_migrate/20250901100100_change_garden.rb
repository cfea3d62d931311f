# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    add_foreign_key :beds, :plots
    add_foreign_key :beds, :gardeners, column: :owner_id, on_delete: :cascade, name: 'fk_owner', validate: false
    add_concurrent_foreign_key :beds, :plots, column: [:year, :plot_id], target_column: [:year, :id], on_delete: nil
    add_concurrent_foreign_key :beds, :seasons, column: :season_id, on_delete: :nullify, validate: false, reverse_lock_order: true
    validate_foreign_key :beds, :season_id
    validate_foreign_key :beds, :owner_id, name: 'fk_owner'
    add_concurrent_partitioned_foreign_key :p_entries, :plots, column: :plot_id
    validate_partitioned_foreign_key :p_entries, :bed_id
    rename_partitioned_foreign_key :p_entries, 'fk_a', 'fk_b'
    swap_foreign_keys :beds, 'fk_first', 'fk_second'
    swap_partitioned_foreign_keys :p_entries, 'fk_first', 'fk_second'
    remove_foreign_key :beds, :plots
    remove_foreign_key :beds, column: :owner_id
    remove_foreign_key_if_exists :beds, :gardeners, column: :helper_id, reverse_lock_order: true
    remove_foreign_key_if_exists :beds, name: concurrent_foreign_key_name(:beds, :season_id)
    remove_foreign_key_without_error :beds, column: :guest_id
    remove_partitioned_foreign_key :p_entries, column: :plot_id, name: 'fk_entries_plot'
    copy_foreign_keys :beds, :plot_id, :field_id
  end

  def down; end
end
