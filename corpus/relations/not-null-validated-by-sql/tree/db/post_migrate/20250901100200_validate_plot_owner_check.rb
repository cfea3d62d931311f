# frozen_string_literal: true

class ValidatePlotOwnerCheck < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    execute('ALTER TABLE plots VALIDATE CONSTRAINT check_1a2b3c4d5e')
  end

  def down; end
end
