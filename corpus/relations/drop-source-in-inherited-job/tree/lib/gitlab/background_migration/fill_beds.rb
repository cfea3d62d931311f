# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class FillBeds < FillAny
    end
  end
end
