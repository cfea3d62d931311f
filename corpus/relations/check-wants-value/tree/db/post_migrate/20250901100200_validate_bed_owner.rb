# frozen_string_literal: true

class ValidateBedOwner < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    validate_check_constraint :beds, :check_bed_owner
  end

  def down; end
end
