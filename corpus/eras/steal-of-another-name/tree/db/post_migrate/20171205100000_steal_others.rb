# frozen_string_literal: true

class StealOthers < Gitlab::Database::Migration[2.2]
  milestone '10.3'
  disable_ddl_transaction!

  def up
    Gitlab::BackgroundMigration.steal('FillEvent')
  end
end
