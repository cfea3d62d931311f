# frozen_string_literal: true

class ChangeGarden < ActiveRecord::Migration[6.1]
  def up
    add_partitioned_foreign_key :beds, :plots, column: :plot_id
    validate_foreign_key :beds, :plots
    validate_foreign_key :beds, :people, name: 'fk_person'
    validate_foreign_key :beds, column: :owner_id
  end

  def down; end
end
