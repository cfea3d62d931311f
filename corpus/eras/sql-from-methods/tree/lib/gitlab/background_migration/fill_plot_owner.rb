# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillPlotOwner < BatchedMigrationJob
      operation_name :fill_plot_owner
      feature_category :gardening

      def perform
        each_sub_batch do |sub_batch|
          connection.execute(update_for(sub_batch) { 'creator_id' })
        end
      end

      private

      def update_for(sub_batch)
        <<~SQL
          UPDATE #{batch_table} SET #{target} = #{yield} WHERE id IN (#{sub_batch.select(:id).to_sql})
        SQL
      end

      def target
        'owner_id'
      end
    end
  end
end
