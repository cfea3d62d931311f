# frozen_string_literal: true

class DetachPart < Gitlab::Database::Migration[2.3]
  milestone '17.10'

  def up
    execute('ALTER TABLE p_beds DETACH PARTITION p_beds_100')
  end

  def down; end
end
