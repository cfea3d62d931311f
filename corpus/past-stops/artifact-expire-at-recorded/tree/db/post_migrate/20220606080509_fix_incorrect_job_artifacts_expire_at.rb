# frozen_string_literal: true

class FixIncorrectJobArtifactsExpireAt < Gitlab::Database::Migration[2.2]
  milestone '15.4'
  restrict_gitlab_migration gitlab_schema: :gitlab_ci
  disable_ddl_transaction!

  MIGRATION = 'RemoveBackfilledJobArtifactsExpireAt'

  def up
    return if Gitlab.com?

    queue_batched_background_migration(
      MIGRATION, :ci_job_artifacts, :id,
      job_interval: 2.minutes, batch_size: 500
    )
  end

  def down
    return if Gitlab.com?

    delete_batched_background_migration(MIGRATION, :ci_job_artifacts, :id, [])
  end
end
