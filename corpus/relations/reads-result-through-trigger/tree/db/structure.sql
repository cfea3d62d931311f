CREATE TABLE notes (
    id bigint NOT NULL,
    plot_id bigint,
    owner_id bigint
);

CREATE TABLE marks (
    id bigint NOT NULL,
    note_id bigint,
    plot_id bigint,
    updated_at timestamp
);

CREATE FUNCTION mark_plot() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  SELECT plot_id INTO NEW.plot_id FROM notes WHERE notes.id = NEW.note_id;
  RETURN NEW;
END
$$;

CREATE TRIGGER trigger_mark_plot BEFORE UPDATE ON marks FOR EACH ROW EXECUTE FUNCTION mark_plot();
