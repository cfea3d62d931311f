# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  restrict_gitlab_migration gitlab_schema: :gitlab_main

  class Garden < MigrationRecord
    self.table_name = 'gardens'

    jsonb_accessor :settings, frost: [:boolean, { default: true }]
    store_accessor :extras, :fence
  end

  def up
    Garden.last.update!(frost: false)
    garden = Garden.first
    garden.fence = true
    garden.save!
  end

  def down; end
end
