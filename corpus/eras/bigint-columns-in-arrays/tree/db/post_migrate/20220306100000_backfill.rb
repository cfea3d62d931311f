# frozen_string_literal: true

class Backfill < Gitlab::Database::Migration[2.2]
  milestone '14.9'
  disable_ddl_transaction!

  def up
    backfill_conversion_of_integer_to_bigint :events, %i[id project_id], sub_batch_size: 200
  end
end
