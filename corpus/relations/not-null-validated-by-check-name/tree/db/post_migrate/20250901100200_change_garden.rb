# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  NAME = 'check_beds_plot'

  def up
    validate_check_constraint :beds, NAME
  end

  def down; end
end
