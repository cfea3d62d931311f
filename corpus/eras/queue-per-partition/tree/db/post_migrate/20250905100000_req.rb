# frozen_string_literal: true

class Req < Gitlab::Database::Migration[2.2]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    add_not_null_constraint :p_rows, :owner_id
  end
end
