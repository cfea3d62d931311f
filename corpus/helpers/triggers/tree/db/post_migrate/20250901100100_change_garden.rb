# frozen_string_literal: true

class ChangeGarden < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    create_trigger_function('note_change', replace: true) { 'UPDATE gardens SET changed = TRUE WHERE id = NEW.garden_id; RETURN NEW;' }
    create_trigger :plots, 'plots_note_change', 'note_change', fires: 'AFTER INSERT OR UPDATE'
    drop_trigger :beds, 'beds_note_change'
    drop_function 'note_other_change', if_exists: true
    install_sharding_key_assignment_trigger(table: :beds, sharding_key: :project_id, parent_table: :plots, parent_sharding_key: :project_id, foreign_key: :plot_id)
    remove_sharding_key_assignment_trigger(table: :crates, sharding_key: :group_id, parent_table: :plots, parent_sharding_key: :group_id, foreign_key: :plot_id)
    track_record_deletions :plots
    track_record_deletions_override_table_name :plots_1, :plots
    untrack_record_deletions :beds
    ensure_unique_id :plots, seq: :plots_id_seq
    revert_ensure_unique_id :beds, seq: :beds_id_seq
    reset_trigger_function 'note_change'
    reset_all_trigger_functions :plots
    drop_trigger :plots, object_name(:plots, :table_sync_trigger) if has_loose_foreign_key?(:plots)
  end

  def down; end
end
