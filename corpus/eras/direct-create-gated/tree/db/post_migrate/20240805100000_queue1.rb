# frozen_string_literal: true

class Queue1 < Gitlab::Database::Migration[2.2]
  milestone '17.3'
  disable_ddl_transaction!

  def up
    Gitlab::Database::BackgroundMigration::BatchedMigration.create!(job_class_name: 'FillBeds', table_name: 'beds', column_name: 'id', job_arguments: %w[owner_id], interval: 2.minutes, min_value: 1, max_value: 10, batch_size: 1, sub_batch_size: 1, gitlab_schema: 'gitlab_main')
  end
end
