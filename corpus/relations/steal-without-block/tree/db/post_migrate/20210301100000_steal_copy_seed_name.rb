# frozen_string_literal: true

class StealCopySeedName < Gitlab::Database::Migration[2.2]
  milestone '13.10'

  def up
    Gitlab::BackgroundMigration.steal('CopySeedName')
  end

  def down; end
end
