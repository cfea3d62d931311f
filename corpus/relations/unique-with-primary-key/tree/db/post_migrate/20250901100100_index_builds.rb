# frozen_string_literal: true

class IndexBuilds < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    add_concurrent_index :builds, [:id, :partition_id], unique: true, name: 'index_builds_on_id_and_partition_id'
  end

  def down; end
end
