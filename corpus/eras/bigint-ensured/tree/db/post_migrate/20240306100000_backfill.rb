# frozen_string_literal: true

class Backfill < Gitlab::Database::Migration[2.2]
  milestone '16.10'
  disable_ddl_transaction!

  def up
    backfill_conversion_of_integer_to_bigint :events, %i[id project_id]
  end
end
