class CopyStates < ActiveRecord::Migration[7.1]
  def up
    enqueue_background_data_migration('CopyStates')
  end
end
