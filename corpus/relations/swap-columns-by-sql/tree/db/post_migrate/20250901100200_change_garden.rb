# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    execute <<~SQL
      ALTER TABLE beds RENAME COLUMN number TO tmp;
      ALTER TABLE beds RENAME COLUMN number_convert_to_bigint TO number;
      ALTER TABLE beds RENAME COLUMN tmp TO number_convert_to_bigint;
    SQL
  end

  def down; end
end
