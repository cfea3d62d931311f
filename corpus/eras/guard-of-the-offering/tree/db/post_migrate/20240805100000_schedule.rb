# frozen_string_literal: true

class Schedule < Gitlab::Database::Migration[2.2]
  milestone '17.3'
  disable_ddl_transaction!

  def up
    return unless Gitlab.com_except_jh?
    queue_batched_background_migration('FirstJob', :projects, :id)
  end
end
