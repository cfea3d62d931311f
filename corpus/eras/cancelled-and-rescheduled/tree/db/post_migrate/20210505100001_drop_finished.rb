# frozen_string_literal: true

class DropFinished < Gitlab::Database::Migration[2.2]
  milestone '14.0'
  disable_ddl_transaction!

  def up
    remove_column :ci_job_artifacts, :finished_at
  end
end
