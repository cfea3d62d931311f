# frozen_string_literal: true

class Requeue < Gitlab::Database::Migration[2.2]
  milestone '14.1'
  disable_ddl_transaction!

  def up
    requeue_background_migration_jobs_by_range_at_intervals('FillBoards', 2.minutes)
  end
end
