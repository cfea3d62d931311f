# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  TABLES = { beds: 1, sheds: 2 }.freeze

  def up
    TABLES.each_key do |table|
      drop_table(table, if_exists: true)
    end
  end

  def down; end
end
