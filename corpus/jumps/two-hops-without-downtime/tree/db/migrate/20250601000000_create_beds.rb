# frozen_string_literal: true

class CreateBeds < Gitlab::Database::Migration[2.3]
  milestone '18.1'

  def change
    create_table :beds do |t|
      t.bigint :garden_id, null: false
      t.bigint :plot_id
    end
  end
end
