# frozen_string_literal: true

class Default < Gitlab::Database::Migration[2.2]
  milestone '12.4'
  disable_ddl_transaction!

  def up
    change_column_null :issues, :state_id, false
  end
end
