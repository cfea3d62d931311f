# frozen_string_literal: true

class FillPlotOwners < Gitlab::Database::Migration[2.3]
  milestone '18.3'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  def up
    define_batchable_model('plots').where(owner_id: nil).update_all('owner_id = creator_id')
  end

  def down; end
end
