# frozen_string_literal: true

class QueueFillTitles < Gitlab::Database::Migration[2.1]
  milestone '16.4'

  def up
    queue_batched_background_migration('FillTitles', :beds, :id)
  end

  def down; end
end
