# frozen_string_literal: true

class ChangeBeds < Gitlab::Database::Migration[2.2]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    change_column_null :beds, :plot_id, false
    change_column_null :beds, :weeds, false
  end
end
