# frozen_string_literal: true

class IndexCopy < Gitlab::Database::Migration[2.2]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    add_concurrent_index :tags, [:owner_id_convert_to_bigint, :kind], unique: true, name: 'tags_by_owner_tmp'
  end
end
