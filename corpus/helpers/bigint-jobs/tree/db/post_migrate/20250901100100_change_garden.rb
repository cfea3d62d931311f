# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  def up
    backfill_conversion_of_integer_to_bigint :plots, [:id, :keeper_id], primary_key: :number
    ensure_backfill_conversion_of_integer_to_bigint_is_finished :beds, [:id], primary_key: :id
    revert_backfill_conversion_of_integer_to_bigint :crates, :id
  end

  def down; end
end
