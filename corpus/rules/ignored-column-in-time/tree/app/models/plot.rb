# frozen_string_literal: true

class Plot < ApplicationRecord
  ignore_column :height, remove_with: '18.6', remove_after: '2025-11-22'
end
