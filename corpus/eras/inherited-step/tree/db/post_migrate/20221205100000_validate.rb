# frozen_string_literal: true

class Validate < Gitlab::Database::Migration[2.2]
  milestone '15.7'
  disable_ddl_transaction!

  def up
    validate_not_null_constraint :oauth_access_tokens, :expires_in
  end
end
