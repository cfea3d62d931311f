# frozen_string_literal: true

class CancelFillLabels < Gitlab::Database::Migration[2.0]
  milestone '15.6'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  def up
    Gitlab::Database::BackgroundMigration::BatchedMigration.for_configuration(:gitlab_main, 'FillLabels', :crates, :id, []).delete_all
  end

  def down; end
end
