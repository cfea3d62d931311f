# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    change_column_default :beds, :plot_id, from: nil, to: 0
  end

  def down; end
end
