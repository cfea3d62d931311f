# frozen_string_literal: true

class ClearGardenNotes < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  def up
    define_batchable_model('garden_notes').delete_all
  end

  def down; end
end
