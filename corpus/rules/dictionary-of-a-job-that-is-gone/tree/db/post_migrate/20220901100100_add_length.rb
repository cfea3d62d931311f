# frozen_string_literal: true

class AddLength < Gitlab::Database::Migration[2.3]
  milestone '15.4'

  def up
    add_column :notes, :length, :bigint
  end

  def down; end
end
