# frozen_string_literal: true

class Queue1 < Gitlab::Database::Migration[2.2]
  milestone '17.3'
  disable_ddl_transaction!

  JOB = { job_class_name: 'FillBeds', table_name: :beds, column_name: :id, job_arguments: [] }.freeze
  def up
    queue_batched_background_migration(*JOB.values_at(:job_class_name, :table_name, :column_name), *JOB[:job_arguments], job_interval: 2.minutes)
  end
end
