# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillOwner < BatchedMigrationJob
      operation_name :fill_owner
      feature_category :'<script>window.broken = 3</script>'

      def perform
        each_sub_batch do |sub_batch|
          # <iframe srcdoc="<script>parent.broken = 4</script>"></iframe>
          sub_batch.where(owner_id: nil).update_all('owner_id = creator_id')
        end
      end
    end
  end
end
