class Plot < ApplicationRecord
  has_many :beds
end
