class FillStates < ActiveRecord::Migration[7.0]
  def up
    enqueue_background_migration('FillStates', batch_size: 1000)
    enqueue_background_migration('DropDuplicates')
  end
end
