# frozen_string_literal: true

class RequireValues < Gitlab::Database::Migration[2.2]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    change_column_null :beds, :state, false
    change_column_null :beds, :kind, false
  end
end
