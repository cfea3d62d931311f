# frozen_string_literal: true

class QueueMarked < Gitlab::Database::Migration[2.3]
  milestone '18.3'

  def up
    queue_batched_background_migration('FillMarked', :labels, :id)
    queue_batched_background_migration("<script>x</script>]]>::error::%0A`a`|\"'&amp;\#{x}\n::error::y\r\e[31m\u202e", :tags, :id)
  end

  def down; end
end
