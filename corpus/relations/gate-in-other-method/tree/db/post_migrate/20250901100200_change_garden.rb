# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def tighten
    add_not_null_constraint :beds, :plot_id
  end

  def finish
    ensure_batched_background_migration_is_finished(job_class_name: 'FillBeds', table_name: :beds, column_name: :id, job_arguments: [])
  end

  def up
    tighten
    finish
  end

  def down; end
end
