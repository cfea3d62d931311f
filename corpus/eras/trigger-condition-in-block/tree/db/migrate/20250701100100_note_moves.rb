# frozen_string_literal: true

class NoteMoves < Gitlab::Database::Migration[2.2]
  milestone '18.2'
  disable_ddl_transaction!
  include Gitlab::Database::SchemaHelpers

  def up
    create_trigger_function('note_move') do
      <<~SQL
        INSERT INTO moves (plant_id) VALUES (NEW.id);
        RETURN NULL;
      SQL
    end

    create_trigger('plants', 'plants_note_move', 'note_move', fires: 'AFTER UPDATE') do
      <<~SQL
        WHEN (OLD.bed_id IS DISTINCT FROM NEW.bed_id)
      SQL
    end
  end
end
