# frozen_string_literal: true

class CreatePots < Gitlab::Database::Migration[2.2]
  milestone '18.2'

  def change
    create_table :beds do |t|
      t.text :name
    end

    create_table :pots do |t|
      t.bigint :bed_id
      t.bigint :plot_id
    end

    add_foreign_key :pots, :beds, column: :bed_id, name: 'fk_pots_beds'
    add_foreign_key :pots, :beds, column: :plot_id, name: 'fk_pots_plots', validate: false
  end
end
