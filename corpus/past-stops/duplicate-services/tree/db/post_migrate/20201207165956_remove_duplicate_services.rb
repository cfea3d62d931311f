# frozen_string_literal: true

class RemoveDuplicateServices < Gitlab::Database::Migration[2.2]
  milestone '13.8'

  def up
    # replaced by RemoveDuplicateServices2: the job got its arguments in the wrong form
  end

  def down; end
end
