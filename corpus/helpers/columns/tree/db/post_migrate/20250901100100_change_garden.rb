# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  OLD = %i[height width].freeze

  def up
    add_column :plots, :soil, :integer, default: 0, null: false
    OLD.each { |name| remove_column :plots, name }
    rename_column :plots, :keeper_id, :holder_id
  end

  def down; end
end
