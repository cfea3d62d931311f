# frozen_string_literal: true

class AddBedOwner < Gitlab::Database::Migration[2.3]
  milestone '18.3'

  def change
    add_column :beds, :owner_id, :bigint
  end
end
