# frozen_string_literal: true

class DropTagColor < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    delete_batched_background_migration('CopyTagColor', :tags, :id, [])
    remove_column :tags, :color
  end

  def down; end
end
