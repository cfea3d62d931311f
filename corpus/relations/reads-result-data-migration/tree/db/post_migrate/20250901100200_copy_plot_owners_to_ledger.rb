# frozen_string_literal: true

class CopyPlotOwnersToLedger < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  restrict_gitlab_migration gitlab_schema: :gitlab_main

  def up
    execute('INSERT INTO ledger (owner_id) SELECT owner_id FROM plots WHERE owner_id IS NOT NULL')
  end

  def down; end
end
