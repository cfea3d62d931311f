# frozen_string_literal: true

class QueueWeedBeds < Gitlab::Database::Migration[2.2]
  milestone '18.3'
  disable_ddl_transaction!

  def up
    return unless Gitlab.com? || Gitlab.staging?

    queue_batched_background_migration('WeedBeds', :beds, :id)
  end
end
