# frozen_string_literal: true

class AddNotNull < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  NAME = 'check_beds_plot'

  def up
    add_check_constraint :beds, 'plot_id IS NOT NULL', NAME, validate: false
  end

  def down; end
end
