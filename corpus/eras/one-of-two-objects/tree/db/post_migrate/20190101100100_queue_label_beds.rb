# frozen_string_literal: true

class QueueLabelBeds < ActiveRecord::Migration[5.0]
  class Bed < ActiveRecord::Base
    include EachBatch
    self.table_name = 'beds'
  end

  def up
    queue_background_migration_jobs_by_range_at_intervals(Bed, 'LabelBeds', 60)
    queue_background_migration_jobs_by_range_at_intervals(Bed, 'ClearLabels', 60)
  end

  def down; end
end
