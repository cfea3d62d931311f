# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class LinkBeds < BatchedMigrationJob
      operation_name :link_beds
      feature_category :gardening

      cursor :plot_id, :bed_id

      def perform
        each_sub_batch do |relation|
          connection.execute(<<~SQL)
            WITH batch AS MATERIALIZED (#{relation.select(:plot_id, :bed_id).to_sql})
            UPDATE bed_links SET project_id = plots.project_id
            FROM batch, plots
            WHERE bed_links.plot_id = batch.plot_id AND bed_links.bed_id = batch.bed_id AND plots.id = batch.plot_id
          SQL
        end
      end
    end
  end
end
