# frozen_string_literal: true

class CreateGates < Gitlab::Database::Migration[2.3]
  milestone '18.9'

  def up
    create_table :gates do |t|
      t.bigint :plot_id, null: false
    end
  end

  def down; end
end
