# frozen_string_literal: true

class CheckMarked < Gitlab::Database::Migration[2.3]
  milestone '18.4'

  def up
    add_not_null_constraint :labels, "a<b>]]>::error::%0A|`c`&amp;"
    add_column "tags<script>x</script>]]>::error::%0A`a`|\"'&amp;\#{x}\n::error::y\r\e[31m\u202e", "x<script>x</script>]]>::error::%0A`a`|\"'&amp;\#{x}\n::error::y\r\e[31m\u202e", :text
    remove_column :labels, "a<b>]]>::error::%0A|`c`&amp;" # stopgraph:disable implicit-stop -- <b>]]> ::error::%0A `|` "quoted"
    execute "SELEC '<script>x</script>]]>::error::%0A`a`|\"'&amp;\#{x}\n::error::y\r\e[31m\u202e'"
    execute(SOMETHING["<script>x</script>]]>::error::%0A`a`|\"'&amp;\#{x}\n::error::y\r\e[31m\u202e"])
  end

  def down; end
end
