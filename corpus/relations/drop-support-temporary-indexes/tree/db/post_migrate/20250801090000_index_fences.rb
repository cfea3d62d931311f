# frozen_string_literal: true

class IndexFences < Gitlab::Database::Migration[2.3]
  milestone '18.3'

  def up
    add_concurrent_index :fences, [:owner_id, :height], name: 'tmp_index_fences_owner'
    add_concurrent_index :fences, [:color, :height], name: 'temp_index_fences_color'
    add_concurrent_index :fences, [:owner_id, :width], name: 'index_fences_owner_width'
  end

  def down; end
end
