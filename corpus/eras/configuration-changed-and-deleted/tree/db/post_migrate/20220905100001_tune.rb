# frozen_string_literal: true

class Tune < Gitlab::Database::Migration[2.2]
  milestone '15.4'
  disable_ddl_transaction!

  def up
    Gitlab::Database::BackgroundMigration::BatchedMigration.for_configuration(:gitlab_main, 'FillBoards', :boards, :id, [:weight]).update_all(batch_size: 10)
  end
end
