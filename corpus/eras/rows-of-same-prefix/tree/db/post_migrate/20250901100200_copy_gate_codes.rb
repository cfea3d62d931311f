# frozen_string_literal: true

class CopyGateCodes < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  def up
    execute <<~SQL
      INSERT INTO gate_plates (gate_id, text)
      SELECT gates.id, gates.code FROM gates WHERE gates.keeper = 'wood gate'
    SQL
  end

  def down; end
end
