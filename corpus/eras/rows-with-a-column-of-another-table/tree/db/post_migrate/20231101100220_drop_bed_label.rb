# frozen_string_literal: true

class DropBedLabel < Gitlab::Database::Migration[2.2]
  milestone '16.6'

  def up
    remove_column :beds, :label
  end

  def down; end
end
