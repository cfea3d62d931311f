# frozen_string_literal: true

class Drop < Gitlab::Database::Migration[2.2]
  milestone '17.5'
  disable_ddl_transaction!

  def up
    remove_column :seedlings, :dead
  end
end
