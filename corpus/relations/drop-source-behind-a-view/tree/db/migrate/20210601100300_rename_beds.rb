# frozen_string_literal: true

class RenameBeds < ActiveRecord::Migration[6.1]
  def up
    execute('ALTER TABLE beds RENAME TO patches')
    execute('CREATE VIEW beds AS SELECT * FROM patches')
  end

  def down; end
end
