# frozen_string_literal: true

class DropCopy < Gitlab::Database::Migration[2.2]
  milestone '18.5'
  disable_ddl_transaction!

  def up
    remove_column :pots, :bed_id_convert_to_bigint
  end
end
