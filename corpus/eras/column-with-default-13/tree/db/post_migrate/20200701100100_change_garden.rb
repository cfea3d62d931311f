# frozen_string_literal: true

class ChangeGarden < ActiveRecord::Migration[6.0]
  include Gitlab::Database::MigrationHelpers

  def up
    add_column_with_default :plots, :open, :boolean, default: false, allow_null: true
  end

  def down; end
end
