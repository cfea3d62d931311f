# frozen_string_literal: true

class Swap < Gitlab::Database::Migration[2.2]
  milestone '14.1'
  disable_ddl_transaction!

  def up
    execute 'ALTER TABLE events RENAME COLUMN id TO id_tmp'
    execute 'ALTER TABLE events RENAME COLUMN id_convert_to_bigint TO id'
    execute 'ALTER TABLE events RENAME COLUMN id_tmp TO id_convert_to_bigint'
  end
end
