# frozen_string_literal: true

class Require < Gitlab::Database::Migration[2.2]
  milestone '17.5'
  disable_ddl_transaction!

  def up
    add_not_null_constraint :beds, :project_id
  end
end
