# frozen_string_literal: true

class StealCountSeeds < ActiveRecord::Migration[6.0]
  milestone '13.3'
  disable_ddl_transaction!

  def up
    Greenhouse::BackgroundMigration.steal('CountSeeds')
    Greenhouse::BackgroundMigration::CountSeeds.new.perform(1, 100)
  end

  def down; end
end
