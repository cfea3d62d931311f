# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    [100, 101].each do |part|
      add_not_null_constraint "p_beds_#{part}", :plot_id
    end
  end

  def down; end
end
