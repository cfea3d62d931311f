# frozen_string_literal: true

class DropColumns < Gitlab::Database::Migration[2.2]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    remove_column :plants, :height
    remove_column :labels, :place
  end
end
