# frozen_string_literal: true

class RequirePlot < Gitlab::Database::Migration[2.3]
  milestone '18.5'
  disable_ddl_transaction!

  def up
    add_not_null_constraint :beds, :plot_id
  end

  def down; end
end
