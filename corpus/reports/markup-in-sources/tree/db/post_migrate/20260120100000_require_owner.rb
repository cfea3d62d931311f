# frozen_string_literal: true

class RequireOwner < Gitlab::Database::Migration[2.3]
  milestone '18.9'
  disable_ddl_transaction!

  def up
    # </code></pre></figure></dialog><script>window.broken = 'excerpt'</script>
    add_not_null_constraint "pl'ots\"><img src=x onerror=window.broken=2>`${1}`]]>", :owner_id # </script>
    # </textarea></title><script src="https://example.org/x.js"></script>
  end

  def down; end
end
