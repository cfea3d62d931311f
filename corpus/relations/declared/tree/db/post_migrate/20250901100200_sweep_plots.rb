# frozen_string_literal: true

class SweepPlots < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  DEPENDENT_BATCHED_BACKGROUND_MIGRATIONS = ['20250801100100']

  def up
    define_batchable_model('sweepings').where(done: true).delete_all
  end

  def down; end
end
