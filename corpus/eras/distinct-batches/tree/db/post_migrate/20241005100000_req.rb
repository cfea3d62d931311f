# frozen_string_literal: true

class Req < Gitlab::Database::Migration[2.2]
  milestone '17.5'
  disable_ddl_transaction!

  def up
    change_column_null :beds, :seedlings_count, false
  end
end
