# frozen_string_literal: true

module Gitlab
  module Database
    module MigrationHelpers
      module Sowing
        def skip_sowing?(table, columns)
          unless columns.all? { |column| column_exists?(table, "#{column}_new") }
            say 'nothing to sow'
            return true
          end

          false
        end

        def sowing_name(name)
          "#{name}_tmp"
        end
      end
    end
  end
end
