# frozen_string_literal: true

class Req < Gitlab::Database::Migration[2.2]
  milestone '10.6'
  disable_ddl_transaction!

  def up
    change_column_null :builds, :protected, false
  end
end
