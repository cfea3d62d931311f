# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class LinkPlots
      def perform(first_id, last_id, job_table_name, job_column_name, sub_batch_size, pause_ms, garden_id, direction = 'up')
        case direction
        when 'up'
          link(first_id, last_id)
        when 'down'
          unlink(first_id, last_id)
        end
      end

      private

      def link(first_id, last_id)
        ApplicationRecord.connection.execute(<<~SQL)
          UPDATE plots SET owner_id = gardens.owner_id FROM gardens
          WHERE gardens.id = plots.garden_id AND plots.owner_id IS NULL AND plots.id BETWEEN #{first_id} AND #{last_id}
        SQL
      end

      def unlink(first_id, last_id)
        ApplicationRecord.connection.execute("UPDATE plots SET owner_id = NULL WHERE id BETWEEN #{first_id} AND #{last_id}")
      end
    end
  end
end
