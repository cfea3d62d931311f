# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  TABLES = %i[plots beds].freeze
  COLUMNS = %w[north south east].freeze

  disable_ddl_transaction!

  def up
    TABLES.each do |table|
      add_column table, :shade, :integer
      add_concurrent_index table, :shade, name: "index_#{table}_by_shade"
    end
    { plots: :soil, beds: %w[depth width] }.each { |table, columns| remove_columns table, *Array(columns) }
    COLUMNS.each_slice(2) { |pair| remove_columns :crates, *pair }
    (1..2).each { |number| remove_column :boxes, "side_#{number}" }
    %i[a b].each_with_index { |column, index| rename_column :boxes, column, "#{column}#{index}" }
    TABLES.map { |table| "#{table}_old" }.each { |table| drop_table table }
  end

  def down; end
end
