# frozen_string_literal: true

class Plot < ApplicationRecord
  ignore_column :height, remove_with: '18.3', remove_after: '2025-08-22'
end
