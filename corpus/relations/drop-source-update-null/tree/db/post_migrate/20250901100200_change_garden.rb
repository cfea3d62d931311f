# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  def up
    define_batchable_model(:beds).each_batch do |batch|
      batch.update_all(name: nil)
    end
  end

  def down; end
end
