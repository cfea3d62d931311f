# frozen_string_literal: true

class StealRemoveDuplicateServices < Gitlab::Database::Migration[2.2]
  milestone '13.9'
  disable_ddl_transaction!

  def up
    Gitlab::BackgroundMigration.steal('RemoveDuplicateServices')
  end

  def down; end
end
