# frozen_string_literal: true

class DeleteSharedLabels < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  def up
    define_batchable_model(:labels).where(plot_id: nil).delete_all
  end

  def down; end
end
