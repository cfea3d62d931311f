# frozen_string_literal: true

class DropBedCreator < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    remove_column :beds, :creator_id
  end

  def down; end
end
