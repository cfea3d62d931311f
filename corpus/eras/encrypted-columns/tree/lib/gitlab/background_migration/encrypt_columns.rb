# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class EncryptColumns
      def perform(model, attributes, from, to)
        model = model.constantize if model.is_a?(String)
        attributes = Array(attributes).map(&:to_sym)
        model.transaction do
          model.where(id: from..to).each do |instance|
            changes = attributes.each_with_object({}) { |a, h| h[:"encrypted_#{a}"] = instance[a]; h[a] = nil }
            instance.update_columns(changes)
          end
        end
      end
    end
  end
end
