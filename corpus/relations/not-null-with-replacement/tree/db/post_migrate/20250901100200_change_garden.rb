# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    change_column_null :beds, :plot_id, false, 0
  end

  def down; end
end
