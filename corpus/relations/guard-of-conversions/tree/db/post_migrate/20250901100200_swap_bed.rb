# frozen_string_literal: true

class SwapBed < Gitlab::Database::Migration[2.2]
  milestone '18.4'
  disable_ddl_transaction!
  include Gitlab::Database::MigrationHelpers::ConvertToBigint

  def up
    return unless com_or_dev_or_test_but_not_jh?

    execute 'ALTER TABLE pots RENAME COLUMN bed_id TO bed_tmp'
    execute 'ALTER TABLE pots RENAME COLUMN bed_id_convert_to_bigint TO bed_id'
    execute 'ALTER TABLE pots RENAME COLUMN bed_tmp TO bed_id_convert_to_bigint'
  end
end
