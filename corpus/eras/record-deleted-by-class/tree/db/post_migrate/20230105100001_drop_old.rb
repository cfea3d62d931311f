# frozen_string_literal: true

class DropOld < Gitlab::Database::Migration[2.2]
  milestone '15.8'
  disable_ddl_transaction!

  def up
    remove_column :boards, :old_weight
  end
end
