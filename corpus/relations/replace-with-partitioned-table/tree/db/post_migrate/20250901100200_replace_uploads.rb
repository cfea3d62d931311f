# frozen_string_literal: true

class ReplaceUploads < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  include Gitlab::Database::PartitioningMigrationHelpers

  def up
    replace_with_partitioned_table :uploads
  end

  def down
    rollback_replace_with_partitioned_table :uploads
  end
end
