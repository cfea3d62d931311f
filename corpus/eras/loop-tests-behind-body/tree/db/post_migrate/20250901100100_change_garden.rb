# frozen_string_literal: true

class ChangeGarden < ActiveRecord::Migration[5.2]
  def up
    begin
      result = execute('DELETE FROM beds WHERE id IN (SELECT MIN(id) FROM beds GROUP BY label HAVING COUNT(*) > 1)')
    end until result.cmd_tuples == 0
    add_index :beds, :label, unique: true
  end

  def down; end
end
