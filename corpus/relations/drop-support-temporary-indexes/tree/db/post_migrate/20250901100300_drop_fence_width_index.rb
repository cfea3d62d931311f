# frozen_string_literal: true

class DropFenceWidthIndex < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    remove_concurrent_index_by_name :fences, 'index_fences_owner_width'
  end

  def down; end
end
