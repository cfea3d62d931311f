# frozen_string_literal: true

class DropCrateLabel < Gitlab::Database::Migration[2.0]
  milestone '15.6'

  def up
    remove_column :crates, :label, :text
  end

  def down; end
end
