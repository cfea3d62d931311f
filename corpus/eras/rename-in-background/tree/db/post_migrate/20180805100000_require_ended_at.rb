# frozen_string_literal: true

class RequireEndedAt < Gitlab::Database::Migration[2.2]
  milestone '11.3'
  disable_ddl_transaction!

  def up
    change_column_null :issues, :ended_at, false
  end
end
