# frozen_string_literal: true

class ClearBedOwnerDefault < Gitlab::Database::Migration[2.3]
  milestone '18.3'

  def change
    change_column_default :beds, :owner_id, from: 0, to: nil
  end
end
