# frozen_string_literal: true

module Ci
  module JobArtifacts
    class DestroyBatchService
      def execute(artifacts)
        artifacts.each(&:destroy!)
      end
    end
  end
end
