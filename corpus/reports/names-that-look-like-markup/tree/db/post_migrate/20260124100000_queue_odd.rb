# frozen_string_literal: true

class QueueOdd < Gitlab::Database::Migration[2.3]
  milestone '18.9'

  def up
    queue_batched_background_migration('Odd"]; click j0 "javascript:alert(1)"<b>@all</b>', :plots, :id)
  end

  def down; end
end
