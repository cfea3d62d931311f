# frozen_string_literal: true

class Fin < Gitlab::Database::Migration[2.2]
  milestone '17.2'
  disable_ddl_transaction!

  def up
    finalize_backfilling_partitioned_table :events
  end
end
