# frozen_string_literal: true

class IndexAnother < Gitlab::Database::Migration[2.2]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    add_concurrent_index :tags, [:place_id_convert_to_bigint, :kind], unique: true, name: 'tags_by_place_tmp'
  end
end
