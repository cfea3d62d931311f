# frozen_string_literal: true

class RequireOrganic < ActiveRecord::Migration[6.0]
  milestone '13.11'

  def up
    change_column_null :seeds, :organic, false
  end

  def down; end
end
