# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillBoards
      def perform(start_id, end_id)
        ActiveRecord::Base.connection.execute("UPDATE boards SET weight = old_weight WHERE id BETWEEN #{start_id} AND #{end_id}")
        Gitlab::Database::BackgroundMigrationJob.mark_all_as_succeeded(self.class.name.demodulize, [start_id, end_id])
      end
    end
  end
end
