# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillBoards < BatchedMigrationJob
      def perform
        each_sub_batch(operation_name: :fill) do |sub|
          sub.update_all("weight = old_weight")
        end
      end
    end
  end
end
