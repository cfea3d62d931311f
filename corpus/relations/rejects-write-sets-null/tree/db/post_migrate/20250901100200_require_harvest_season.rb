# frozen_string_literal: true

class RequireHarvestSeason < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    add_not_null_constraint :harvests, :season_id, validate: false
  end

  def down
    remove_not_null_constraint :harvests, :season_id
  end
end
