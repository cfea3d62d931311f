# frozen_string_literal: true

class Plant < ApplicationRecord
  ANNUAL = 3
end
