# frozen_string_literal: true

class FinishCratesBigint < Gitlab::Database::Migration[2.3]
  milestone '18.3'
  restrict_gitlab_migration gitlab_schema: :gitlab_main
  disable_ddl_transaction!

  def up
    ensure_backfill_conversion_of_integer_to_bigint_is_finished :crates, %i[shelf_id id]
  end

  def down; end
end
