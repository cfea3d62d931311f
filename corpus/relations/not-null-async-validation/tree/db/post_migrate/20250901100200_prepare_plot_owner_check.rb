# frozen_string_literal: true

class PreparePlotOwnerCheck < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    prepare_async_check_constraint_validation :plots, name: 'check_plot_has_owner'
  end

  def down
    unprepare_async_check_constraint_validation :plots, name: 'check_plot_has_owner'
  end
end
