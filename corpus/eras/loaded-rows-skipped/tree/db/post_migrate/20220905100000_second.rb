# frozen_string_literal: true

class Second < Gitlab::Database::Migration[2.2]
  milestone '15.4'
  disable_ddl_transaction!

  class Project < ActiveRecord::Base
    include EachBatch
    self.table_name = 'projects'
  end
  class Issue < ActiveRecord::Base
    self.table_name = 'issues'
  end
  def up
    Project.where.not(ns_id: nil).each_batch do |batch|
      batch.pluck(:id, :ns_id).each do |id, ns_id|
        Issue.where(project_id: id).update_all(ns_id: ns_id)
      end
    end
  end
end
