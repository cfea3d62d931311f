# frozen_string_literal: true

class UniqueBedNumbers < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    execute('ALTER TABLE beds ADD CONSTRAINT unique_bed_numbers UNIQUE (number)')
  end

  def down; end
end
