# frozen_string_literal: true

module Gitlab
  module Database
    module MigrationHelpers
      module Renaming
        extend ActiveSupport::Concern

        included do
          operation_name :rename_sorts
        end

        def perform
          each_sub_batch do |batch|
            batch.where(sort: self.class::SORTS.keys).update_all(sort: 'other')
          end
        end
      end
    end
  end
end
