# frozen_string_literal: true

class RenameIt < Gitlab::Database::Migration[2.2]
  milestone '11.1'
  disable_ddl_transaction!

  def up
    rename_column_using_background_migration(:issues, :closed_at, :ended_at, type: :datetime, batch_size: 100)
  end
end
