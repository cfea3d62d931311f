# frozen_string_literal: true

class DropSeedNameUses < Gitlab::Database::Migration[1.0]
  milestone '14.5'
  disable_ddl_transaction!

  def up
    remove_column :seed_names, :uses, :integer
  end

  def down; end
end
