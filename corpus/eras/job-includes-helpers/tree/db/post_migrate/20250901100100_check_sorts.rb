# frozen_string_literal: true

class CheckSorts < Gitlab::Database::Migration[2.2]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    add_check_constraint :plants, "sort <> 'old'", 'sort_is_new'
  end
end
