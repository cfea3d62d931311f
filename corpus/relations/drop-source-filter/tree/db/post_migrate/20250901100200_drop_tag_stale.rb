# frozen_string_literal: true

class DropTagStale < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    remove_column :tags, :stale, :boolean
  end

  def down; end
end
