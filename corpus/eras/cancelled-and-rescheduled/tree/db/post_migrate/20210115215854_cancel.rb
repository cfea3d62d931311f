# frozen_string_literal: true

class Cancel < Gitlab::Database::Migration[2.2]
  milestone '13.8'
  disable_ddl_transaction!

  MIGRATION = 'BackfillExpiry'
  def up
    Gitlab::BackgroundMigration.steal(MIGRATION) do |job|
      job.delete

      false
    end
  end
end
