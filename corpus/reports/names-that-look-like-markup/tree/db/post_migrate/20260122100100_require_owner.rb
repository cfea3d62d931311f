# frozen_string_literal: true

class RequireOwner < Gitlab::Database::Migration[2.3]
  milestone '18.9'
  disable_ddl_transaction!

  def up
    add_not_null_constraint '</summary><script>alert(1)</script>|`x`|', :owner_id
  end

  def down; end
end
