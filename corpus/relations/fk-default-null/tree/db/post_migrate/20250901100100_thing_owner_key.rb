# frozen_string_literal: true

class ThingOwnerKey < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    add_concurrent_foreign_key :things, :users, column: :owner_id
  end

  def down; end
end
