# frozen_string_literal: true

class FinishThings < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    ensure_batched_background_migration_is_finished(job_class_name: 'FillThings', table_name: :notes, column_name: :iid, job_arguments: [])
  end

  def down; end
end
