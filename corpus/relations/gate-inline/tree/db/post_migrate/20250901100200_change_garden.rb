# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    define_batchable_model(:beds).where(plot_id: nil).each_batch do |batch|
      batch.update_all('plot_id = id')
    end
    add_not_null_constraint :beds, :plot_id
  end

  def down; end
end
