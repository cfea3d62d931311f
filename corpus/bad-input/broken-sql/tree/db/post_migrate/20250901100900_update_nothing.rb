# frozen_string_literal: true

class UpdateNothing < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    execute('UPDATE SET plots WHERE = 1')
  end

  def down; end
end
