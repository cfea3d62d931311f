# frozen_string_literal: true

class DropBetween < Gitlab::Database::Migration[2.2]
  milestone '13.9'
  disable_ddl_transaction!

  def up
    remove_column :ci_job_artifacts, :started_at
  end
end
