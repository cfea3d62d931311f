# frozen_string_literal: true

class Req < Gitlab::Database::Migration[2.2]
  milestone '17.6'
  disable_ddl_transaction!

  def up
    add_not_null_constraint :projects, :ns_id
  end
end
