# frozen_string_literal: true

class FinishNotes < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    ensure_batched_background_migration_is_finished(job_class_name: 'FillNotes', table_name: :other_notes, column_name: :id, job_arguments: ['a'])
  end

  def down; end
end
