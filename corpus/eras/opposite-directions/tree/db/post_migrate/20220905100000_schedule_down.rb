# frozen_string_literal: true

class ScheduleDown < Gitlab::Database::Migration[2.2]
  milestone '15.4'
  disable_ddl_transaction!

  def up
    queue_batched_background_migration('Both', :tokens, :id, 'down', job_interval: 2.minutes)
  end
end
