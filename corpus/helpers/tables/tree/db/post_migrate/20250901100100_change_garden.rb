# frozen_string_literal: true

class ChangeGarden < ActiveRecord::Migration[7.0]
  def up
    create_join_table :beds, :plants do |t|
      t.index [:plant_id, :bed_id], unique: true
    end
    create_join_table :garden_beds, :garden_tools, column_options: { null: true, type: :integer }
    drop_join_table :beds, :weeds
    create_table_with_constraints :rakes do |t|
      t.text :label
      t.text_limit :label, 20
      t.check_constraint :has_label, 'label IS NOT NULL'
    end
    drop_table :forks, if_exists: true
    drop_table :spades, :hoes, force: :cascade
    rename_table :pots, :crates
    rename_table_safely :sheds, :houses
    undo_rename_table_safely :huts, :cabins
    finalize_table_rename :barns, :stores
    undo_finalize_table_rename :cellars, :vaults
    truncate :weeds
    truncate_tables!(:mosses, 'ferns', connection: connection)
    lock_tables :plots, :beds, mode: :share
    reset_pk_sequence! :plots
    create_comment 'TABLE', :plots, 'All plots'
    create_extension :btree_gist
    drop_extension :hstore
    enable_extension 'citext'
    disable_extension 'ltree'
  end

  def down; end
end
