# frozen_string_literal: true

class RequirePlotOwner < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    execute('DO $$ BEGIN ALTER TABLE plots ALTER COLUMN owner_id SET NOT NULL; END $$')
  end

  def down; end
end
