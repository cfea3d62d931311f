# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    add_check_constraint :beds, 'number >= 0', 'check_number'
  end

  def down; end
end
