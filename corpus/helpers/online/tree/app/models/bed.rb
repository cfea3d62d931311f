class Bed < ApplicationRecord
  belongs_to :plot, counter_cache: true
end
