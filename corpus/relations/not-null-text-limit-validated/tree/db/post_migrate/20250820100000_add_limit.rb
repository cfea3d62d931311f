# frozen_string_literal: true

class AddLimit < Gitlab::Database::Migration[2.3]
  milestone '18.4'
  disable_ddl_transaction!

  def up
    add_text_limit :beds, :name, 255, validate: false
  end

  def down; end
end
