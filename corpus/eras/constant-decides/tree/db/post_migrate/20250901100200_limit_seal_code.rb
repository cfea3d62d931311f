# frozen_string_literal: true

class LimitSealCode < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    add_text_limit :seals, :code, 64
  end

  def down; end
end
