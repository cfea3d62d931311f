# frozen_string_literal: true

class RemoveHerbs < ActiveRecord::Migration[6.0]
  def up
    execute("DELETE FROM beds WHERE kind = 'herbs'")
  end

  def down; end
end
