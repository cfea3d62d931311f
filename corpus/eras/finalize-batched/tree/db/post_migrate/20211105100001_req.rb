# frozen_string_literal: true

class Req < Gitlab::Database::Migration[2.2]
  milestone '14.5'
  disable_ddl_transaction!

  def up
    change_column_null :boards, :weight, false
  end
end
