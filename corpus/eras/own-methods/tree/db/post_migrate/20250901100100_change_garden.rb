# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    return unless needed?

    drop_side(:north)
    drop_side(:south, table: :beds)
    around { remove_column :plots, :roof }
    add_column :plots, :door
  end

  def down; end

  private

  def needed?
    column_exists?(:plots, :north_side)
  end

  def drop_side(side, table: :plots)
    return if table == :crates

    remove_column table, "#{side}_side"
  end

  def around
    remove_column :plots, :wall
    yield
  end

  def add_column(table, column)
    super(table, column, :text)
  end
end
