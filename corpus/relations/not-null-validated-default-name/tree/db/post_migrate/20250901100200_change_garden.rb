# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    validate_check_constraint :beds, check_constraint_name(:beds, :plot_id, 'not_null')
  end

  def down; end
end
