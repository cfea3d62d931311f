# frozen_string_literal: true

class FinalizeFillPondOwner < Gitlab::Database::Migration[2.3]
  milestone '18.7'
  disable_ddl_transaction!

  def up
    ensure_batched_background_migration_is_finished(
      job_class_name: 'FillPondOwner', table_name: :ponds, column_name: :id, job_arguments: []
    )
  end

  def down; end
end
