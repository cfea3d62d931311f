# frozen_string_literal: true

class Plot < ActiveRecord::Base
end
