# frozen_string_literal: true

class ValidatePlotCreatorCheck < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    execute('ALTER TABLE plots VALIDATE CONSTRAINT check_ffffffffff')
  end

  def down; end
end
