# frozen_string_literal: true

class AddCopy < Gitlab::Database::Migration[2.3]
  milestone '17.9'

  def up
    add_column :beds, :number_convert_to_bigint, :bigint
  end

  def down; end
end
