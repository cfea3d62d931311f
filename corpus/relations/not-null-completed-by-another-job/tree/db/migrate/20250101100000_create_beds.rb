# frozen_string_literal: true

class CreateBeds < Gitlab::Database::Migration[2.2]
  milestone '18.2'

  def change
    create_table :beds do |t|
      t.integer :state
      t.integer :kind
      t.integer :depth
    end
  end
end
