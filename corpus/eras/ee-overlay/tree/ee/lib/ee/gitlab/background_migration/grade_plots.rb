# frozen_string_literal: true

module EE
  module Gitlab
    module BackgroundMigration
      module GradePlots
        extend ActiveSupport::Concern
        extend ::Gitlab::Utils::Override

        prepended do
          operation_name :grade_plots
          scope_to ->(relation) { relation.where(inspected: true) }
        end

        override :perform
        def perform
          each_sub_batch do |sub_batch|
            sub_batch.update_all('grade = 1')
          end
        end
      end
    end
  end
end
