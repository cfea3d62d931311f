# frozen_string_literal: true

class ReplaceKey < Gitlab::Database::Migration[2.2]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    add_concurrent_foreign_key :pots, :beds, column: :bed_id, name: 'fk_pots_beds_new', on_delete: :cascade
    remove_foreign_key_if_exists :pots, :beds, name: 'fk_pots_beds'
  end
end
