# frozen_string_literal: true

class AddSize < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    add_column :notes, :size, :bigint
  end

  def down; end
end
