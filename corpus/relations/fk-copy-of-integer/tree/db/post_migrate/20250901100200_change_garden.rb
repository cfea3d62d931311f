# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    add_concurrent_foreign_key :beds, :plots, column: :number_convert_to_bigint, name: 'fk_tmp'
  end

  def down; end
end
