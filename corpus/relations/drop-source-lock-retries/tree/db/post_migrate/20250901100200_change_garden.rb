# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    with_lock_retries do
      remove_column :beds, :colour if column_exists?(:beds, :colour)
    end
  end

  def down; end
end
