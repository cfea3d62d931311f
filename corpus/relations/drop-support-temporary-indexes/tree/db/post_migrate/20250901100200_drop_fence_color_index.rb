# frozen_string_literal: true

class DropFenceColorIndex < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    remove_concurrent_index_by_name :fences, 'temp_index_fences_color'
  end

  def down; end
end
