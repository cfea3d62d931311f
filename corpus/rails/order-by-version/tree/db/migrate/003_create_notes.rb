class CreateNotes < ActiveRecord::Migration[4.2]
  def change
    create_table(:notes) { |t| t.string :text }
  end
end
