# frozen_string_literal: true

class DropColumns < Gitlab::Database::Migration[2.2]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    remove_column :beds, :code
  end
end
