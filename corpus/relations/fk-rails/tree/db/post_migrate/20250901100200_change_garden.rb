# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    with_lock_retries do
      add_foreign_key :beds, :plots, on_delete: :cascade
    end
  end

  def down; end
end
