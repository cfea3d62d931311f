# frozen_string_literal: true

class DropFenceTrigger < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    drop_trigger(:fences, :trigger_fence_project)
  end

  def down; end
end
