# frozen_string_literal: true

class AddBedName < Gitlab::Database::Migration[2.3]
  milestone '18.3'

  def change
    add_column :beds, :name, :text
  end
end
