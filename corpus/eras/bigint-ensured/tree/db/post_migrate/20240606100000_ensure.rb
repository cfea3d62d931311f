# frozen_string_literal: true

class Ensure < Gitlab::Database::Migration[2.2]
  milestone '17.1'
  disable_ddl_transaction!

  def up
    ensure_backfill_conversion_of_integer_to_bigint_is_finished :events, %i[id project_id]
  end
end
