# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    initialize_conversion_of_integer_to_bigint :plots, [:id, :keeper_id]
    revert_initialize_conversion_of_integer_to_bigint :beds, :id
    restore_conversion_of_integer_to_bigint :crates, :id
    cleanup_conversion_of_integer_to_bigint :boxes, [:id]
    create_primary_key_index :plots, convert_to_bigint_column(:id), 'plots_new_pkey'
    add_primary_key_using_index :plots, 'plots_pkey', 'plots_new_pkey'
    swap_primary_key :plots, 'plots_pkey', 'plots_new_pkey'
    unswap_primary_key :beds, 'beds_pkey', 'beds_old_pkey'
    return if columns_swapped?(:plots, :id) || temp_column_removed?(:plots, :id) || table_integer_ids.nil?
    return unless com_or_dev_or_test_but_not_jh?
  end

  def down; end
end
