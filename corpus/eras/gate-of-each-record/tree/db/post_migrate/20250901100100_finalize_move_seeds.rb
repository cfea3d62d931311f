# frozen_string_literal: true

class FinalizeMoveSeeds < Gitlab::Database::Migration[2.2]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    each_record_of('MoveSeeds') do |record|
      ensure_batched_background_migration_is_finished(
        **record.slice(:job_class_name, :table_name, :column_name, :job_arguments).symbolize_keys
      )
    end
  end

  private

  def each_record_of(job_class_name)
    Gitlab::Database::BackgroundMigration::BatchedMigration
      .where(job_class_name: job_class_name)
      .find_each { |record| yield(record) }
  end
end
