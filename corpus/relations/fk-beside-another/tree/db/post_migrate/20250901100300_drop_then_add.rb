# frozen_string_literal: true

class DropThenAdd < Gitlab::Database::Migration[2.2]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    remove_foreign_key_if_exists :pots, :beds, name: 'fk_pots_beds_new'
    add_concurrent_foreign_key :pots, :beds, column: :bed_id, name: 'fk_pots_beds_again'
  end
end
