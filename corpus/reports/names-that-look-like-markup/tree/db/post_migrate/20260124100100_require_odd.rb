# frozen_string_literal: true

class RequireOdd < Gitlab::Database::Migration[2.3]
  milestone '18.9'

  def up
    add_not_null_constraint :plots, 'x"]<i>'
  end

  def down; end
end
