# frozen_string_literal: true

class ValidatePlotOwnerCheck < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    validate_check_constraint :plots, 'check_plot_has_owner'
  end

  def down; end
end
