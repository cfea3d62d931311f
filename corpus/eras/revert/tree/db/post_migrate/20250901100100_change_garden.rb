# frozen_string_literal: true

class ChangeGarden < ActiveRecord::Migration[7.0]
  def change
    revert do
      create_table(:sheds) { |t| t.string :label }
      add_column :plots, :shade, :integer
      remove_column :plots, :sun, :integer
      rename_column :plots, :keeper_id, :holder_id
      rename_table :pots, :crates
      change_column_null :plots, :label, false
      add_index :plots, :soil
      reversible { |dir| dir.up { remove_column :plots, :up }; dir.down { add_column :plots, :down, :integer } }
      up_only { remove_column :plots, :only }
      execute 'UPDATE plots SET label = 1'
    end
    revert OlderChange
  end
end
