# frozen_string_literal: true

class QueuePartitioningOfUploads < Gitlab::Database::Migration[2.3]
  milestone '18.3'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  include Gitlab::Database::PartitioningMigrationHelpers

  def up
    enqueue_partitioning_data_migration :uploads
  end

  def down
    cleanup_partitioning_data_migration :uploads
  end
end
