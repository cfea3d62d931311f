# frozen_string_literal: true

class DropWeight < Gitlab::Database::Migration[2.2]
  milestone '14.4'
  disable_ddl_transaction!

  def up
    remove_column :boards, :old_weight
  end
end
