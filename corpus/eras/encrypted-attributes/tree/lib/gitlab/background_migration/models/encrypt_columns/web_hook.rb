module Gitlab
  module BackgroundMigration
    module Models
      module EncryptColumns
        class WebHook < ActiveRecord::Base
          self.table_name = 'web_hooks'
          self.inheritance_column = :_type_disabled

          attr_encrypted :token, mode: :per_attribute_iv, key: 'k'
          attr_encrypted :url, mode: :per_attribute_iv, key: 'k', attribute: 'address_encrypted'
        end
      end
    end
  end
end
