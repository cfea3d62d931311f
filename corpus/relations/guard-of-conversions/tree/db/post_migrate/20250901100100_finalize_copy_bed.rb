# frozen_string_literal: true

class FinalizeCopyBed < Gitlab::Database::Migration[2.2]
  milestone '18.4'
  disable_ddl_transaction!
  include Gitlab::Database::MigrationHelpers::ConvertToBigint

  def up
    return unless should_run?

    ensure_batched_background_migration_is_finished(job_class_name: 'CopyBed', table_name: :pots, column_name: :id, job_arguments: [])
  end

  private

  def should_run?
    com_or_dev_or_test_but_not_jh?
  end
end
