# frozen_string_literal: true

class QueueFill < Gitlab::Database::Migration[2.2]
  milestone '10.1'
  disable_ddl_transaction!

  class Event < ActiveRecord::Base
    include EachBatch
  end
  def up
    bulk_queue_background_migration_jobs_by_range(Event, 'FillEvents')
  end
end
