# frozen_string_literal: true

class CreateGarden < Gitlab::Database::Migration[2.1]
  milestone '16.3'

  def change
    create_table :plots do |t|
      t.text :label
      t.text :soil
    end
    create_table :beds do |t|
      t.bigint :plot_id
      t.text :label
      t.text :soil
      t.text :title
    end
  end
end
