# frozen_string_literal: true

class AddNotNull < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    add_not_null_constraint :beds, :plot_id, validate: false
  end

  def down; end
end
