# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    add_column :plots, :soil, :integer, limit: 2, default: 0, null: false, if_not_exists: true
    add_column :plots, :tags, :text, array: true, default: []
    add_column :plots, :seen_at, :datetime_with_timezone, default: -> { 'NOW()' }
    add_columns :plots, :north, :south, type: :decimal
    add_reference :plots, :gardener, foreign_key: { on_delete: :cascade }, null: false, index: { unique: true, name: 'one_plot' }
    add_belongs_to :plots, :keeper, foreign_key: { to_table: :gardeners }, index: false
    add_reference :plots, :origin, polymorphic: true
    add_timestamps :plots, null: true
    add_timestamps_with_timezone :beds
    add_timestamps_with_timezone :crates, columns: [:seen_at], null: true
    change_column :plots, :soil, :bigint, null: false, default: nil
    change_column_comment :plots, :soil, from: 'a', to: 'b'
    change_column_default :plots, :soil, from: 0, to: 1
    change_column_default :plots, :label, nil
    change_column_null :plots, :label, false, 'none'
    change_column_null :plots, :seen_at, true
    remove_column :plots, :width, :integer, if_exists: true
    remove_columns :plots, :height, :depth, type: :integer
    remove_column_default :plots, :soil
    remove_reference :plots, :former, polymorphic: true
    remove_belongs_to :plots, :old_keeper, foreign_key: true
    remove_timestamps :crates
    remove_timestamps :boxes, columns: [:created_at]
    add_sequence :plots, :number, 'plots_number_seq', 1
    drop_sequence :plots, :place, 'plots_place_seq'
    swap_columns :plots, :id, :id_convert_to_bigint
    swap_columns_default :plots, :id, :id_convert_to_bigint
    change_table_comment :plots, from: nil, to: 'All plots'
  end

  def down; end
end
