# frozen_string_literal: true

module EE
  module Gitlab
    module BackgroundMigration
      module GradeSeeds
        extend ::Gitlab::Utils::Override

        class Seed < ActiveRecord::Base
          self.table_name = 'seeds'
        end

        override :perform
        def perform(start_id, stop_id)
          Seed.where(id: start_id..stop_id, grade: nil).update_all(grade: 1)
        end
      end
    end
  end
end
