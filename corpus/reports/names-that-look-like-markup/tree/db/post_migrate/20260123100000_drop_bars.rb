# frozen_string_literal: true

class DropBars < Gitlab::Database::Migration[2.3]
  milestone '18.9'
  disable_ddl_transaction!

  def up
    drop_table '<img src=x onerror=alert(1)> | **@all** ``` #1 \u0060'
  end

  def down; end
end
