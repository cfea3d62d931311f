# frozen_string_literal: true

class RemoveDupes2 < Gitlab::Database::Migration[2.2]
  milestone '13.8'
  disable_ddl_transaction!

  class Service < ActiveRecord::Base
    include ::EachBatch
    self.table_name = 'services'
    self.inheritance_column = :_type_disabled
    def self.duplicated
      group(:project_id, :type).having('count(*) > 1').select(:project_id)
    end
  end
  def up
    Service.where(project_id: Service.duplicated).each_batch(of: 5000) do |batch, index|
      migrate_in(2.minutes * index, 'RemoveDuplicateServices', batch.pluck(:project_id).uniq)
    end
  end
  def down; end
end
