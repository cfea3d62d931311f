# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class ReExpireTokens < Gitlab::BackgroundMigration::ExpireTokens
      private
      def update_oauth_tokens(relation)
        super
        relation.where(expires_in: 2.hours.to_i).update_all(refreshed: true)
      end
    end
  end
end
