# frozen_string_literal: true

class DropOld < Gitlab::Database::Migration[2.2]
  milestone '18.5'
  disable_ddl_transaction!

  def up
    drop_table :old_seeds
    drop_table :old_bulbs
  end
end
