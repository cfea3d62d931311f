# frozen_string_literal: true

class MergeRequest < ApplicationRecord
  include EachBatch
end
