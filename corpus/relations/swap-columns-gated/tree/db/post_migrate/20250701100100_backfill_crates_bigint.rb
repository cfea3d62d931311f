# frozen_string_literal: true

class BackfillCratesBigint < Gitlab::Database::Migration[2.3]
  milestone '18.2'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  def up
    backfill_conversion_of_integer_to_bigint :crates, %i[id shelf_id]
  end

  def down; end
end
