# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    add_concurrent_foreign_key :beds, :plots, column: :plot_id
    add_concurrent_foreign_key :beds, :gardeners, column: :owner_id, on_delete: :nullify, validate: false
  end

  def down; end
end
