# frozen_string_literal: true

# </script><script>window.broken = 'comment above'</script> <!-- <script> -->
class QueueFillOwner < Gitlab::Database::Migration[2.3]
  milestone '18.7'

  def up
    # <img src=x onerror="window.broken = 'image'"> ]]> `${window.broken = 1}` "'" &lt;b&gt;     
    queue_batched_background_migration('FillOwner', "pl'ots\"><img src=x onerror=window.broken=2>`${1}`]]>", :id)
    # <svg><style>*{display:none}</style></svg></style><!--
  end

  def down; end
end
