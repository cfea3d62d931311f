# frozen_string_literal: true

class RenameShedOwner < Gitlab::Database::Migration[2.3]
  milestone '18.3'

  def up
    rename_column :sheds, :owner_id, :holder_id
  end

  def down
    rename_column :sheds, :holder_id, :owner_id
  end
end
