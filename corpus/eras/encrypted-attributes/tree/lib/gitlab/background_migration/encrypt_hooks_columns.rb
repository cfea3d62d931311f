# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    class EncryptHooksColumns
      def perform(model, attributes, from, to)
        model = model.constantize if model.is_a?(String)
        pairs = Hash[*columns_of(model, Array(attributes).map(&:to_sym))]

        model.where(id: from..to).lock.each { |row| encrypt(row, pairs) }
      end

      private

      def columns_of(model, attributes)
        attributes.flat_map do |attribute|
          settings = model.encrypted_attributes[attribute]

          [attribute, settings&.fetch(:attribute)]
        end
      end

      def encrypt(row, pairs)
        cleared = pairs.map { |plain, secret| move(row, plain, secret) }.compact.flat_map { |plain| [plain, nil] }

        row.save!
        row.update_columns(Hash[*cleared])
      end

      def move(row, plain, secret)
        return if row[plain].blank? || row[secret].present?

        row.public_send("#{plain}=", row[plain])
        plain
      end
    end
  end
end
