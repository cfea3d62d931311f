# frozen_string_literal: true

class RequireSecret < Gitlab::Database::Migration[2.2]
  milestone '11.6'
  disable_ddl_transaction!

  def up
    change_column_null :web_hooks, :address_encrypted, false
  end
end
