# frozen_string_literal: true

class NotValid < Gitlab::Database::Migration[2.2]
  milestone '15.6'
  disable_ddl_transaction!

  def up
    add_not_null_constraint :oauth_access_tokens, :expires_in, validate: false
  end
end
