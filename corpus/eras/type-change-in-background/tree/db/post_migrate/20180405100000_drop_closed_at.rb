# frozen_string_literal: true

class DropClosedAt < Gitlab::Database::Migration[2.2]
  milestone '10.7'
  disable_ddl_transaction!

  def up
    remove_column :issues, :closed_at
  end
end
