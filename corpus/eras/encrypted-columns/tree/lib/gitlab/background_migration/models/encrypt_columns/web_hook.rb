module Gitlab
  module BackgroundMigration
    module Models
      module EncryptColumns
        class WebHook < ActiveRecord::Base
          self.table_name = 'web_hooks'
          self.inheritance_column = :_type_disabled
        end
      end
    end
  end
end
