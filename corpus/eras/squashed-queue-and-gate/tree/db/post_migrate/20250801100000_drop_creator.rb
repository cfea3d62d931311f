# frozen_string_literal: true

class DropCreator < Gitlab::Database::Migration[2.2]
  milestone '18.3'
  disable_ddl_transaction!

  def up
    remove_column :beds, :creator_id
  end
end
