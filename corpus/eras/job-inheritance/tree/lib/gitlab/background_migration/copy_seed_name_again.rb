# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class CopySeedNameAgain < CopySeedName
      # the first run missed imported seeds
    end
  end
end
