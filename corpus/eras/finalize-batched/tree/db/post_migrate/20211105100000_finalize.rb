# frozen_string_literal: true

class Finalize < Gitlab::Database::Migration[2.2]
  milestone '14.5'
  disable_ddl_transaction!

  def up
    finalize_batched_background_migration(job_class_name: 'FillBoards', table_name: :boards, column_name: :id, job_arguments: [])
  end
end
