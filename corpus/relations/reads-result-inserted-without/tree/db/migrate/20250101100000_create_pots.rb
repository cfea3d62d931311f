# frozen_string_literal: true

class CreatePots < Gitlab::Database::Migration[2.2]
  milestone '18.2'

  def change
    create_table :pots do |t|
      t.bigint :bed_id
      t.text :name
      t.text :code
      t.text :color
      t.integer :rank
    end
  end
end
