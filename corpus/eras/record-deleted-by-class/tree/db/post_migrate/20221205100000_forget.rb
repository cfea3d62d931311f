# frozen_string_literal: true

class Forget < Gitlab::Database::Migration[2.2]
  milestone '15.7'
  disable_ddl_transaction!

  def up
    Gitlab::Database::BackgroundMigration::BatchedMigration.where(job_class_name: 'FillBoards', table_name: 'boards').delete_all
  end
end
