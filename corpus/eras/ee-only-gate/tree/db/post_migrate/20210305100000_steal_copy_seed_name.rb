# frozen_string_literal: true

class StealCopySeedName < ActiveRecord::Migration[6.0]
  milestone '13.10'

  def up
    return unless Gitlab.ee?

    Gitlab::BackgroundMigration.steal('CopySeedName')
  end

  def down; end
end
