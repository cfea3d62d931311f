# frozen_string_literal: true

module Gitlab
  module BackgroundMigration
    module ProjectNamespaces
      class BackfillProjectNamespaces
        def perform(start_id, end_id, batch_table, batch_column, sub_batch_size, pause_ms, namespace_id, migration_type = 'up')
          ranged = ApplicationRecord.connection
          bounds = "projects.id BETWEEN #{Integer(start_id)} AND #{Integer(end_id)}"

          ranged.execute(<<~SQL)
            INSERT INTO namespaces (tmp_project_id, name, path, parent_id, visibility_level, type)
            SELECT id, name, path, namespace_id, visibility_level, 'Project'
            FROM projects WHERE project_namespace_id IS NULL AND #{bounds}
          SQL
          ranged.execute(<<~SQL)
            UPDATE projects SET project_namespace_id = namespaces.id
            FROM namespaces WHERE namespaces.tmp_project_id = projects.id AND #{bounds}
          SQL
        end
      end
    end
  end
end
