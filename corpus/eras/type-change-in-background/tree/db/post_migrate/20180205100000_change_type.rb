# frozen_string_literal: true

class ChangeType < Gitlab::Database::Migration[2.2]
  milestone '10.5'
  disable_ddl_transaction!

  class Issue < ActiveRecord::Base
    include EachBatch
    self.table_name = 'issues'
  end

  def up
    change_column_type_using_background_migration(Issue.where.not(closed_at: nil), :closed_at, :datetime_with_timezone)
  end
end
