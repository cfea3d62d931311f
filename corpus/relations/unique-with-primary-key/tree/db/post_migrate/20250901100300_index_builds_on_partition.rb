# frozen_string_literal: true

class IndexBuildsOnPartition < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    execute('ALTER TABLE builds ADD CONSTRAINT builds_key PRIMARY KEY (id, partition_id)')
  end

  def down; end
end
