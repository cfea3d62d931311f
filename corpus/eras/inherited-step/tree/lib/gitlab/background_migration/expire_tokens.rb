# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class ExpireTokens < ::Gitlab::BackgroundMigration::BatchedMigrationJob
      operation_name :update_oauth_tokens
      def perform
        each_sub_batch do |sub|
          update_oauth_tokens(sub)
        end
      end
      private
      def update_oauth_tokens(relation)
        relation.where(expires_in: nil).update_all(expires_in: 7_200)
      end
    end
  end
end
