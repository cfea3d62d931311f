# frozen_string_literal: true

class CancelCopySeedName < Gitlab::Database::Migration[2.2]
  milestone '13.10'

  def up
    Gitlab::BackgroundMigration.steal('CopySeedName') { |job| job.delete; false }
  end

  def down; end
end
