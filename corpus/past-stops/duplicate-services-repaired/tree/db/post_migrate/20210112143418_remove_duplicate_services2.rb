# frozen_string_literal: true

class RemoveDuplicateServices2 < Gitlab::Database::Migration[2.2]
  milestone '13.8'
  disable_ddl_transaction!

  MIGRATION = 'RemoveDuplicateServices'
  INTERVAL = 2.minutes
  BATCH_SIZE = 5_000

  def up
    services = Gitlab::BackgroundMigration::RemoveDuplicateServices::Service
    crowded = services.group(:project_id, :type).having('COUNT(*) > 1').select(:project_id)

    services.where(project_id: crowded).each_batch(of: BATCH_SIZE, column: :project_id) do |batch, index|
      migrate_in(INTERVAL * index, MIGRATION, batch.pluck(:project_id))
    end
  end

  def down; end
end
