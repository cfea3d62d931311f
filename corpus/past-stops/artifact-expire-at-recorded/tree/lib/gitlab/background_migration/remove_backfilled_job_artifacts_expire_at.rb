# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class RemoveBackfilledJobArtifactsExpireAt < BatchedMigrationJob
      def perform
        each_sub_batch(batching_scope: ->(relation) { relation.where(expire_at: '2021-01-22'..'2021-01-23') }) do |sub_batch|
          sub_batch.where.not(file_type: 3).update_all(expire_at: nil)
        end
      end
    end
  end
end
