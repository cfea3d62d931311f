# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    return unless async_index_creation_available?

    prepare_async_index :plots, [:label, :soil], unique: true, where: 'soil > 0', name: 'one_label'
    prepare_async_index_from_sql 'CREATE INDEX CONCURRENTLY by_soil ON plots (soil)'
    prepare_async_index_removal :plots, :label, name: 'by_label'
    prepare_partitioned_async_index :p_entries, :day, name: 'by_day'
    prepare_async_foreign_key_validation :beds, :plot_id
    prepare_async_foreign_key_validation :beds, name: 'fk_keeper'
    prepare_partitioned_async_foreign_key_validation :p_entries, :plot_id, name: 'fk_plot'
    prepare_async_check_constraint_validation :plots, name: 'has_width'
    prepare_partitioned_async_check_constraint_validation :p_entries, name: 'has_day'
    unprepare_async_index :plots, [:label, :soil], name: 'one_label'
    unprepare_async_index_by_name :plots, 'by_soil'
    unprepare_partitioned_async_index :p_entries, :day, name: 'by_day'
    unprepare_partitioned_async_index_by_name :p_entries, 'by_day'
    unprepare_async_foreign_key_validation :beds, :plot_id
    unprepare_partitioned_async_foreign_key_validation :p_entries, :plot_id, name: 'fk_plot'
    unprepare_async_check_constraint_validation :plots, name: 'has_width'
    unprepare_partitioned_async_check_constraint_validation :p_entries, name: 'has_day'
  end

  def down; end
end
