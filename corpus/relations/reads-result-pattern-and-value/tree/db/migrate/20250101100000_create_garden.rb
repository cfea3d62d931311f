# frozen_string_literal: true

class CreateGarden < Gitlab::Database::Migration[2.3]
  milestone '17.9'

  def up
    create_table :plots do |t|
      t.text :name
    end
    create_table :beds do |t|
      t.bigint :plot_id
      t.bigint :number
      t.text :name
      t.text :colour
    end
  end

  def down; end
end
