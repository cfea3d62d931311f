# frozen_string_literal: true

class DropFenceOwnerIndex < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    remove_concurrent_index_by_name :fences, 'tmp_index_fences_owner'
  end

  def down; end
end
