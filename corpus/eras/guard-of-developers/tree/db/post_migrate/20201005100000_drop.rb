# frozen_string_literal: true

class Drop < Gitlab::Database::Migration[2.2]
  milestone '13.5'
  disable_ddl_transaction!

  def up
    remove_column :beds, :creator_id
  end
end
