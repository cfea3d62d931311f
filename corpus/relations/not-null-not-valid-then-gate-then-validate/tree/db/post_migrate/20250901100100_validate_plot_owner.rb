# frozen_string_literal: true

class ValidatePlotOwner < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    validate_not_null_constraint :plots, :owner_id
  end

  def down; end
end
