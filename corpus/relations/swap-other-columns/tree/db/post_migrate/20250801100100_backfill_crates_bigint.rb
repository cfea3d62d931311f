# frozen_string_literal: true

class BackfillCratesBigint < Gitlab::Database::Migration[2.3]
  milestone '18.3'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  def up
    backfill_conversion_of_integer_to_bigint :crates, %i[id shelf_id]
  end

  def down
    revert_backfill_conversion_of_integer_to_bigint :crates, %i[id shelf_id]
  end
end
