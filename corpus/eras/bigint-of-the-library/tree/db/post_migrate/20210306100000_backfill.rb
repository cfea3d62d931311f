# frozen_string_literal: true

class Backfill < Gitlab::Database::Migration[2.2]
  milestone '13.10'
  disable_ddl_transaction!

  def up
    backfill_conversion_of_integer_to_bigint :events, :id, batch_size: 15000
  end
end
