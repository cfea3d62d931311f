# frozen_string_literal: true

class ChangeGarden < ActiveRecord::Migration[8.0]
  def up
    create_enum :mood, %w[calm wild]
    create_enum :weather, %w[dry wet]
    add_enum_value :mood, 'shy', after: 'calm'
    rename_enum_value :mood, from: 'wild', to: 'bold'
    rename_enum :mood, to: :temper
    drop_enum :weather
    create_schema 'shed'
    rename_schema 'shed', 'barn'
    drop_schema 'attic', if_exists: true
    add_unique_constraint :beds, [:plot_id, :label]
    add_unique_constraint :beds, name: 'one_place', using_index: 'index_beds_on_place'
    add_unique_key :beds, :number, deferrable: :deferred
    remove_unique_key :beds, :place
    remove_unique_constraint :beds, :number
    add_exclusion_constraint :beds, 'plot_id WITH =, daterange(starts_on, ends_on) WITH &&', using: :gist, where: 'active'
    remove_exclusion_constraint :beds, name: 'no_overlap'
    remove_exclusion_constraint :beds, 'label WITH ='
    set_constraints :deferred
    set_pk_sequence! :beds, 10
    disable_referential_integrity { execute('UPDATE beds SET label = NULL') }
    return if extension_available?('vector') && schema_exists?('shed') && unique_constraint_exists?(:beds, name: 'a')
    return if exclusion_constraint_exists?(:beds, name: 'a') && unique_constraints(:beds).any?
    return if exclusion_constraints(:beds).any? && check_constraints(:beds).any?

    create_virtual_table :words, :fts5, ['title', 'body UNINDEXED', "tokenize='porter'"]
    drop_virtual_table :phrases, :fts5, ['title']
  end

  def down; end
end
