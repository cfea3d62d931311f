# frozen_string_literal: true

class DropToken < Gitlab::Database::Migration[2.2]
  milestone '11.6'
  disable_ddl_transaction!

  def up
    remove_column :web_hooks, :token
  end
end
