# frozen_string_literal: true

class QueueFill < Gitlab::Database::Migration[2.2]
  milestone '12.4'
  disable_ddl_transaction!

  def up
    migrate_in(2.minutes, 'FillEvents', [1, 2])
  end
end
