# frozen_string_literal: true

class Sync < Gitlab::Database::Migration[2.2]
  milestone '12.4'
  disable_ddl_transaction!

  def up
    update_column_in_batches(:issues, :state_id, 1) { |table, query| query.where(table[:state_id].eq(nil)) }
  end
end
