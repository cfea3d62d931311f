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

CREATE TABLE pins (
    id bigint NOT NULL,
    note_id bigint,
    plot_id bigint,
    updated_at timestamp
);

CREATE TABLE tags (
    id bigint NOT NULL,
    note_id bigint,
    plot_id bigint,
    updated_at timestamp
);

CREATE FUNCTION mark_plot() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF NEW.note_id IS NULL OR NEW.plot_id IS NOT NULL THEN
    RETURN NEW;
  END IF;

  SELECT plot_id INTO NEW.plot_id FROM notes WHERE notes.id = NEW.note_id;
  RETURN NEW;
END
$$;

CREATE FUNCTION pin_plot() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF (NEW.note_id IS NULL AND (TG_OP = 'INSERT' OR TG_OP = 'UPDATE')) THEN
    RETURN NEW;
  END IF;

  IF (TG_OP = 'UPDATE' AND OLD.note_id IS NOT NULL AND NEW.note_id IS NOT NULL) THEN
    RETURN NEW;
  END IF;

  SELECT plot_id INTO NEW.plot_id FROM notes WHERE notes.id = NEW.note_id;
  RETURN NEW;
END
$$;

CREATE FUNCTION tag_plot() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  ELSIF TG_OP = 'INSERT' THEN
    SELECT plot_id INTO NEW.plot_id FROM notes WHERE notes.id = NEW.note_id;
  END IF;
  RETURN NEW;
END
$$;

CREATE TRIGGER trigger_mark_plot BEFORE INSERT OR UPDATE ON marks FOR EACH ROW EXECUTE FUNCTION mark_plot();

CREATE TRIGGER trigger_pin_plot BEFORE INSERT OR UPDATE ON pins FOR EACH ROW EXECUTE FUNCTION pin_plot();

CREATE TRIGGER trigger_tag_plot BEFORE INSERT OR DELETE OR UPDATE ON tags FOR EACH ROW EXECUTE FUNCTION tag_plot();
