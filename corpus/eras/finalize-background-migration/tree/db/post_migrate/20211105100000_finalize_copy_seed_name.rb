# frozen_string_literal: true

class FinalizeCopySeedName < Gitlab::Database::Migration[1.0]
  milestone '14.5'
  disable_ddl_transaction!

  def up
    finalize_background_migration('CopySeedName')
  end

  def down; end
end
