# frozen_string_literal: true

class CloseOwnedPlots < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  restrict_gitlab_migration gitlab_schema: :gitlab_main
  disable_ddl_transaction!

  def up
    plots = define_batchable_model('plots', connection: connection)

    plots.where.not(owner_id: nil).each_batch(of: 100) do |batch|
      batch.update_all(closed: true)
    end
  end

  def down; end
end
