# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    add_check_constraint :beds, 'num_nonnulls(plot_id, number) = 1', 'check_one'
  end

  def down; end
end
