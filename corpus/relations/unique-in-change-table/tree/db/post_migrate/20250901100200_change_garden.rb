# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    change_table :beds do |t|
      t.index [:plot_id, :number], unique: true
    end
  end

  def down; end
end
