# frozen_string_literal: true

class AddPlotOwnerCheck < Gitlab::Database::Migration[2.3]
  milestone '18.2'
  disable_ddl_transaction!

  def up
    add_check_constraint :plots, 'owner_id IS NOT NULL', 'check_plot_has_owner', validate: false
  end

  def down
    remove_check_constraint :plots, 'check_plot_has_owner'
  end
end
