# frozen_string_literal: true

class StealCopySeedName < ActiveRecord::Migration
  milestone '10.2'

  def up
    Gitlab::BackgroundMigration.steal('CopySeedName')
  end

  def down; end
end
