# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def change
    reversible do |dir|
      dir.up { execute('ALTER TABLE beds ALTER COLUMN plot_id SET NOT NULL') }
      dir.down { execute('ALTER TABLE beds ALTER COLUMN plot_id DROP NOT NULL') }
    end
  end
end
