# frozen_string_literal: true

class Rename < Gitlab::Database::Migration[2.3]
  milestone '17.10'
  disable_ddl_transaction!

  def up
    rename_column_concurrently :beds, :name, :title
  end

  def down; end
end
