# frozen_string_literal: true

module Gardens
  module MigrationHelpers
    SUFFIX = '_new'

    def replace_index(table_name, index_name, columns, **options)
      add_index table_name, columns, **options, name: temporary_name(index_name), algorithm: :concurrently
      remove_index table_name, name: index_name
      rename_index table_name, temporary_name(index_name), index_name
    end

    def in_quiet
      say 'quiet'
      yield
    end

    def warn_about_duration
      say 'This takes long'
    end

    # the row of this helper wins
    def add_concurrent_index(*)
      raise 'not evaluated'
    end

    private

    def temporary_name(name)
      "#{name}#{SUFFIX}"
    end
  end
end
